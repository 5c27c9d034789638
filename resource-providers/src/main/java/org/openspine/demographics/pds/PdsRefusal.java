package org.openspine.demographics.pds;

import java.util.EnumMap;
import java.util.Map;
import org.openspine.api.FhirResponse;
import org.openspine.api.OperationOutcomes;
import org.openspine.error.ErrorCode;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** Failures as this API answers them: one issue, and rows of its own table only. */
final class PdsRefusal {
    private static final String RETRY_AFTER_SECONDS = "5";

    /** What failures of shared code are here; those without a row are {@link PdsError#VALIDATION_ERROR}. */
    private static final Map<FhirError, PdsError> SHARED = new EnumMap<>(Map.of(
            FhirError.NOT_FOUND, PdsError.RESOURCE_NOT_FOUND,
            FhirError.DELETED, PdsError.RESOURCE_NOT_FOUND,
            FhirError.VERSION_CONFLICT, PdsError.RESOURCE_VERSION_MISMATCH,
            FhirError.INVALID_PARAMETER, PdsError.INVALID_VALUE,
            FhirError.METHOD_NOT_ALLOWED, PdsError.UNSUPPORTED_SERVICE,
            FhirError.INTERNAL, PdsError.FAILURE_TO_PROCESS_MESSAGE,
            FhirError.BUSY, PdsError.SERVICE_UNAVAILABLE));

    private PdsRefusal() {}

    static FhirResponse of(SpineException failure) {
        ErrorCode row = failure.code() instanceof FhirError shared
                ? SHARED.getOrDefault(shared, PdsError.VALIDATION_ERROR)
                : failure.code();
        Problem first = failure.problems().get(0);
        String text = first.expression().isPresent() && failure.code() instanceof FhirError
                ? first.expression().get() + ": " + first.diagnostics()
                : first.diagnostics();
        FhirResponse answer = FhirResponse.of(row.status(), OperationOutcomes.of(new SpineException(row, text)));
        return row.status() == 503 ? answer.withHeader("Retry-After", RETRY_AFTER_SECONDS) : answer;
    }
}
