package org.openspine.fhir;

import java.util.Locale;
import java.util.Optional;

/**
 * The {@code Prefer} header.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#ops">return</a>, <a
 *     href="https://hl7.org/fhir/R4/search.html#errors">handling</a>
 */
public record Preferences(Optional<Return> returned, boolean lenient, boolean respondAsync) {
    public static final Preferences NONE = new Preferences(Optional.empty(), false, false);

    public enum Return {
        REPRESENTATION,
        MINIMAL,
        OPERATION_OUTCOME
    }

    /** Reads the header; what it does not know it ignores, as RFC 7240 asks. */
    public static Preferences parse(String header) {
        Optional<Return> returned = Optional.empty();
        boolean lenient = false;
        boolean async = false;
        for (String part : header.split("[,;]")) {
            switch (part.strip().replace("\"", "").toLowerCase(Locale.ROOT)) {
                case "return=minimal" -> returned = Optional.of(Return.MINIMAL);
                case "return=operationoutcome" -> returned = Optional.of(Return.OPERATION_OUTCOME);
                case "return=representation" -> returned = Optional.of(Return.REPRESENTATION);
                case "handling=lenient" -> lenient = true;
                case "handling=strict" -> lenient = false;
                case "respond-async" -> async = true;
                default -> {}
            }
        }
        return new Preferences(returned, lenient, async);
    }
}
