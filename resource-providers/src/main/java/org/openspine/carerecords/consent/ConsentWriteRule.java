package org.openspine.carerecords.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.WriteRule;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.NhsNumber;

/** Consents written on the unified base obey the same rules, and have the same effect, as those of the national APIs. */
public final class ConsentWriteRule implements WriteRule {
    private final Consents consents;
    private final Overrides overrides;
    private final Clock clock;

    public ConsentWriteRule(Consents consents, Overrides overrides, Clock clock) {
        this.consents = consents;
        this.overrides = overrides;
        this.clock = clock;
    }

    @Override
    public Set<String> types() {
        return Set.of("Consent");
    }

    @Override
    public void check(Change change) {
        Optional<ConsentRecord> before = change.current().map(stored -> new ConsentRecord(stored.tree()));
        boolean wasOurs = before.flatMap(ConsentRecord::kind).isPresent();
        if (change.next().isEmpty()) {
            if (wasOurs) {
                throw new SpineException(
                        FhirError.METHOD_NOT_ALLOWED,
                        "A patient's decision is not deleted: update its status to inactive or entered-in-error");
            }
            return;
        }
        ObjectNode next = change.next().get();
        Optional<ConsentKind> kind = new ConsentRecord(next).kind();
        if (kind.isEmpty() && !wasOurs) {
            return;
        }
        kind.ifPresent(known -> complete(next, known, before, change));
        ConsentRecord record = new ConsentRecord(next);
        before.flatMap(ConsentRecord::patient).or(record::patient).ifPresent(consents::guard);
        kind.filter(known -> known == ConsentKind.EMERGENCY_ACCESS && record.isActive())
                .filter(known -> before.filter(ConsentRecord::isActive).isEmpty())
                .ifPresent(known -> overrides.link(change.key(), record));
        consents.keepInStep(change.key(), before, Optional.of(record));
    }

    private void complete(ObjectNode next, ConsentKind kind, Optional<ConsentRecord> before, Change change) {
        NhsNumber patient = new ConsentRecord(next)
                .patient()
                .orElseThrow(() -> new SpineException(
                        FhirError.BUSINESS_RULE,
                        List.of(Problem.at(
                                "Consent.patient",
                                "This kind of Consent names its patient by one NHS number: Patient/[NHS number]"))));
        requireOwn(kind, patient, change);
        ConsentCompletion.complete(next, kind, patient, clock.instant());
        String status =
                before.map(record -> record.tree().path("status").asText()).orElse("");
        List<Problem> problems = ConsentRules.check(new ConsentRecord(next), kind, status);
        if (!problems.isEmpty()) {
            throw new SpineException(FhirError.BUSINESS_RULE, problems);
        }
    }

    /** Patients may write one decision themselves: about use of their data beyond care. */
    private static void requireOwn(ConsentKind kind, NhsNumber patient, Change change) {
        boolean allowed = change.caller()
                .login()
                .map(login -> login.isProved()
                        && login.nhsNumber().equals(patient.value())
                        && kind == ConsentKind.NATIONAL_DATA_OPT_OUT)
                .orElse(true);
        if (!allowed) {
            throw new SpineException(
                    FhirError.BUSINESS_RULE, "Patients set only their own national data opt-out themselves");
        }
    }
}
