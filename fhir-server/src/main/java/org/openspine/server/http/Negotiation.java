package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openspine.api.QueryParameters;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/**
 * The form in which the client wants its answer: {@code _format} before {@code Accept}.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">FHIR R4 content types</a>
 */
record Negotiation(MediaType format, boolean pretty) {
    static final Negotiation DEFAULT = new Negotiation(MediaType.JSON, false);

    /** Throws {@link FhirError#NOT_ACCEPTABLE} if the client takes neither JSON nor XML. */
    static Negotiation of(HttpServletRequest request, QueryParameters query) {
        boolean pretty = query.last("_pretty").filter("true"::equals).isPresent();
        Optional<String> format = query.last("_format").filter(value -> !value.isEmpty());
        if (format.isPresent()) {
            return new Negotiation(MediaType.named(format.get()).orElseThrow(Negotiation::refused), pretty);
        }
        return new Negotiation(accepted(request.getHeader("Accept")).orElseThrow(Negotiation::refused), pretty);
    }

    /** The same for answers that may be in neither format: JSON where the client names none of the two. */
    static Negotiation orJson(HttpServletRequest request, QueryParameters query) {
        Optional<MediaType> format = query.last("_format").flatMap(MediaType::named);
        return new Negotiation(
                format.or(() -> accepted(request.getHeader("Accept"))).orElse(MediaType.JSON), DEFAULT.pretty());
    }

    /** The best of what is offered, or empty if nothing is. */
    private static Optional<MediaType> accepted(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return Optional.of(MediaType.JSON);
        }
        MediaType best = null;
        double bestQuality = 0;
        for (String item : accept.split(",")) {
            Optional<MediaType> offered = offered(item);
            double quality = quality(item);
            if (offered.isPresent() && quality > bestQuality) {
                best = offered.get();
                bestQuality = quality;
            }
        }
        return Optional.ofNullable(best);
    }

    private static Optional<MediaType> offered(String item) {
        String type = MediaType.essence(item);
        boolean any = type.equals("*/*") || type.equals("application/*") || type.equals("text/html");
        return any ? Optional.of(MediaType.JSON) : MediaType.named(item);
    }

    private static double quality(String item) {
        int q = item.indexOf("q=");
        if (q < 0) {
            return 1;
        }
        try {
            return Double.parseDouble(item.substring(q + 2).split(";")[0].strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static SpineException refused() {
        return new SpineException(
                FhirError.NOT_ACCEPTABLE,
                "Answers are application/fhir+json or application/fhir+xml, of fhirVersion 4.0");
    }
}
