package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.openspine.access.AccessError;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.ErrorCode;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;

/** Failures as this API answers them: one issue, with the time at which it was told. */
final class ErsRefusal {
    static final String NOT_HELD = "User does not have the required Business Function at the specified Organisation.";

    private static final String RETRY_AFTER_SECONDS = "5";

    /** What failures of shared code are here; those without a row are a bad request. */
    private static final Map<FhirError, ErrorCode> SHARED = new EnumMap<>(Map.ofEntries(
            Map.entry(FhirError.NOT_FOUND, ErsError.NOT_FOUND),
            Map.entry(FhirError.DELETED, ErsError.NOT_FOUND),
            Map.entry(FhirError.UNKNOWN_TYPE, ErsError.NOT_FOUND),
            Map.entry(FhirError.METHOD_NOT_ALLOWED, ErsError.METHOD_NOT_ALLOWED),
            Map.entry(FhirError.NOT_ACCEPTABLE, ErsError.NOT_ACCEPTABLE),
            Map.entry(FhirError.UNSUPPORTED_MEDIA_TYPE, ErsError.UNSUPPORTED_MEDIA_TYPE),
            Map.entry(FhirError.TOO_LARGE, ErsError.TOO_LARGE),
            Map.entry(FhirError.VERSION_CONFLICT, ErsError.CONFLICT),
            Map.entry(FhirError.DUPLICATE, ErsError.CONFLICT),
            Map.entry(FhirError.UNAUTHENTICATED, ErsError.NOT_AUTHENTICATED),
            Map.entry(FhirError.FORBIDDEN, ErsError.FORBIDDEN),
            Map.entry(FhirError.TOO_MANY_REQUESTS, ErsError.TOO_MANY_REQUESTS),
            Map.entry(FhirError.INTERNAL, ErsError.SERVER_ERROR),
            Map.entry(FhirError.OVERDUE, ErsError.UNAVAILABLE),
            Map.entry(FhirError.BUSY, ErsError.UNAVAILABLE)));

    private ErsRefusal() {}

    private static ErrorCode row(ErrorCode code) {
        if (code instanceof AccessError denied) {
            return switch (denied.status()) {
                case 401 -> ErsError.NOT_AUTHENTICATED;
                case 403 -> denied == AccessError.WRONG_ORGANISATION ? ErsError.FUNCTION_NOT_HELD : ErsError.FORBIDDEN;
                case 429 -> ErsError.TOO_MANY_REQUESTS;
                default -> ErsError.BAD_REQUEST;
            };
        }
        return code instanceof FhirError shared ? SHARED.getOrDefault(shared, ErsError.BAD_REQUEST) : code;
    }

    static FhirResponse of(SpineException failure, Clock clock) {
        ErrorCode row = row(failure.code());
        Problem first = failure.problems().get(0);
        String text = failure.code() == AccessError.WRONG_ORGANISATION
                ? NOT_HELD
                : failure.code() instanceof FhirError && first.expression().isPresent()
                        ? first.expression().get() + ": " + first.diagnostics()
                        : first.diagnostics();
        ObjectNode outcome = Elements.resource("OperationOutcome");
        outcome.putObject("meta").put("lastUpdated", Times.text(clock.instant()));
        ObjectNode issue = outcome.putArray("issue").addObject();
        issue.put("severity", row.severity().toCode());
        issue.put("code", row.issueType().toCode());
        row.details()
                .ifPresent(coding ->
                        issue.set("details", Elements.concept(Elements.coding(coding.getSystem(), coding.getCode()))));
        if (!text.isEmpty()) {
            issue.put("diagnostics", text);
        }
        FhirResponse answer = FhirResponse.of(row.status(), JsonBody.of(ResourceJson.write(outcome)));
        return row.status() == 503 ? answer.withHeader("Retry-After", RETRY_AFTER_SECONDS) : answer;
    }
}
