package org.openspine.prescriptions;

import java.util.Optional;
import org.openspine.error.ErrorCode;
import org.openspine.error.SpineException;

/**
 * One issue of an outcome. Unlike a {@link org.openspine.error.Problem} each has a row of its own, since a message may break
 * several rules and is told all of them.
 *
 * @param diagnostics empty where the row tells all
 */
public record Finding(ErrorCode row, String diagnostics, Optional<String> expression) {
    public static Finding of(ErrorCode row) {
        return new Finding(row, "", Optional.empty());
    }

    public static Finding of(ErrorCode row, String diagnostics) {
        return new Finding(row, diagnostics, Optional.empty());
    }

    public static Finding at(String expression, ErrorCode row, String diagnostics) {
        return new Finding(row, diagnostics, Optional.of(expression));
    }

    /** This issue alone as a failure. */
    public SpineException failure() {
        return expression
                .map(place -> SpineException.at(row, place, diagnostics))
                .orElseGet(() -> new SpineException(row, diagnostics));
    }
}
