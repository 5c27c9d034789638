package org.openspine.terminology.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the dictionary of medicines and devices: virtual and actual products and packs with their names, each below what it is a kind or
 * pack of. The class of a concept (VTM, VMP, AMP …) is a set by that name.
 *
 * @see <a href="https://www.nhsbsa.nhs.uk/pharmacies-gp-practices-and-appliance-contractors/dictionary-medicines-and-devices-dmd">dm+d</a>
 */
final class DmdReader {
    static final String URL = "https://dmd.nhs.uk";
    private static final XMLInputFactory FACTORY = factory();

    /** Per row element: the class of concept, the element with its id, those with what it is below. */
    private record Shape(String kind, String id, String name, String[] above) {}

    private static final Map<String, Shape> SHAPES = Map.of(
            "f_vtm2", new Shape("VTM", "VTMID", "NM", new String[0]),
            "f_vmp2", new Shape("VMP", "VPID", "NM", new String[] {"VTMID"}),
            "f_amp2", new Shape("AMP", "APID", "DESC", new String[] {"VPID"}),
            "f_vmpp2", new Shape("VMPP", "VPPID", "NM", new String[] {"VPID"}),
            "f_ampp2", new Shape("AMPP", "APPID", "NM", new String[] {"VPPID", "APID"}),
            "f_ingredient2", new Shape("INGREDIENT", "ISID", "NM", new String[0]));

    /** The elements that hold one concept each. */
    private static final java.util.Set<String> ROWS = java.util.Set.of("VTM", "VMP", "AMP", "VMPP", "AMPP", "ING");

    private final CodeSystemBuilder builder = new CodeSystemBuilder();
    private String version = "";

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    static CompactCodeSystem read(Path release, Consumer<String> progress) {
        var reader = new DmdReader();
        int files = ReleaseFiles.each(release, name -> shape(name).isPresent(), (name, content) -> {
            reader.file(name, content);
            progress.accept(name);
        });
        if (files == 0) {
            throw new ReleaseException("%s has no dm+d: no file f_vmp2_….xml".formatted(release.getFileName()));
        }
        return reader.builder.build(URL, reader.version);
    }

    private static Optional<Shape> shape(String name) {
        int end = name.indexOf('_', 2);
        return name.endsWith(".xml") && end > 0
                ? Optional.ofNullable(SHAPES.get(name.substring(0, end)))
                : Optional.empty();
    }

    private void file(String name, InputStream content) throws IOException {
        Shape shape = shape(name).orElseThrow();
        version = name.substring(name.indexOf('_', 2) + 1).replace(".xml", "");
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(content);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT && ROWS.contains(xml.getLocalName())) {
                    row(xml, shape);
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException(name + " is not well-formed");
        }
    }

    private void row(XMLStreamReader xml, Shape shape) throws XMLStreamException {
        String row = xml.getLocalName();
        var cells = new HashMap<String, String>();
        while (!(xml.next() == XMLStreamConstants.END_ELEMENT
                && xml.getLocalName().equals(row))) {
            if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                String cell = xml.getLocalName();
                cells.put(cell, xml.getElementText().strip());
            }
        }
        long code = CompactCodeSystem.number(cells.getOrDefault(shape.id, ""));
        if (code < 0 || cells.containsKey("INVALID")) {
            return;
        }
        builder.concept(code);
        builder.term(code, cells.getOrDefault(shape.name, cells.getOrDefault("NM", "")));
        builder.member(shape.kind, code);
        for (String above : shape.above) {
            long parent = CompactCodeSystem.number(cells.getOrDefault(above, ""));
            if (parent >= 0) {
                builder.edge(code, parent);
            }
        }
    }
}
