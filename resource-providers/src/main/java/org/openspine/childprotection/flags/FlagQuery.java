package org.openspine.childprotection.flags;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.QueryParameters;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.PatientParameter;
import org.openspine.childprotection.ProtectionError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.NhsNumber;

/** The query of a search or removal: one patient, perhaps one kind of flag, perhaps a reason. */
record FlagQuery(NhsNumber patient, Optional<FlagKind> kind) {
    private static final Set<String> NO_CRITERIA = Set.of("_format", "_pretty");

    static FlagQuery ofSearch(QueryParameters query) {
        return parse(query, Set.of());
    }

    /** The reason must be there. */
    static FlagQuery ofRemoval(QueryParameters query) {
        FlagQuery parsed = parse(query, Set.of("reason"));
        reason(query);
        return parsed;
    }

    /** Why something is removed. Throws {@link ProtectionError#REQUIRED} if nobody says. */
    static String reason(QueryParameters query) {
        return query.last("reason")
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> SpineException.at(
                        ProtectionError.REQUIRED, "reason", "The parameter 'reason' must say why the flag is removed"));
    }

    private static FlagQuery parse(QueryParameters query, Set<String> more) {
        List<String> patients = PatientParameter.values(query);
        if (patients.isEmpty()) {
            throw SpineException.at(ProtectionError.REQUIRED, "patient", "The parameter 'patient' is missing");
        }
        if (patients.size() > 1) {
            throw SpineException.at(ProtectionError.INVALID, "patient", "The parameter 'patient' is given once");
        }
        NhsNumber patient = PatientParameter.number(patients.get(0))
                .orElseThrow(() -> new SpineException(ProtectionError.INVALID_SEARCH_DATA, "Invalid NHS number"));
        for (QueryParameters.Parameter parameter : query.all()) {
            String name = parameter.name();
            boolean known = name.startsWith("patient")
                    || name.equals("code")
                    || more.contains(name)
                    || NO_CRITERIA.contains(name);
            if (!known) {
                throw SpineException.at(
                        ProtectionError.INVALID,
                        Problem.shown(name),
                        "Only 'patient', alone or with 'code', can be searched for");
            }
        }
        List<String> codes = query.values("code");
        if (codes.size() > 1) {
            throw SpineException.at(ProtectionError.INVALID, "code", "The parameter 'code' is given once");
        }
        Optional<FlagKind> kind = codes.stream().findFirst().map(code -> FlagKind.named(code.strip())
                .orElseThrow(() ->
                        SpineException.at(ProtectionError.INVALID, "code", "There is no patient flag of this kind")));
        return new FlagQuery(patient, kind);
    }
}
