package org.openspine.prescriptions.state;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.openspine.prescriptions.state.StateTable.Event;

/** How a prescription gets to a dispenser, and back. */
public final class ReleaseRules {
    /**
     * @param issue which one is given back, if the dispenser says
     * @param organization ODS code of the dispenser
     * @param message id of the message in lower case, empty if the service gives it back by itself
     * @param reason code of {@code EPS-task-dispense-return-status-reason}
     */
    public record Return(OptionalInt issue, String organization, String message, String reason) {}

    private ReleaseRules() {}

    /** To whoever knows its number. */
    public static Decision release(Prescription prescription, Dispenser owner, Issue.Release how) {
        return release(Event.RELEASE, prescription, owner, how);
    }

    /** To the dispenser that is nominated. */
    public static Decision nominatedRelease(Prescription prescription, Dispenser owner, Issue.Release how) {
        return prescription.nominated().equals(Optional.of(owner.ods()))
                ? release(Event.NOMINATED_RELEASE, prescription, owner, how)
                : Decision.refused(prescription, Refusal.RESOURCE_NOT_FOUND);
    }

    private static Decision release(Event event, Prescription prescription, Dispenser owner, Issue.Release how) {
        Issue issue = prescription.current();
        Optional<Refusal> refusal = StateTable.refusal(event, issue.status());
        if (refusal.isPresent()) {
            return Decision.refused(prescription, refusal.get());
        }
        IssueState state =
                issue.state().with(StateTable.next(event, issue.status())).items(ItemStatus::released);
        Issue released = issue.with(state).released(owner, how);
        return Decision.accepted(prescription
                .with(released)
                .with(HistoryEvent.of(HistoryEvent.Kind.RELEASE, how.at(), released, owner.ods(), how.id())));
    }

    /** Back to be dispensed by anyone; cancellations that waited for it are carried out. */
    public static Decision giveBack(Prescription prescription, Return request, Instant at) {
        Optional<Issue> chosen = IssueChoice.of(prescription, request.issue());
        if (chosen.isEmpty()) {
            return Decision.refused(prescription, Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION);
        }
        Issue issue = chosen.get();
        Optional<Refusal> refusal = StateTable.refusal(Event.RETURN, issue.status());
        if (refusal.isPresent()) {
            return Decision.refused(prescription, refusal.get());
        }
        boolean holds = issue.holder()
                .filter(holder -> holder.ods().equals(request.organization()))
                .isPresent();
        if (!holds) {
            return Decision.refused(prescription, Refusal.PRESCRIPTION_WITH_ANOTHER_DISPENSER);
        }
        IssueState state = issue.state()
                .with(StateTable.next(Event.RETURN, issue.status()))
                .items(ItemStatus::returned);
        Issue returned = issue.with(state).returned();
        Prescription next = prescription
                .with(returned)
                .withoutNomination()
                .with(HistoryEvent.of(HistoryEvent.Kind.RETURN, at, returned, request.organization(), request.message())
                        .because(request.reason()));
        return Decision.accepted(CancelRules.carryOut(next, at));
    }
}
