package org.openspine.childprotection;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openspine.access.AccessError;
import org.openspine.api.FhirResponse;
import org.openspine.api.OperationOutcomes;
import org.openspine.error.ErrorCode;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** Failures as child protection and patient flags answer them: one issue, and rows of {@link ProtectionError} only. */
public final class ProtectionRefusal {
    private static final String RETRY_AFTER_SECONDS = "5";

    /** What failures of shared code are here; those without a row are {@link ProtectionError#VALIDATION_ERROR}. */
    private static final Map<FhirError, ProtectionError> SHARED = new EnumMap<>(Map.ofEntries(
            Map.entry(FhirError.NOT_FOUND, ProtectionError.RESOURCE_NOT_FOUND),
            Map.entry(FhirError.DELETED, ProtectionError.RESOURCE_NOT_FOUND),
            Map.entry(FhirError.INVALID_PARAMETER, ProtectionError.INVALID_SEARCH_DATA),
            Map.entry(FhirError.METHOD_NOT_ALLOWED, ProtectionError.METHOD_NOT_ALLOWED),
            Map.entry(FhirError.TIMED_OUT, ProtectionError.REQUEST_TIMED_OUT),
            Map.entry(FhirError.TOO_LARGE, ProtectionError.TOO_LARGE),
            Map.entry(FhirError.UNSUPPORTED_MEDIA_TYPE, ProtectionError.UNSUPPORTED_MEDIA_TYPE),
            Map.entry(FhirError.NOT_ACCEPTABLE, ProtectionError.NOT_ACCEPTABLE),
            Map.entry(FhirError.TOO_MANY_REQUESTS, ProtectionError.TOO_MANY_REQUESTS),
            Map.entry(FhirError.INTERNAL, ProtectionError.FAILURE_TO_PROCESS_MESSAGE),
            Map.entry(FhirError.VERSION_CONFLICT, ProtectionError.SERVICE_UNAVAILABLE),
            Map.entry(FhirError.OVERDUE, ProtectionError.SERVICE_UNAVAILABLE),
            Map.entry(FhirError.BUSY, ProtectionError.SERVICE_UNAVAILABLE)));

    private ProtectionRefusal() {}

    private static ErrorCode row(ErrorCode code) {
        if (code instanceof AccessError denied) {
            return switch (denied.status()) {
                case 401 -> ProtectionError.UNAUTHORISED;
                case 403 -> ProtectionError.ACCESS_DENIED;
                case 429 -> ProtectionError.TOO_MANY_REQUESTS;
                default -> ProtectionError.PRECONDITION_FAILED;
            };
        }
        return code instanceof FhirError shared ? SHARED.getOrDefault(shared, ProtectionError.VALIDATION_ERROR) : code;
    }

    public static FhirResponse of(SpineException failure) {
        ErrorCode row = row(failure.code());
        Problem first = failure.problems().get(0);
        String text = first.expression().isPresent() && failure.code() instanceof FhirError
                ? first.expression().get() + ": " + first.diagnostics()
                : first.diagnostics();
        Problem shown = first.expression().map(place -> Problem.at(place, text)).orElseGet(() -> Problem.of(text));
        FhirResponse answer =
                FhirResponse.of(row.status(), OperationOutcomes.of(new SpineException(row, List.of(shown))));
        return row.status() == 503 ? answer.withHeader("Retry-After", RETRY_AFTER_SECONDS) : answer;
    }
}
