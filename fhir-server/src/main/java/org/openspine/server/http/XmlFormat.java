package org.openspine.server.http;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.xml.ResourceXml;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** FHIR XML, read by our parser, so that validation names what is wrong as it does of JSON, and written by HAPI's. */
final class XmlFormat {
    private static final Set<String> NAMESPACES = Set.of("http://hl7.org/fhir", "http://www.w3.org/1999/xhtml");
    private static final XMLInputFactory SCANNER = scanner();

    private final FhirContext context;
    private final ResourceXml reader;

    XmlFormat(FhirContext context, Structures structures) {
        this.context = context;
        this.reader = new ResourceXml(structures);
    }

    /** Throws {@link FhirError#MALFORMED_CONTENT} for what is no XML of a resource, a DTD included. */
    byte[] toJson(byte[] xml) {
        String text = new String(xml, StandardCharsets.UTF_8);
        if (text.contains("<!DOCTYPE") || text.contains("<!ENTITY")) {
            throw new SpineException(FhirError.MALFORMED_CONTENT, "XML with a document type is refused");
        }
        try {
            requireSound(text);
            return ResourceJson.write(reader.read(xml));
        } catch (MalformedContentException e) {
            throw new SpineException(FhirError.MALFORMED_CONTENT, List.of(Problem.of(String.valueOf(e.getMessage()))));
        } catch (XMLStreamException e) {
            throw new SpineException(
                    FhirError.MALFORMED_CONTENT, List.of(Problem.of("Not well-formed XML" + place(e))));
        }
    }

    private static String place(XMLStreamException e) {
        return e.getLocation() == null
                ? ""
                : " at line %d, column %d"
                        .formatted(
                                e.getLocation().getLineNumber(), e.getLocation().getColumnNumber());
    }

    /** The parser calls itself for every level, and takes elements of any namespace for FHIR's. */
    private static void requireSound(String text) throws XMLStreamException {
        XMLStreamReader reader = SCANNER.createXMLStreamReader(new StringReader(text));
        int depth = 0;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                if (++depth > JsonLimits.RESOURCE.depth()) {
                    throw new SpineException(
                            FhirError.MALFORMED_CONTENT,
                            "XML nested deeper than %d levels".formatted(JsonLimits.RESOURCE.depth()));
                }
                if (!NAMESPACES.contains(String.valueOf(reader.getNamespaceURI()))) {
                    throw new SpineException(
                            FhirError.MALFORMED_CONTENT,
                            "Elements are in the namespace http://hl7.org/fhir, narratives in that of XHTML");
                }
            }
        }
    }

    private static XMLInputFactory scanner() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    byte[] fromJson(byte[] json, boolean pretty) {
        return encode(json, context.newXmlParser(), pretty);
    }

    private byte[] encode(byte[] json, IParser parser, boolean pretty) {
        IParser reader = context.newJsonParser();
        parser.setPrettyPrint(pretty);
        parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
        reader.setOverrideResourceIdWithBundleEntryFullUrl(false);
        return parser.encodeResourceToString(reader.parseResource(new String(json, StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.UTF_8);
    }
}
