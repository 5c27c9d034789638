package org.openspine.prescriptions.eps;

import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.RequestHeaders;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.MirroredHeaders;
import org.openspine.terminology.identifier.UuidForm;

/** The headers that every request is judged by, and those that every answer has. */
final class EpsHeaders {
    static final String REQUEST_ID = MirroredHeaders.REQUEST_ID;
    private static final String SKIP_VALIDATION = "X-Skip-Validation";
    private static final String MEDIA_TYPE = "application/fhir+json; fhirVersion=4.0";

    private EpsHeaders() {}

    static void check(RequestHeaders headers, EpsSettings settings) {
        boolean production = settings.deployment() == EpsSettings.Deployment.PRODUCTION;
        if (!production) {
            return;
        }
        if (requestId(headers).isEmpty()) {
            throw new SpineException(EpsError.REQUEST_ID, "X-Request-ID header must be supplied and be a UUID");
        }
        if (headers.first(SKIP_VALIDATION).isPresent()
                || headers.first("X-Raw-Response").isPresent()) {
            throw new SpineException(EpsError.HEADER);
        }
    }

    /** The id of the request, if it has one that is a UUID. */
    static Optional<String> requestId(RequestHeaders headers) {
        return headers.filled(REQUEST_ID).filter(UuidForm::isUuid);
    }

    static boolean skipsValidation(RequestHeaders headers) {
        return isOn(headers, SKIP_VALIDATION);
    }

    static boolean showsWarnings(RequestHeaders headers) {
        return isOn(headers, "X-Show-Validation-Warnings");
    }

    /** Throws {@link FhirError#UNSUPPORTED_MEDIA_TYPE} if the body says it is something else than JSON. */
    static void requireJson(RequestHeaders headers) {
        headers.filled("Content-Type")
                .map(type -> type.split(";", 2)[0].strip())
                .filter(type ->
                        !type.equalsIgnoreCase("application/fhir+json") && !type.equalsIgnoreCase("application/json"))
                .ifPresent(type -> {
                    throw new SpineException(FhirError.UNSUPPORTED_MEDIA_TYPE, "A body here is application/fhir+json");
                });
    }

    /** {@code answer} with the headers of the request that every answer mirrors, as they were sent. */
    static FhirResponse mirrored(RequestHeaders headers, FhirResponse answer) {
        return MirroredHeaders.on(answer, headers, MEDIA_TYPE);
    }

    private static boolean isOn(RequestHeaders headers, String name) {
        return headers.filled(name).filter("true"::equalsIgnoreCase).isPresent();
    }
}
