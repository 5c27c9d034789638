package org.openspine.error;

import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/**
 * One issue of a failure: text for {@code diagnostics}, where it stands (FHIRPath), and a finer issue type than the
 * code's own. The text never holds stored data.
 */
public record Problem(
        String diagnostics,
        @Nullable String expressionOrNull,
        @Nullable IssueType issueTypeOrNull) {
    private static final int MOST_SHOWN = 128;

    public static Problem of(String diagnostics) {
        return new Problem(diagnostics, null, null);
    }

    public static Problem at(String expression, String diagnostics) {
        return new Problem(diagnostics, expression, null);
    }

    /** Text of the client as it may stand in a diagnostic: at most 128 characters, none of them control characters. */
    public static String shown(String text) {
        String cut = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    public Optional<String> expression() {
        return Optional.ofNullable(expressionOrNull);
    }

    public Optional<IssueType> issueType() {
        return Optional.ofNullable(issueTypeOrNull);
    }

    /** The same problem inside a larger document, for example {@code Bundle.entry[3].resource}. */
    public Problem below(String prefix) {
        String place = expressionOrNull == null ? prefix : prefix + " / " + expressionOrNull;
        return new Problem(diagnostics, place, issueTypeOrNull);
    }
}
