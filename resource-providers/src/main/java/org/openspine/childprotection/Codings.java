package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Codes in JSON trees. */
public final class Codings {
    public static final String SNOMED = "http://snomed.info/sct";

    private Codings() {}

    /** Whether this is SNOMED CT, which some published examples spell with https. */
    public static boolean isSnomed(String system) {
        return system.equals(SNOMED) || system.equals("https://snomed.info/sct");
    }

    public static ObjectNode coding(String system, String code, String display) {
        ObjectNode coding = JsonNodeFactory.instance.objectNode();
        coding.put("system", system).put("code", code);
        if (!display.isEmpty()) {
            coding.put("display", display);
        }
        return coding;
    }

    /** A CodeableConcept of one coding. */
    public static ObjectNode concept(String system, String code, String display) {
        ObjectNode concept = JsonNodeFactory.instance.objectNode();
        concept.putArray("coding").add(coding(system, code, display));
        return concept;
    }

    /** Whether two CodeableConcepts share a coding. */
    public static boolean overlap(JsonNode one, JsonNode other) {
        for (JsonNode first : one.path("coding")) {
            for (JsonNode second : other.path("coding")) {
                boolean sameSystem = system(first).equals(system(second));
                if (sameSystem && first.path("code").equals(second.path("code"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String system(JsonNode coding) {
        String system = coding.path("system").asText();
        return isSnomed(system) ? SNOMED : system;
    }
}
