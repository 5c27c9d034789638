package org.openspine.conformance.capability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code CapabilityStatement.rest.resource.supportedProfile} of an API that validates what it stores: the profiles that a resource is held
 * to if it claims them. A type that the API only shows gets none.
 */
public final class SupportedProfiles {
    private static final Set<String> WRITES = Set.of("create", "update", "patch");

    private SupportedProfiles() {}

    /** Enters them into {@code statement}, which has none; {@code profilesOf} gives the canonicals that are in force for a type. */
    public static ObjectNode enter(ObjectNode statement, Function<String, List<String>> profilesOf) {
        for (JsonNode rest : statement.path("rest")) {
            boolean transactions = offers(rest, Set.of("transaction"));
            for (JsonNode resource : rest.path("resource")) {
                if (transactions || offers(resource, WRITES)) {
                    enterInto((ObjectNode) resource, profilesOf);
                }
            }
        }
        return statement;
    }

    private static void enterInto(ObjectNode resource, Function<String, List<String>> profilesOf) {
        List<String> profiles = profilesOf.apply(resource.path("type").asText());
        if (!profiles.isEmpty()) {
            ArrayNode supported = resource.putArray("supportedProfile");
            profiles.forEach(supported::add);
        }
    }

    private static boolean offers(JsonNode described, Set<String> codes) {
        for (JsonNode interaction : described.path("interaction")) {
            if (codes.contains(interaction.path("code").asText())) {
                return true;
            }
        }
        return false;
    }
}
