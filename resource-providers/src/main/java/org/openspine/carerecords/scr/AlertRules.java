package org.openspine.carerecords.scr;

import static org.openspine.carerecords.scr.UploadRules.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openspine.error.Problem;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** The checks of a privacy alert in published order; the first that fails is told. Pure. */
final class AlertRules {
    static final String MESSAGE = "https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage";
    static final String TYPE = "https://fhir.nhs.uk/CodeSystem/SCR-AlertType";
    static final String REASON = "https://fhir.nhs.uk/CodeSystem/SCR-AlertReason";
    static final String USER = "https://fhir.nhs.uk/Id/sds-user-id";

    /** Nobody's number: its check digit is wrong, yet the published example of an alert that is accepted has it. */
    private static final String PUBLISHED_EXAMPLE = "9999999998";

    /** The reasons each type of alert may have. */
    private static final Map<String, Set<String>> REASONS =
            Map.of("1", Set.of("1", "2", "3", "4", "6"), "2", Set.of("1", "2", "3", "5"));

    private static final Set<String> ALL_REASONS = Set.of("1", "2", "3", "4", "5", "6");

    private AlertRules() {}

    /** Throws {@link ScrError#INVALID_REQUEST}. */
    static void check(JsonNode alert) {
        if (!alert.path("resourceType").asText().equals("AuditEvent")) {
            throw invalid("Incorrect resource type found, expected \"AuditEvent\" but found \"%s\""
                    .formatted(UploadRules.shown(alert.path("resourceType"))));
        }
        UploadRules.require(alert, "id", "'id' element is missing'");
        message(alert);
        type(alert.path("type"));
        reason(alert.path("subtype"));
        String type = alert.path("type").path("code").asText();
        String reason = alert.path("subtype").path(0).path("code").asText();
        if (!REASONS.getOrDefault(type, Set.of()).contains(reason)) {
            throw invalid("Invalid combination of alert type '%s' and alert subtype '%s'.".formatted(type, reason));
        }
        UploadRules.require(alert, "recorded", "'recorded' element missing");
        if (alert.path("entity").size() != 1) {
            throw invalid("Expecting exactly one 'entity' element");
        }
        UploadRules.require(
                alert.path("entity").path(0).path("what").path("identifier"),
                "value",
                "Invalid or missing value in field 'entity.what.identifier.value'");
        for (String system : List.of(NhsNumber.SYSTEM, OdsCode.SYSTEM, USER)) {
            agent(alert, system);
        }
        JsonNode user = agents(alert, USER).get(0);
        boolean roles = !user.path("role").isEmpty();
        for (JsonNode one : user.path("role")) {
            roles &= one.has("text") || !one.path("coding").isEmpty();
        }
        if (!roles) {
            throw invalid("Expecting at least one 'role' for 'agent' entry with system %s".formatted(USER));
        }
        String number = value(agents(alert, NhsNumber.SYSTEM).get(0));
        if (NhsNumber.parse(number).isEmpty() && !number.equals(PUBLISHED_EXAMPLE)) {
            throw invalid("Invalid value - %s in field 'agent.who.identifier.value'".formatted(Problem.shown(number)));
        }
    }

    private static void message(JsonNode alert) {
        List<JsonNode> messages = new ArrayList<>();
        for (JsonNode extension : alert.path("extension")) {
            if (extension.path("url").asText().equals(MESSAGE)) {
                messages.add(extension);
            }
        }
        if (messages.size() != 1) {
            throw invalid("Expecting exactly one 'extension' element with URL: '%s'".formatted(MESSAGE));
        }
        UploadRules.require(
                messages.get(0), "valueString", "'valueString' for 'extension' '%s' is missing".formatted(MESSAGE));
    }

    private static void type(JsonNode type) {
        if (!type.path("system").asText().equals(TYPE)) {
            throw invalid("'Type' element for '%s' system missing".formatted(TYPE));
        }
        if (!REASONS.containsKey(type.path("code").asText())) {
            throw invalid("Invalid or missing value in field 'type.code'. Supported values are: 1, 2");
        }
        UploadRules.require(type, "display", "Missing value 'type.display'");
    }

    private static void reason(JsonNode subtypes) {
        if (subtypes.size() != 1) {
            throw invalid("Expecting exactly one 'subtype' element");
        }
        JsonNode subtype = subtypes.path(0);
        if (!subtype.path("system").asText().equals(REASON)) {
            throw invalid(
                    "Invalid or missing value in field 'subtype.system'. Supported value is: %s".formatted(REASON));
        }
        if (!ALL_REASONS.contains(subtype.path("code").asText())) {
            throw invalid("Invalid or missing value in field 'subtype.code'. Supported values are: 1, 2, 3, 4, 5, 6");
        }
        UploadRules.require(subtype, "display", "Missing value 'subtype.display'");
    }

    private static void agent(JsonNode alert, String system) {
        List<JsonNode> agents = agents(alert, system);
        if (agents.isEmpty()) {
            throw invalid(
                    "Missing 'agent' entry with 'who.identifier.system' '%s' and non-empty 'value'".formatted(system));
        }
        if (agents.size() > 1) {
            throw invalid("Expecting exactly one 'agent' entry with 'who.identifier.system' '%s' and non-empty 'value'"
                    .formatted(system));
        }
        JsonNode requestor = agents.get(0).path("requestor");
        if (!requestor.isBoolean() || requestor.booleanValue()) {
            throw invalid("Missing or unsupported 'requestor' value for 'agent' with 'who.identifier.system' '%s'"
                    .formatted(system));
        }
    }

    /** Agents of that system that have a value. */
    static List<JsonNode> agents(JsonNode alert, String system) {
        List<JsonNode> agents = new ArrayList<>();
        for (JsonNode agent : alert.path("agent")) {
            if (agent.path("who").path("identifier").path("system").asText().equals(system)
                    && !value(agent).isBlank()) {
                agents.add(agent);
            }
        }
        return agents;
    }

    static String value(JsonNode agent) {
        return agent.path("who").path("identifier").path("value").asText();
    }
}
