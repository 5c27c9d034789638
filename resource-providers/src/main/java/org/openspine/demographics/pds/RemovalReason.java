package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Why a patient left the register of a GP: six reasons are public, every other is answered as "other" to whoever is not entitled to
 * confidential ones.
 */
final class RemovalReason {
    private static final Set<String> PUBLIC = Set.of("DEA", "EMB", "SCT", "NIT", "TRA", "ORR");

    /** Means that there is no record, which is told nobody. */
    private static final String LOGICAL_DELETION = "LDN";

    private RemovalReason() {}

    static void generalise(ObjectNode view, Entitlement entitlement) {
        for (JsonNode extension : view.path("extension")) {
            if (extension.path("url").asText().equals(PdsExtension.REMOVAL_FROM_REGISTRATION.url())) {
                for (JsonNode part : extension.path("extension")) {
                    for (JsonNode coding : part.path("valueCodeableConcept").path("coding")) {
                        if (!isShown(coding.path("code").asText(), entitlement)) {
                            ((ObjectNode) coding).put("code", "ORR").put("display", "Other reason");
                        }
                    }
                }
            }
        }
    }

    private static boolean isShown(String code, Entitlement entitlement) {
        return PUBLIC.contains(code) || (entitlement.confidentialReasons() && !code.equals(LOGICAL_DELETION));
    }
}
