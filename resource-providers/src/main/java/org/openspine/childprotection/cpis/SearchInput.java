package org.openspine.childprotection.cpis;

import java.util.List;
import java.util.Set;
import org.openspine.api.QueryParameters;
import org.openspine.childprotection.PatientParameter;
import org.openspine.childprotection.ProtectionError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.NhsNumber;

/** The query of the two searches: exactly one patient, by NHS number. */
final class SearchInput {
    private static final Set<String> OTHERS = Set.of("_include", "_format", "_pretty");

    private SearchInput() {}

    /** Throws {@link ProtectionError#INVALID_SEARCH_DATA}. */
    static NhsNumber patient(QueryParameters query) {
        List<String> values = PatientParameter.values(query);
        if (values.size() != 1) {
            throw new SpineException(
                    ProtectionError.INVALID_SEARCH_DATA,
                    values.isEmpty() ? "Missing NHS number" : "More than one NHS number");
        }
        NhsNumber number = PatientParameter.number(values.get(0))
                .orElseThrow(() -> new SpineException(ProtectionError.INVALID_SEARCH_DATA, "Invalid NHS number"));
        for (QueryParameters.Parameter parameter : query.all()) {
            if (!parameter.name().startsWith("patient") && !OTHERS.contains(parameter.name())) {
                throw new SpineException(
                        ProtectionError.INVALID_SEARCH_DATA,
                        "Unknown search parameter '%s'".formatted(Problem.shown(parameter.name())));
            }
        }
        return number;
    }
}
