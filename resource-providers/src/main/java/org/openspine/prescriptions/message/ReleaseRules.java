package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.prescriptions.Finding;

/** Rules for the Parameters of {@code Task/$release}. */
final class ReleaseRules {
    private ReleaseRules() {}

    static List<Finding> check(ObjectNode parameters) {
        JsonNode agent = agent(parameters);
        List<Finding> findings = new ArrayList<>();
        if (parameter(parameters, "owner")
                .filter(owner -> isA(owner, "Organization"))
                .isEmpty()) {
            findings.add(MessageError.MISSING_PARAMETER.finding("owner"));
        }
        if (Elements.isReference(agent.path("practitioner"))) {
            findings.add(
                    MessageError.NOT_AN_IDENTIFIER.finding("Parameters.parameter(\"agent\").resource.practitioner"));
        }
        if (Elements.list(agent, "telecom").isEmpty()) {
            findings.add(MessageError.MISSING_FIELD.finding("Parameters.parameter(\"agent\").resource.telecom"));
        }
        return findings;
    }

    /** Whether the release is of what is nominated, not of one prescription. */
    static boolean isNominated(ObjectNode parameters) {
        return parameter(parameters, "group-identifier").isEmpty();
    }

    private static JsonNode agent(ObjectNode parameters) {
        JsonNode agent = parameter(parameters, "agent")
                .orElseThrow(() ->
                        TranslationFailure.invalid("Parameter with name agent not found", "Parameters.parameter"));
        if (!isA(agent, "PractitionerRole")) {
            throw TranslationFailure.invalid(
                    "Parameter with name agent has wrong resourceType", "Parameters.parameter");
        }
        return agent.path("resource");
    }

    private static Optional<JsonNode> parameter(ObjectNode parameters, String name) {
        return Elements.list(parameters, "parameter").stream()
                .filter(parameter -> name.equals(parameter.path("name").textValue()))
                .findFirst();
    }

    private static boolean isA(JsonNode parameter, String type) {
        return parameter.path("resource").path("resourceType").asText().equals(type);
    }
}
