package org.openspine.carerecords;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.api.Visibility;
import org.openspine.carerecords.consent.ConsentKind;
import org.openspine.carerecords.consent.Overrides;
import org.openspine.carerecords.scr.SummaryVisibility;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.OdsCode;

/** What consent keeps from callers of the unified base. */
final class CareRecordVisibility implements Visibility {
    private static final Set<String> OF_SUMMARIES = Set.of("Bundle", "Composition", "DocumentReference");

    private static final Set<String> OF_ALERTS = Set.of("AuditEvent", "Communication");

    private final SummaryVisibility summaries;

    CareRecordVisibility(SummaryVisibility summaries) {
        this.summaries = summaries;
    }

    @Override
    public List<Criterion> criteria(Caller caller, String type) {
        if (OF_SUMMARIES.contains(type)) {
            return summaries.criteria(caller, type);
        }
        if (OF_ALERTS.contains(type)) {
            return alerts(caller, type);
        }
        if (type.equals("Consent") && caller.mode() == AccessMode.PATIENT_ACCESS) {
            return List.of(caller.login()
                    .filter(Caller.Login::isProved)
                    .<Criterion>map(login -> new Criterion.Indexed(
                            IndexId.parameter("Consent", "patient"),
                            List.of(new ValueMatch.Reference("Patient", login.nhsNumber()))))
                    .orElseGet(Criterion.Nothing::new));
        }
        return List.of();
    }

    /** Alerts are for the privacy officers of the organisation that raised them, and for the patient. */
    private static List<Criterion> alerts(Caller caller, String type) {
        if (caller.isOpen() || caller.mode() == AccessMode.PATIENT_ACCESS) {
            return List.of();
        }
        Criterion other = new Criterion.Not(tagged(type, Overrides.ALERT_TAG, null));
        return caller.may("B0015") || caller.may("B0016")
                ? List.of(new Criterion.AnyOf(List.of(other, tagged(type, OdsCode.SYSTEM, caller.organisation()))))
                : List.of(other);
    }

    /** @param code null: any */
    private static Criterion tagged(String type, String system, @Nullable String code) {
        return new Criterion.Indexed(
                IndexId.parameter(type, "_tag"),
                List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(system)), code)));
    }

    /** Nothing of a summary, and no patient's decision, is ever deleted. */
    @Override
    public boolean showsDeletions(Caller caller, String type) {
        return OF_SUMMARIES.contains(type) || criteria(caller, type).isEmpty();
    }

    /**
     * The data opt-out takes a patient's whole record out of exports, unless a ground in law sets it aside; the opt-out at
     * the practice takes out what came from the GP.
     */
    @Override
    public List<Criterion> exportCriteria(Caller caller, Optional<String> exemption, String type) {
        List<Criterion> criteria = new ArrayList<>();
        if (exemption.isEmpty()) {
            criteria.add(new Criterion.Not(new Criterion.PatientHolds(refusal(ConsentKind.NATIONAL_DATA_OPT_OUT))));
        }
        if (OF_SUMMARIES.contains(type)) {
            criteria.add(new Criterion.Not(new Criterion.AllOf(List.of(
                    summaries.isSummary(type), new Criterion.PatientHolds(refusal(ConsentKind.TYPE_1_OPT_OUT))))));
        }
        return criteria;
    }

    private static String refusal(ConsentKind kind) {
        return kind.refusal().orElseThrow();
    }

    @Override
    public StoredResource view(Caller caller, StoredResource stored) {
        return OF_SUMMARIES.contains(stored.key().type()) ? summaries.view(stored) : stored;
    }
}
