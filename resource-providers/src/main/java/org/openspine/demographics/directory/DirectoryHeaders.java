package org.openspine.demographics.directory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.openspine.api.FhirResponse;
import org.openspine.api.RequestHeaders;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.UuidForm;

/** Headers of a request to the directory and of its answer. */
final class DirectoryHeaders {
    private static final String CORRELATION_ID = "X-Correlation-ID";
    private static final String REQUEST_ID = "X-Request-ID";
    private static final String FHIR = "application/fhir+json";
    private static final String JSON = "application/json";

    private DirectoryHeaders() {}

    /** Throws {@link DirectoryError#BAD_REQUEST} for a correlation id that is no UUID. */
    static void requireCorrelationId(RequestHeaders headers) {
        headers.filled(CORRELATION_ID).filter(id -> !UuidForm.isUuid(id)).ifPresent(id -> {
            throw DirectoryQuery.badRequest("X-Correlation-ID '%s' is not a UUID".formatted(Problem.shown(id)));
        });
    }

    /** Throws {@link DirectoryError#MISSING_OR_INVALID_HEADER} if no acceptable media type is one of the service's. */
    static void requireAccept(RequestHeaders headers) {
        List<String> accepted = accepted(headers);
        if (!accepted.isEmpty() && accepted.stream().noneMatch(DirectoryHeaders::isOffered)) {
            throw new SpineException(DirectoryError.MISSING_OR_INVALID_HEADER, "Accept type not supported");
        }
    }

    /** The id by which the request is known: the client's, or one that is made now. */
    static String correlationId(RequestHeaders headers) {
        return headers.filled(CORRELATION_ID).filter(UuidForm::isUuid).orElseGet(() -> UUID.randomUUID()
                .toString());
    }

    static FhirResponse complete(RequestHeaders headers, String correlationId, FhirResponse answer) {
        List<String> offered =
                accepted(headers).stream().filter(DirectoryHeaders::isOffered).toList();
        boolean plain = !offered.isEmpty() && offered.stream().allMatch(JSON::equals);
        FhirResponse complete = answer.headers().containsKey("Content-Type")
                ? answer
                : answer.withHeader("Content-Type", plain ? JSON : FHIR);
        Optional<String> requestId = headers.first(REQUEST_ID);
        if (requestId.isPresent()) {
            complete = complete.withHeader(REQUEST_ID, requestId.get());
        }
        return complete.withHeader(CORRELATION_ID, correlationId);
    }

    private static boolean isOffered(String type) {
        return type.equals(FHIR) || type.equals(JSON) || type.equals("*/*");
    }

    private static List<String> accepted(RequestHeaders headers) {
        return headers.all("Accept").stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(part -> part.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
