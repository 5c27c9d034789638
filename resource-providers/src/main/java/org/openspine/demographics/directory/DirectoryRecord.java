package org.openspine.demographics.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A stored Device or Endpoint as this API sees it. */
record DirectoryRecord(String id, ObjectNode tree) {
    private static final String EXTENSION = "https://fhir.nhs.uk/StructureDefinition/Extension-SDS-";
    private static final String INTERACTION = EXTENSION + "NhsServiceInteractionId";
    private static final String MANUFACTURER = EXTENSION + "ManufacturingOrganisation";
    private static final List<String> DEVICE = List.of("identifier", "owner", "extension");
    private static final List<String> ENDPOINT = List.of(
            "status", "connectionType", "payloadType", "address", "managingOrganization", "identifier", "extension");

    /** Whether it is in use, and has all that was asked for, to the letter. */
    boolean matches(DirectoryQuery query) {
        JsonNode organization = tree.path(isDevice() ? "owner" : "managingOrganization");
        String status = tree.path("status").asText("active");
        return status.equals("active")
                && query.organization().map(code -> isOds(organization, code)).orElse(true)
                && query.interaction().map(interactions()::contains).orElse(true)
                && query.partyKey().map(this::hasPartyKey).orElse(true)
                && query.manufacturer()
                        .map(code -> references(MANUFACTURER).stream().anyMatch(found -> isOds(found, code)))
                        .orElse(true);
    }

    List<String> interactions() {
        return references(INTERACTION).stream()
                .map(reference -> reference.path("identifier").path("value").asText())
                .toList();
    }

    /** The address of a system that takes messages. */
    Optional<JsonNode> address() {
        return Optional.of(tree.path("address")).filter(JsonNode::isTextual);
    }

    /** The record in the published form. */
    ObjectNode view() {
        ObjectNode view = tree.objectNode();
        view.put("resourceType", isDevice() ? "Device" : "Endpoint");
        view.put("id", id);
        for (String element : isDevice() ? DEVICE : ENDPOINT) {
            if (tree.has(element)) {
                view.set(element, tree.get(element));
            }
        }
        return view;
    }

    private boolean isDevice() {
        return tree.path("resourceType").asText().equals("Device");
    }

    private boolean hasPartyKey(String key) {
        return StreamSupport.stream(tree.path("identifier").spliterator(), false)
                .anyMatch(identifier -> identifier.path("system").asText().equals(DirectoryQuery.PARTY_KEY)
                        && identifier.path("value").asText().equals(key));
    }

    private List<JsonNode> references(String url) {
        return StreamSupport.stream(tree.path("extension").spliterator(), false)
                .filter(extension -> extension.path("url").asText().equals(url))
                .map(extension -> extension.path("valueReference"))
                .toList();
    }

    private static boolean isOds(JsonNode reference, String code) {
        JsonNode identifier = reference.path("identifier");
        return identifier.path("system").asText().equals(DirectoryQuery.ODS)
                && identifier.path("value").asText().equals(code);
    }
}
