package org.openspine.terminology.identifier;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The code of an organisation or site in the Organisation Data Service: 3 to 12 capital letters and digits.
 *
 * @see <a href="https://www.datadictionary.nhs.uk/attributes/organisation_code.html">NHS Data Dictionary</a>
 */
public record OdsCode(String value) {
    public static final String SYSTEM = "https://fhir.nhs.uk/Id/ods-organization-code";

    private static final Pattern SHAPE = Pattern.compile("[A-Z0-9]{3,12}");

    public OdsCode {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not an ODS code: 3 to 12 letters and digits");
        }
    }

    /** The code in {@code text}, whatever its case, or empty if it is malformed. */
    public static Optional<OdsCode> parse(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return SHAPE.matcher(upper).matches() ? Optional.of(new OdsCode(upper)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
