package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openspine.access.AccessError;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.ErrorCode;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;

/** OperationOutcomes as this API writes them, for failures and for what was done. */
final class Outcomes {
    private static final String PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-OperationOutcome";
    private static final String SUCCESS = "https://fhir.nhs.uk/CodeSystem/NRLF-SuccessCode";

    /** What failures of shared code are here; those without a row are an invalid request. */
    private static final Map<FhirError, BarsError> SHARED = new EnumMap<>(Map.ofEntries(
            Map.entry(FhirError.UNAUTHENTICATED, BarsError.UNAUTHORISED),
            Map.entry(FhirError.FORBIDDEN, BarsError.FORBIDDEN),
            Map.entry(FhirError.NOT_FOUND, BarsError.NOT_FOUND),
            Map.entry(FhirError.DELETED, BarsError.NOT_FOUND),
            Map.entry(FhirError.UNKNOWN_TYPE, BarsError.NOT_FOUND),
            Map.entry(FhirError.METHOD_NOT_ALLOWED, BarsError.METHOD_NOT_ALLOWED),
            Map.entry(FhirError.NOT_ACCEPTABLE, BarsError.NOT_ACCEPTABLE),
            Map.entry(FhirError.UNSUPPORTED_MEDIA_TYPE, BarsError.UNSUPPORTED_MEDIA_TYPE),
            Map.entry(FhirError.MALFORMED_CONTENT, BarsError.STRUCTURE),
            Map.entry(FhirError.TOO_LARGE, BarsError.TOO_LARGE),
            Map.entry(FhirError.VERSION_CONFLICT, BarsError.CONFLICT),
            Map.entry(FhirError.DUPLICATE, BarsError.DUPLICATE),
            Map.entry(FhirError.TOO_COSTLY, BarsError.TOO_COSTLY),
            Map.entry(FhirError.BUSINESS_RULE, BarsError.UNPROCESSABLE),
            Map.entry(FhirError.TOO_MANY_REQUESTS, BarsError.TOO_MANY_REQUESTS),
            Map.entry(FhirError.NOT_IMPLEMENTED, BarsError.NOT_IMPLEMENTED),
            Map.entry(FhirError.TIMED_OUT, BarsError.TIMED_OUT),
            Map.entry(FhirError.INTERNAL, BarsError.SERVER_ERROR),
            Map.entry(FhirError.OVERDUE, BarsError.UNAVAILABLE),
            Map.entry(FhirError.BUSY, BarsError.UNAVAILABLE)));

    private Outcomes() {}

    private static ErrorCode row(ErrorCode code) {
        if (code instanceof AccessError denied) {
            return switch (denied) {
                case NO_AUTHORIZATION, EMPTY_AUTHORIZATION, NO_TOKEN -> BarsError.NOT_SIGNED_IN;
                case INVALID_TOKEN -> BarsError.UNAUTHORISED;
                case EXPIRED_TOKEN -> BarsError.TOKEN_EXPIRED;
                case UNKNOWN_APPLICATION -> BarsError.SENDER_UNKNOWN;
                case WRONG_MODE, WRONG_SCOPE, WRONG_ROLE, WRONG_ORGANISATION -> BarsError.FORBIDDEN;
                case UNKNOWN_ROLE, UNKNOWN_MODE, REPEATED_HEADER -> BarsError.HEADER_INVALID;
                case AMBIGUOUS_ROLE -> BarsError.HEADER_REQUIRED;
                case TOO_MANY_REQUESTS -> BarsError.TOO_MANY_REQUESTS;
            };
        }
        return code instanceof FhirError shared ? SHARED.getOrDefault(shared, BarsError.INVALID) : code;
    }

    static FhirResponse refusal(SpineException failure) {
        ErrorCode row = row(failure.code());
        ObjectNode outcome = outcome();
        ObjectNode issue = outcome.putArray("issue").addObject();
        issue.put("severity", row.severity().toCode());
        issue.put("code", row.issueType().toCode());
        row.details()
                .ifPresent(coding ->
                        issue.set("details", Elements.concept(Elements.coding(coding.getSystem(), coding.getCode()))));
        String text = failure.problems().stream()
                .map(problem -> problem.expression().map(place -> place + ": ").orElse("") + problem.diagnostics())
                .filter(one -> !one.isEmpty())
                .limit(10)
                .collect(Collectors.joining("; "));
        if (!text.isEmpty()) {
            issue.put("diagnostics", text);
        }
        FhirResponse answer = FhirResponse.of(row.status(), JsonBody.of(ResourceJson.write(outcome)));
        return row.status() == 503 ? answer.withHeader("Retry-After", "5") : answer;
    }

    /** That something was done: {@code RESOURCE_CREATED}, {@code RESOURCE_UPDATED} or {@code RESOURCE_REMOVED}. */
    static FhirResponse done(int status, String code, String display) {
        ObjectNode outcome = outcome();
        ObjectNode issue = outcome.putArray("issue").addObject();
        issue.put("severity", "information").put("code", "informational");
        issue.set("details", Elements.concept(Elements.coding(SUCCESS, code, display)));
        issue.put("diagnostics", display);
        return FhirResponse.of(status, JsonBody.of(ResourceJson.write(outcome)));
    }

    private static ObjectNode outcome() {
        ObjectNode outcome = Elements.resource("OperationOutcome");
        outcome.put("id", UUID.randomUUID().toString());
        outcome.putObject("meta").putArray("profile").add(PROFILE);
        return outcome;
    }
}
