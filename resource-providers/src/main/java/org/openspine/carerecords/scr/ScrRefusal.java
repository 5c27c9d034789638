package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.openspine.access.AccessError;
import org.openspine.access.AccessMode;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.ErrorCode;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** Failures as this API answers them: one issue, its text in {@code details}. */
final class ScrRefusal {
    private static final String RETRY_AFTER_SECONDS = "60";

    private static final Set<ErrorCode> LATER =
            Set.of(ScrError.UNAVAILABLE, ScrError.TIMED_OUT, ScrError.TOO_MANY_REQUESTS);

    /** What failures of shared code are here; those without a row are {@link ScrError#INVALID_REQUEST}. */
    private static final Map<FhirError, ScrError> SHARED = new EnumMap<>(Map.ofEntries(
            Map.entry(FhirError.NOT_FOUND, ScrError.NOT_FOUND),
            Map.entry(FhirError.TOO_MANY_REQUESTS, ScrError.TOO_MANY_REQUESTS),
            Map.entry(FhirError.METHOD_NOT_ALLOWED, ScrError.METHOD_NOT_ALLOWED),
            Map.entry(FhirError.TOO_LARGE, ScrError.TOO_LARGE),
            Map.entry(FhirError.UNSUPPORTED_MEDIA_TYPE, ScrError.UNSUPPORTED_MEDIA_TYPE),
            Map.entry(FhirError.VERSION_CONFLICT, ScrError.UNAVAILABLE),
            Map.entry(FhirError.INTERNAL, ScrError.UNKNOWN_ERROR),
            Map.entry(FhirError.TIMED_OUT, ScrError.TIMED_OUT),
            Map.entry(FhirError.OVERDUE, ScrError.TIMED_OUT),
            Map.entry(FhirError.BUSY, ScrError.UNAVAILABLE)));

    /** What applications and users read who may not use an endpoint. */
    static final String INSUFFICIENT =
            "Your app has insufficient permissions to use this method. Please contact support.";

    private ScrRefusal() {}

    /** What the gate refused, in the rows of this API. */
    static SpineException denied(AccessError denied, String text, IncomingRequest request) {
        return switch (denied) {
            case NO_AUTHORIZATION, EMPTY_AUTHORIZATION, NO_TOKEN, UNKNOWN_APPLICATION, EXPIRED_TOKEN ->
                new SpineException(ScrError.ACCESS_DENIED, text);
            case INVALID_TOKEN -> new SpineException(ScrError.ACCESS_DENIED, "Invalid access token");
            case WRONG_MODE, WRONG_SCOPE ->
                request.caller().mode() == AccessMode.PATIENT_ACCESS
                        ? new SpineException(ScrError.PATIENT_CANNOT)
                        : new SpineException(ScrError.INSUFFICIENT_PERMISSION, INSUFFICIENT);
            case WRONG_ROLE -> new SpineException(ScrError.NOT_PERMITTED, ScrError.REFUSED);
            case WRONG_ORGANISATION -> new SpineException(ScrError.NOT_PERMITTED, text);
            case AMBIGUOUS_ROLE ->
                new SpineException(ScrError.INVALID_REQUEST, "Missing %s header".formatted(ScrHeaders.ROLE));
            case UNKNOWN_ROLE, UNKNOWN_MODE, REPEATED_HEADER -> new SpineException(ScrError.INVALID_REQUEST, text);
            case TOO_MANY_REQUESTS -> new SpineException(ScrError.TOO_MANY_REQUESTS, text);
        };
    }

    static ErrorCode row(SpineException failure) {
        return failure.code() instanceof FhirError shared
                ? SHARED.getOrDefault(shared, ScrError.INVALID_REQUEST)
                : failure.code();
    }

    /** @param requestId by which the operator finds what went wrong */
    static FhirResponse of(SpineException failure, String requestId) {
        ErrorCode row = row(failure);
        FhirResponse answer = FhirResponse.of(row.status(), body(failure, row, requestId));
        return LATER.contains(row) ? answer.withHeader("Retry-After", RETRY_AFTER_SECONDS) : answer;
    }

    private static JsonBody body(SpineException failure, ErrorCode row, String requestId) {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("resourceType", "OperationOutcome");
        ObjectNode issue = outcome.putArray("issue").addObject();
        issue.put("severity", row.severity().toCode());
        issue.put("code", row.issueType().toCode());
        String text = text(failure);
        if (row == ScrError.UNKNOWN_ERROR) {
            coding(issue, row, "Unknown Error");
            issue.put("diagnostics", "An error occurred. Message id: " + requestId);
        } else if (row == ScrError.INSUFFICIENT_PERMISSION) {
            issue.put("diagnostics", text);
        } else if (row == ScrError.UNAVAILABLE) {
            issue.putObject("details").put("text", "Code: 503, Display: Service Not Available");
        } else if (row == ScrError.TIMED_OUT) {
            issue.putObject("details").put("text", ScrError.LATE);
        } else if (row.details().isPresent()) {
            coding(issue, row, text);
        } else {
            issue.putObject("details").put("text", text);
        }
        return JsonBody.of(ResourceJson.write(outcome));
    }

    private static void coding(ObjectNode issue, ErrorCode row, String text) {
        row.details().ifPresent(coding -> issue.putObject("details")
                .putArray("coding")
                .addObject()
                .put("system", coding.getSystem())
                .put("version", coding.getVersion())
                .put("code", coding.getCode())
                .put("display", text.isEmpty() ? coding.getDisplay() : text));
    }

    private static String text(SpineException failure) {
        Problem first = failure.problems().get(0);
        return failure.code() instanceof FhirError
                ? first.expression()
                        .map(place -> place + ": " + first.diagnostics())
                        .orElse(first.diagnostics())
                : first.diagnostics();
    }
}
