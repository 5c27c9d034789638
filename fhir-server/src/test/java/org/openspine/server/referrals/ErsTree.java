package org.openspine.server.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Finds extensions in answers of the e-Referral Service. */
final class ErsTree {
    private ErsTree() {}

    /** {@code Extension-eRS-<name>}; a missing node if there is none. */
    static JsonNode extension(JsonNode element, String name) {
        return byUrl(element, "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-" + name);
    }

    static JsonNode byUrl(JsonNode element, String url) {
        for (JsonNode extension : element.path("extension")) {
            if (extension.path("url").asText().equals(url)) {
                return extension;
            }
        }
        return MissingNode.getInstance();
    }

    /** The code in a part of a complex extension, be it a Coding or a CodeableConcept. */
    static String coding(JsonNode extension, String part) {
        JsonNode found = byUrl(extension, part);
        return found.has("valueCoding")
                ? found.at("/valueCoding/code").asText()
                : found.at("/valueCodeableConcept/coding/0/code").asText();
    }

    static JsonNode contained(JsonNode resource, String type) {
        for (JsonNode contained : resource.path("contained")) {
            if (contained.path("resourceType").asText().equals(type)) {
                return contained;
            }
        }
        return MissingNode.getInstance();
    }
}
