package org.openspine.conformance.profile;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.xml.ResourceXml;

/**
 * Makes the compact definitions of R4 in {@code src/main/resources} from those that HL7 publishes, as HAPI packs them: 47 MB of XML
 * without what validation does not read. A test compares the files with what this makes. Run {@code main} with the folder to write to.
 */
final class PublishedDefinitionsWriter {
    private static final String SOURCE = "/org/hl7/fhir/r4/model/";
    private static final Set<String> OF_STRUCTURE = Set.of(
            "resourceType",
            "url",
            "version",
            "name",
            "kind",
            "abstract",
            "type",
            "context",
            "baseDefinition",
            "derivation");
    private static final Set<String> OF_ELEMENT = Set.of(
            "id",
            "path",
            "sliceName",
            "short",
            "min",
            "max",
            "type",
            "contentReference",
            "slicing",
            "binding",
            "constraint",
            "isModifier",
            "maxLength");
    private static final Set<String> OF_CONSTRAINT = Set.of("key", "severity", "human", "expression");
    private static final Set<String> OF_TYPE = Set.of("code", "profile", "targetProfile");
    private static final Set<String> EVERYWHERE = Set.of("ele-1", "ext-1");
    private static final Set<String> OF_VALUE_SET =
            Set.of("resourceType", "url", "version", "name", "title", "status", "compose");
    private static final Set<String> OF_CODE_SYSTEM = Set.of(
            "resourceType",
            "url",
            "version",
            "name",
            "title",
            "status",
            "content",
            "caseSensitive",
            "hierarchyMeaning",
            "valueSet",
            "property",
            "concept");

    private final ResourceXml xml = new ResourceXml(Structures.r4(FhirContext.forR4Cached()));

    public static void main(String[] args) throws IOException {
        var writer = new PublishedDefinitionsWriter();
        for (String file : R4Definitions.FILES) {
            try (var out = new DataOutputStream(Files.newOutputStream(Path.of(args[0], file)))) {
                write(writer.definitions(file), out);
            }
        }
    }

    /** As {@link R4Definitions} reads them: their number, then of each its key, the length of what follows, and its JSON deflated. */
    private static void write(Map<String, byte[]> definitions, DataOutputStream out) throws IOException {
        out.writeInt(definitions.size());
        for (Map.Entry<String, byte[]> definition : definitions.entrySet()) {
            byte[] deflated = deflated(definition.getValue());
            out.writeUTF(definition.getKey());
            out.writeInt(deflated.length);
            out.write(deflated);
        }
    }

    /** What one of the {@linkplain R4Definitions#FILES files} holds, by {@code type url}. */
    Map<String, byte[]> definitions(String file) {
        var definitions = new TreeMap<String, byte[]>();
        for (String source : sources(file)) {
            read(source, definitions);
        }
        return definitions;
    }

    private static List<String> sources(String file) {
        return switch (file) {
            case "structures" ->
                List.of("profile/profiles-types.xml", "profile/profiles-resources.xml", "profile/profiles-others.xml");
            case "extensions" -> List.of("extension/extension-definitions.xml");
            default -> List.of("valueset/valuesets.xml", "valueset/v2-tables.xml", "valueset/v3-codesystems.xml");
        };
    }

    private static byte[] deflated(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION))) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private void read(String source, Map<String, byte[]> definitions) {
        try (InputStream stream = PublishedDefinitionsWriter.class.getResourceAsStream(SOURCE + source)) {
            XMLStreamReader reader = XMLInputFactory.newDefaultFactory().createXMLStreamReader(stream);
            while (reader.hasNext()) {
                boolean start = reader.next() == XMLStreamConstants.START_ELEMENT;
                if (start && R4Definitions.types().contains(reader.getLocalName())) {
                    ObjectNode definition = xml.readResource(reader, 0);
                    String key = R4Definitions.key(
                            definition.path("resourceType").asText(),
                            definition.path("url").asText());
                    trim(definition);
                    definitions.put(key, ResourceJson.write(definition));
                }
            }
        } catch (IOException | XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void trim(ObjectNode definition) {
        switch (definition.path("resourceType").asText()) {
            case "StructureDefinition" -> {
                JsonNode elements = definition.path("snapshot").path("element");
                definition.retain(OF_STRUCTURE);
                elements.forEach(element -> trimElement((ObjectNode) element));
                definition.putObject("snapshot").set("element", elements);
            }
            case "ValueSet" -> definition.retain(OF_VALUE_SET);
            default -> {
                definition.retain(OF_CODE_SYSTEM);
                definition.path("concept").forEach(PublishedDefinitionsWriter::trimConcept);
            }
        }
    }

    private static void trimConcept(JsonNode concept) {
        ((ObjectNode) concept).retain(Set.of("code", "display", "definition", "concept"));
        concept.path("concept").forEach(PublishedDefinitionsWriter::trimConcept);
    }

    private static void trimElement(ObjectNode element) {
        var kept = new java.util.ArrayList<String>(OF_ELEMENT);
        element.fieldNames().forEachRemaining(name -> {
            if (name.startsWith("fixed") || name.startsWith("pattern")) {
                kept.add(name);
            }
        });
        element.retain(kept);
        for (JsonNode type : element.path("type")) {
            ((ObjectNode) type).retain(OF_TYPE);
        }
        if (element.path("binding") instanceof ObjectNode binding) {
            binding.retain(Set.of("strength", "valueSet", "extension"));
            if (binding.path("extension") instanceof ArrayNode extensions) {
                for (int i = extensions.size() - 1; i >= 0; i--) {
                    if (!extensions.get(i).path("url").asText().endsWith("/elementdefinition-maxValueSet")) {
                        extensions.remove(i);
                    }
                }
                if (extensions.isEmpty()) {
                    binding.remove("extension");
                }
            }
        }
        if (element.path("isModifier").isBoolean()
                && !element.path("isModifier").booleanValue()) {
            element.remove("isModifier");
        }
        if (element.path("constraint") instanceof ArrayNode constraints) {
            for (int i = constraints.size() - 1; i >= 0; i--) {
                ObjectNode constraint = (ObjectNode) constraints.get(i);
                constraint.retain(OF_CONSTRAINT);
                if (EVERYWHERE.contains(constraint.path("key").asText())) {
                    constraints.remove(i);
                }
            }
            if (constraints.isEmpty()) {
                element.remove("constraint");
            }
        }
    }
}
