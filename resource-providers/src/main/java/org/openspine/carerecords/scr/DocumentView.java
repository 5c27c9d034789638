package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
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

    /** One resource of the document. */
    private record Part(String type, String id, Slice resource) {
        String reference() {
            return type + "/" + id;
        }
    }

    private final Map<String, Slice> members = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Slice> composition = new HashMap<>();
    private final List<String> compositionOrder = new ArrayList<>();

    DocumentView(byte[] document) {
        JsonSlices.members(Slice.of(document), (name, value) -> {
            if (name.is("entry")) {
                JsonSlices.elements(value, this::entry);
            } else {
                members.put(name.raw(), value);
            }
        });
    }

    private void entry(Slice entry) {
        JsonSlices.members(entry, (name, value) -> {
            if (name.is("resource")) {
                resource(value);
            }
        });
    }

    private void resource(Slice resource) {
        String[] typeAndId = {"", ""};
        Map<String, Slice> found = new HashMap<>();
        List<String> order = new ArrayList<>();
        JsonSlices.members(resource, (name, value) -> {
            if (name.is("resourceType")) {
                typeAndId[0] = value.plainText();
            } else if (name.is("id")) {
                typeAndId[1] = value.plainText();
            } else if (typeAndId[0].isEmpty() || typeAndId[0].equals("Composition")) {
                String text = name.raw();
                found.put(text, value);
                order.add(text);
            }
        });
        if (typeAndId[0].equals("Composition")) {
            composition.putAll(found);
            compositionOrder.addAll(order);
        }
        parts.add(new Part(typeAndId[0], typeAndId[1], resource));
    }

    /** {@code Composition.identifier.value} as stored. */
    String scrId() {
        return tree("identifier").path("value").asText();
    }

    private JsonNode tree(String member) {
        Slice slice = composition.get(member);
        return slice == null ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : parse(slice);
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
            boolean isComposition = part.type().equals("Composition");
            String id = isComposition ? scrId : part.id();
            text(out, separator + "{\"fullUrl\":\"" + base + "/" + part.type() + "/" + id + "\",\"resource\":");
            switch (part.type()) {
                case "Composition" -> composition(out, scrId);
                case PATIENT ->
                    text(
                            out,
                            "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"identifier\":[{\"system\":\"%s\",\"value\":\"%s\"}]}"
                                    .formatted(id, NhsNumber.SYSTEM, patient));
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
        for (String name : compositionOrder) {
            Slice value = composition.get(name);
            if (value == null || name.equals("meta") || name.equals("identifier")) {
                continue;
            }
            text(out, ",\"" + name + "\":");
            if (name.equals("section")) {
                EmptyCells.copy(value, out);
            } else {
                copy(out, value);
            }
        }
        text(out, "}");
    }

    /** When the summary took effect: as uploaded, else when it was written. */
    private ObjectNode meta() {
        ObjectNode meta = tree("meta") instanceof ObjectNode given
                ? given
                : com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
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
        parts.stream().filter(part -> part.type().equals("Composition")).forEach(ordered::add);
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
