package org.openspine.fhir;

import java.util.Optional;
import org.openspine.api.QueryParameters;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/**
 * One {@code _include} or {@code _revinclude}.
 *
 * @param source type that has the reference; empty means any ({@code _include=*})
 * @param parameter code of the reference parameter; empty means all
 * @param target only targets of this type; empty means any
 * @param iterate also from what was included
 */
record IncludeRule(
        Direction direction,
        Optional<String> source,
        Optional<String> parameter,
        Optional<String> target,
        boolean iterate) {
    enum Direction {
        FORWARD,
        REVERSE
    }

    static IncludeRule parse(QueryParameters.Parameter written, Direction direction) {
        String[] name = written.name().split(":", 2);
        boolean iterate = name.length == 2;
        if (iterate && !name[1].equals("iterate") && !name[1].equals("recurse")) {
            throw new SpineException(
                    FhirError.UNSUPPORTED_PARAMETER,
                    "'%s' has no modifier '%s'. Known: iterate".formatted(name[0], name[1]));
        }
        if (written.value().equals("*") && direction == Direction.FORWARD) {
            return new IncludeRule(direction, Optional.empty(), Optional.empty(), Optional.empty(), iterate);
        }
        String[] parts = written.value().split(":", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "'%s' is written [type]:[reference parameter] or [type]:[reference parameter]:[target type]"
                            .formatted(name[0]));
        }
        return new IncludeRule(
                direction,
                Optional.of(parts[0]),
                Optional.of(parts[1]).filter(code -> !code.equals("*")),
                parts.length == 3 ? Optional.of(parts[2]) : Optional.empty(),
                iterate);
    }
}
