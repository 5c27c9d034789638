package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Why a patient left the register of a GP: six reasons are public, every other is answered as "other". */
final class RemovalReason {
    private static final Set<String> PUBLIC = Set.of("DEA", "EMB", "SCT", "NIT", "TRA", "ORR");

    private RemovalReason() {}

    static void generalise(ObjectNode view) {
        for (JsonNode extension : view.path("extension")) {
            if (extension.path("url").asText().equals(PdsExtension.REMOVAL_FROM_REGISTRATION.url())) {
                for (JsonNode part : extension.path("extension")) {
                    for (JsonNode coding : part.path("valueCodeableConcept").path("coding")) {
                        if (!PUBLIC.contains(coding.path("code").asText())) {
                            ((ObjectNode) coding).put("code", "ORR").put("display", "Other reason");
                        }
                    }
                }
            }
        }
    }
}
