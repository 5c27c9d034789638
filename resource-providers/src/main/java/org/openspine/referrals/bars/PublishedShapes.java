package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Brings services and endpoints that are written as the published samples are, which is not quite R4, into the shape of R4: one
 * element where there is a list of one, a Coding where there is a concept, a list where there is one text.
 */
final class PublishedShapes {
    private PublishedShapes() {}

    /** Changes {@code resource} in place; what is R4 already stays as it is. */
    static void correct(ObjectNode resource) {
        switch (resource.path("resourceType").asText()) {
            case "HealthcareService" -> single(resource, "providedBy");
            case "Endpoint" -> {
                single(resource, "managingOrganization");
                JsonNode coding = resource.path("connectionType").path("coding");
                if (coding.size() == 1) {
                    resource.set("connectionType", coding.get(0));
                }
                if (resource.path("header").isTextual()) {
                    String header = resource.path("header").asText();
                    resource.putArray("header").add(header);
                }
                for (JsonNode identifier : resource.path("identifier")) {
                    if (identifier instanceof ObjectNode named) {
                        named.remove("display");
                    }
                }
            }
            default -> {
                // pointers to records are taken as they are
            }
        }
    }

    private static void single(ObjectNode resource, String name) {
        if (resource.path(name).isArray() && resource.path(name).size() == 1) {
            resource.set(name, resource.path(name).get(0));
        }
    }
}
