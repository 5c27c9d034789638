package org.openspine.prescriptions.statusupdate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.api.RequestHeaders;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.prescriptions.MirroredHeaders;
import org.openspine.prescriptions.message.Elements;

/** Answers of the status update API: always a transaction-response Bundle, with an outcome for each entry. */
final class StatusUpdateAnswers {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String CONFLICT =
            "Request contains a task id and prescription id identical to a record already in the data store.";

    private final Clock clock;

    StatusUpdateAnswers(Clock clock) {
        this.clock = clock;
    }

    FhirResponse of(int status, List<ObjectNode> entries) {
        ObjectNode bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "transaction-response");
        ArrayNode list = bundle.putArray("entry");
        entries.forEach(list::add);
        return FhirResponse.of(status, JsonBody.of(ResourceJson.write(bundle)));
    }

    /** A request that is refused as a whole: one entry that says why. */
    FhirResponse refused(int status, String text) {
        return of(status, List.of(entry(Optional.empty(), phrase(status), "error", "value", text)));
    }

    FhirResponse created(List<JsonNode> entries) {
        return of(
                201,
                entries.stream()
                        .map(entry -> entry(
                                fullUrl(entry),
                                "201 Created",
                                "information",
                                "success",
                                "No issues detected during validation."))
                        .toList());
    }

    /** @param wrong for each entry what is wrong with it */
    FhirResponse invalid(List<JsonNode> entries, List<Optional<String>> wrong) {
        List<ObjectNode> answers = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Optional<String> fullUrl = fullUrl(entries.get(i));
            answers.add(wrong.get(i)
                    .map(text -> entry(fullUrl, "400 Bad Request", "error", "value", text))
                    .orElseGet(() -> notCommitted(fullUrl)));
        }
        return of(400, answers);
    }

    FhirResponse conflict(List<JsonNode> entries, Set<Integer> conflicts) {
        List<ObjectNode> answers = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Optional<String> fullUrl = fullUrl(entries.get(i));
            if (!conflicts.contains(i)) {
                answers.add(notCommitted(fullUrl));
                continue;
            }
            ObjectNode answer = entry(fullUrl, "409 Conflict", "error", "duplicate", CONFLICT);
            ObjectNode response = (ObjectNode) answer.get("response");
            response.put("location", "Task/" + entries.get(i).at("/resource/id").asText());
            ((ObjectNode) response.at("/outcome/issue/0"))
                    .putObject("details")
                    .putArray("coding")
                    .addObject()
                    .put("system", "https://fhir.nhs.uk/CodeSystem/http-error-codes")
                    .put("code", "REC_CONFLICT")
                    .put("display", "409: The Receiver identified a conflict.");
            answers.add(answer);
        }
        return of(409, answers);
    }

    FhirResponse mirrored(RequestHeaders headers, FhirResponse answer) {
        return MirroredHeaders.on(answer, headers, "application/fhir+json");
    }

    private ObjectNode notCommitted(Optional<String> fullUrl) {
        return entry(
                fullUrl,
                "200 OK",
                "information",
                "informational",
                "Data not committed due to issues in other entries.");
    }

    private ObjectNode entry(Optional<String> fullUrl, String status, String severity, String code, String text) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        fullUrl.ifPresent(url -> entry.put("fullUrl", url));
        ObjectNode response = entry.putObject("response").put("status", status);
        ObjectNode outcome = response.putObject("outcome").put("resourceType", "OperationOutcome");
        outcome.putObject("meta").put("lastUpdated", TIME.format(clock.instant()));
        outcome.putArray("issue")
                .addObject()
                .put("severity", severity)
                .put("code", code)
                .put("diagnostics", text);
        return entry;
    }

    private static Optional<String> fullUrl(JsonNode entry) {
        return Elements.text(entry, "fullUrl");
    }

    private static String phrase(int status) {
        return switch (status) {
            case 400 -> "400 Bad Request";
            case 403 -> "403 Forbidden";
            case 404 -> "404 Not Found";
            case 500 -> "500 Internal Server Error";
            default -> String.valueOf(status);
        };
    }
}
