package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.JsonSlices;
import org.openspine.conformance.json.JsonSlices.Slice;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * A stored document as the national service shows it: a searchset of its resources, the Composition first, its authors next,
 * the Patient last. What does not change is copied from the stored bytes.
 */
final class DocumentView {
    private static final String PATIENT = "Patient";
    private static final String COMPOSITION = "Composition";

    /** One resource of the document. */
    private record Part(String type, String id, Slice resource) {
        String reference() {
            return type + "/" + id;
        }
    }

    private final Map<String, Slice> members = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Slice> composition = new LinkedHashMap<>();
    private final byte[] document;

    DocumentView(byte[] document) {
        this.document = document;
        JsonSlices.object(document, 0, (name, at) -> {
            if (name.is("entry")) {
                return JsonSlices.array(document, at, this::entry);
            }
            Slice value = value(at);
            members.put(name.raw(), value);
            return value.to();
        });
    }

    private int entry(int from) {
        return JsonSlices.object(
                document, from, (name, at) -> name.is("resource") ? resource(at) : JsonSlices.end(document, at));
    }

    private int resource(int from) {
        String[] typeAndId = {"", ""};
        Map<String, Slice> found = new LinkedHashMap<>(0);
        int to = JsonSlices.object(document, from, (name, at) -> {
            Slice value = value(at);
            if (name.is("resourceType")) {
                typeAndId[0] = value.plainText();
            } else if (name.is("id")) {
                typeAndId[1] = value.plainText();
            } else if (typeAndId[0].isEmpty() || typeAndId[0].equals(COMPOSITION)) {
                found.put(name.raw(), value);
            }
            return value.to();
        });
        if (typeAndId[0].equals(COMPOSITION)) {
            composition.putAll(found);
        }
        parts.add(new Part(typeAndId[0], typeAndId[1], new Slice(document, from, to)));
        return to;
    }

    private Slice value(int from) {
        return new Slice(document, from, JsonSlices.end(document, from));
    }

    /** {@code Composition.identifier.value} as stored. */
    String scrId() {
        return tree("identifier").path("value").asText();
    }

    private JsonNode tree(String member) {
        Slice slice = composition.get(member);
        return slice == null ? MissingNode.getInstance() : parse(slice);
    }

    private static JsonNode parse(Slice slice) {
        return ResourceJson.parseAny(slice.bytes(), JsonLimits.DOCUMENT);
    }

    /** @param base public address of the API */
    JsonBody searchset(String base, String scrId, NhsNumber patient) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size() + 512);
        text(out, "{\"resourceType\":\"Bundle\",\"id\":\"" + ScrHeaders.newId() + "\"");
        member(out, "identifier");
        text(out, ",\"type\":\"searchset\"");
        member(out, "timestamp");
        List<Part> ordered = ordered();
        text(out, ",\"total\":" + ordered.size() + ",\"entry\":[");
        String patientId = ordered.stream()
                .filter(part -> part.type().equals(PATIENT))
                .map(Part::id)
                .findFirst()
                .orElse(patient.value());
        String separator = "";
        for (Part part : ordered) {
            boolean isComposition = part.type().equals(COMPOSITION);
            String id = isComposition ? scrId : part.id();
            text(out, separator + "{\"fullUrl\":\"" + base + "/" + part.type() + "/" + id + "\",\"resource\":");
            switch (part.type()) {
                case COMPOSITION -> composition(out, scrId);
                case PATIENT ->
                    text(
                            out,
                            "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"identifier\":[{\"system\":\""
                                    + NhsNumber.SYSTEM + "\",\"value\":\"" + patient.value() + "\"}]}");
                case "RelatedPerson" -> relatedPerson(out, part, patientId);
                default -> copy(out, part.resource());
            }
            text(out, "}");
            separator = ",";
        }
        text(out, "]}");
        return JsonBody.of(out.toByteArray());
    }

    private int size() {
        return parts.stream().mapToInt(part -> part.resource().length() + 160).sum();
    }

    private void composition(ByteArrayOutputStream out, String scrId) {
        text(out, "{\"resourceType\":\"Composition\",\"id\":\"" + scrId + "\",\"meta\":");
        out.writeBytes(ResourceJson.write(meta()));
        text(out, ",\"identifier\":{\"system\":\"" + SummaryKeys.RFC_4122 + "\",\"value\":\"" + scrId + "\"}");
        composition.forEach((name, value) -> {
            if (name.equals("meta") || name.equals("identifier")) {
                return;
            }
            text(out, ",\"" + name + "\":");
            if (name.equals("section")) {
                EmptyCells.copy(value, out);
            } else {
                copy(out, value);
            }
        });
        text(out, "}");
    }

    /** When the summary took effect: as uploaded, else when it was written. */
    private ObjectNode meta() {
        ObjectNode meta = tree("meta") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        String date = tree("date").asText();
        if (!meta.has("lastUpdated") && date.length() >= "2020-01-01T00:00:00Z".length()) {
            meta.put("lastUpdated", date);
        }
        return meta;
    }

    private static void relatedPerson(ByteArrayOutputStream out, Part part, String patientId) {
        ObjectNode person = (ObjectNode) parse(part.resource());
        person.putObject("patient").put("reference", PATIENT + "/" + patientId);
        out.writeBytes(ResourceJson.write(person));
    }

    private List<Part> ordered() {
        Map<String, Part> byReference = new HashMap<>();
        parts.forEach(part -> byReference.putIfAbsent(part.reference(), part));
        Set<Part> ordered = new LinkedHashSet<>();
        parts.stream().filter(part -> part.type().equals(COMPOSITION)).forEach(ordered::add);
        for (JsonNode author : tree("author")) {
            Optional.ofNullable(byReference.get(author.path("reference").asText()))
                    .ifPresent(part -> {
                        ordered.add(part);
                        if (part.type().equals("PractitionerRole")) {
                            JsonNode role = parse(part.resource());
                            for (String member : List.of("practitioner", "organization")) {
                                Optional.ofNullable(byReference.get(role.path(member)
                                                .path("reference")
                                                .asText()))
                                        .ifPresent(ordered::add);
                            }
                        }
                    });
        }
        parts.stream().filter(part -> !part.type().equals(PATIENT)).forEach(ordered::add);
        ordered.addAll(parts);
        return List.copyOf(ordered);
    }

    private void member(ByteArrayOutputStream out, String name) {
        Slice value = members.get(name);
        if (value != null) {
            text(out, ",\"" + name + "\":");
            copy(out, value);
        }
    }

    private static void copy(ByteArrayOutputStream out, Slice slice) {
        out.write(slice.json(), slice.from(), slice.length());
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
    }
}
