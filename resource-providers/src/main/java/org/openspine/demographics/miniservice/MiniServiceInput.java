package org.openspine.demographics.miniservice;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openspine.api.QueryParameters;
import org.openspine.demographics.pds.PdsError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** What a client told, by the names of the operations' parameters. Empty values count as not given. */
record MiniServiceInput(QueryParameters values) {
    /** No year 0, and none beyond 9999, which Java would take. */
    private static final Pattern DAY = Pattern.compile("(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private static final Set<String> GENDERS = Set.of("male", "female", "other", "unknown");

    /** Throws {@link PdsError#ADDITIONAL_PROPERTIES} for a parameter that is not in {@code known}. */
    static MiniServiceInput of(QueryParameters values, List<String> known) {
        for (QueryParameters.Parameter parameter : values.all()) {
            if (!known.contains(parameter.name())) {
                throw new SpineException(
                        PdsError.ADDITIONAL_PROPERTIES,
                        "Invalid request with error - Additional properties are not allowed ('%s' was unexpected)"
                                .formatted(Problem.shown(parameter.name())));
            }
        }
        return new MiniServiceInput(values);
    }

    Optional<String> optional(String name) {
        return values.last(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Throws {@link PdsError#MISSING_VALUE}. */
    String required(String name) {
        return optional(name)
                .orElseThrow(() -> new SpineException(PdsError.MISSING_VALUE, "Missing value - '%s'".formatted(name)));
    }

    LocalDate birthDate() {
        String text = required("birthDate");
        if (!DAY.matcher(text).matches()) {
            throw invalid(text, "birthDate");
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw invalid(text, "birthDate");
        }
    }

    String gender() {
        String gender = required("gender");
        if (!GENDERS.contains(gender)) {
            throw invalid(gender, "gender");
        }
        return gender;
    }

    private static SpineException invalid(String value, String name) {
        return new SpineException(
                PdsError.INVALID_VALUE, "Invalid value - '%s' in field '%s'".formatted(Problem.shown(value), name));
    }
}
