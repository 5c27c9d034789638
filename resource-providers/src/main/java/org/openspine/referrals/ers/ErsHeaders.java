package org.openspine.referrals.ers;

import java.util.Locale;
import java.util.Optional;
import org.openspine.api.IncomingRequest;
import org.openspine.api.RequestHeaders;
import org.openspine.error.SpineException;

/** The headers of a request, checked in the order of {@link ErsApi}. */
final class ErsHeaders {
    static final String FHIR_JSON = "application/fhir+json";

    private ErsHeaders() {}

    static void requireAcceptable(RequestHeaders headers, ErsApi.Exchange exchange) {
        if (exchange == ErsApi.Exchange.FETCH) {
            return;
        }
        String given = exchange == ErsApi.Exchange.DOCUMENT ? "application/pdf" : FHIR_JSON;
        for (String accept : headers.all("Accept")) {
            if (!accept.isBlank() && !accepts(accept, given, exchange)) {
                throw new SpineException(ErsError.NOT_ACCEPTABLE, "The answer is " + given);
            }
        }
    }

    private static boolean accepts(String accept, String given, ErsApi.Exchange exchange) {
        for (String item : accept.split(",")) {
            String type = essence(item);
            boolean refused = item.replace(" ", "").toLowerCase(Locale.ROOT).matches(".*;q=0(\\.0*)?");
            boolean fits = type.equals(given)
                    || type.equals("*/*")
                    || type.equals("application/*")
                    || (exchange == ErsApi.Exchange.DOCUMENT && type.equals(FHIR_JSON)); // errors are FHIR
            if (fits && !refused) {
                return true;
            }
        }
        return false;
    }

    static void requireContentType(IncomingRequest request, ErsApi.Exchange exchange) {
        if (exchange != ErsApi.Exchange.OPERATION && exchange != ErsApi.Exchange.DOCUMENT) {
            return;
        }
        Optional<String> type = request.headers().first("Content-Type").map(ErsHeaders::essence);
        boolean wrong = type.isPresent()
                ? !type.get().equals(FHIR_JSON)
                : !request.content().isEmpty();
        if (wrong && !(type.isPresent() && request.content().isEmpty())) {
            throw new SpineException(ErsError.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be " + FHIR_JSON);
        }
    }

    static void requireVersion(RequestHeaders headers, ErsApi.Version version) {
        if (version == ErsApi.Version.NOT_BY_HEADER) {
            return;
        }
        Optional<String> sent = headers.first("If-Match");
        if (sent.isEmpty()) {
            throw new SpineException(
                    version == ErsApi.Version.PRECONDITION ? ErsError.PRECONDITION_FAILED : ErsError.PARAMETER_MISSING,
                    "Header 'If-Match' must name the version to be changed: W/\"1\"");
        }
        if (ErsRequest.version(sent.get()).isEmpty()) {
            throw new SpineException(ErsError.BAD_REQUEST, "Header 'If-Match' must be of the form W/\"1\"");
        }
    }

    /** A media type without parameters, in lower case. */
    static String essence(String mediaType) {
        int semicolon = mediaType.indexOf(';');
        return (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
