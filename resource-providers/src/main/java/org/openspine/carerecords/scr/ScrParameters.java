package org.openspine.carerecords.scr;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.QueryParameters;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.NhsNumber;

/** The parameters of a query as this API reads them. */
final class ScrParameters {
    private static final String NHS_NUMBER = NhsNumber.SYSTEM + "|";

    private static final Set<String> EVERYWHERE = Set.of("_format", "_pretty");

    private final QueryParameters query;

    ScrParameters(QueryParameters query) {
        this.query = query;
    }

    /**
     * The NHS number in a parameter.
     *
     * @param field by what name errors tell of it
     */
    NhsNumber nhsNumber(String parameter, String field) {
        String value = required(parameter);
        if (!value.startsWith(NHS_NUMBER)) {
            throw invalid(value, field);
        }
        return NhsNumber.parse(value.substring(NHS_NUMBER.length())).orElseThrow(() -> invalid(value, field));
    }

    String required(String parameter) {
        List<String> values = query.values(parameter);
        if (values.isEmpty()) {
            throw new SpineException(
                    ScrError.INVALID_REQUEST, "Required request parameter '%s' is not present".formatted(parameter));
        }
        if (values.size() > 1 || values.get(0).isBlank()) {
            throw invalid(String.join(",", values), parameter);
        }
        return values.get(0).strip();
    }

    /** Refuses every other parameter, those of the deprecated interactions among them, except what all APIs know. */
    void known(Set<String> names) {
        query.all().stream()
                .filter(parameter -> !names.contains(parameter.name()) && !EVERYWHERE.contains(parameter.name()))
                .findFirst()
                .ifPresent(unknown -> {
                    throw invalid(unknown.value(), Problem.shown(unknown.name()));
                });
    }

    /** Refuses any other value. */
    void only(String parameter, String supported) {
        Optional<String> other = query.values(parameter).stream()
                .filter(value -> !value.equals(supported))
                .findFirst();
        if (other.isPresent()) {
            throw invalid(other.get(), parameter);
        }
    }

    private static SpineException invalid(String value, String field) {
        return new SpineException(
                ScrError.INVALID_REQUEST, "Invalid value - %s in field '%s'".formatted(Problem.shown(value), field));
    }
}
