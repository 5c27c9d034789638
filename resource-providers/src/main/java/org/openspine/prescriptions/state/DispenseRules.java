package org.openspine.prescriptions.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.prescriptions.state.StateTable.Event;

/** What a dispenser tells of an issue: supplied, amended, withdrawn. */
public final class DispenseRules {
    /**
     * A dispense notification.
     *
     * @param issue which one, if it says
     * @param id of the message, in lower case
     * @param replaces id of the notification that it amends, in lower case
     * @param status code of the prescription status afterwards
     * @param items codes of the item statuses by line item id in lower case; several packs of one item say the same
     * @param repeatsAllowed what it says of how often the prescription may be repeated
     * @param dispenses logical ids under which its MedicationDispenses are stored
     */
    public record Notice(
            OptionalInt issue,
            String id,
            Optional<String> replaces,
            String status,
            Map<String, Set<String>> items,
            Instant handedOver,
            Dispenser dispenser,
            Set<Integer> repeatsAllowed,
            List<String> dispenses) {}

    /**
     * @param issue which one, if it says
     * @param notification id of the notification to withdraw, in lower case
     * @param reason code of {@code EPS-task-dispense-withdraw-reason}
     */
    public record Withdrawal(
            OptionalInt issue, String notification, String organization, String message, String reason) {}

    private static final Set<PrescriptionStatus> NOT_TAKEN = EnumSet.of(
            PrescriptionStatus.AWAITING_RELEASE, PrescriptionStatus.TO_BE_DISPENSED, PrescriptionStatus.CANCELLED);

    private DispenseRules() {}

    /** Takes a notification or an amendment of the last one. */
    public static Decision notify(Prescription prescription, Notice notice, Instant at) {
        Optional<Issue> chosen = notice.replaces()
                .map(id -> IssueChoice.of(prescription, notice.issue(), issue -> hasLast(issue, id)))
                .orElseGet(() -> IssueChoice.of(prescription, notice.issue()));
        if (chosen.isEmpty()) {
            return Decision.refused(prescription, Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION);
        }
        Issue issue = chosen.get();
        if (notice.replaces().filter(id -> !hasLast(issue, id)).isPresent()) {
            return Decision.refused(prescription, Refusal.DISPENSE_AMEND_IDENTIFIER_MISMATCH);
        }
        Event event = notice.replaces().isPresent() ? Event.AMENDMENT : Event.NOTIFICATION;
        Issue before = event == Event.AMENDMENT ? issue.undone() : issue;
        Optional<Refusal> refusal =
                StateTable.refusal(event, issue.status()).or(() -> refusal(prescription, before.state(), notice));
        return refusal.map(why -> Decision.refused(prescription, why))
                .orElseGet(() -> notified(prescription, before, notice, at));
    }

    private static boolean hasLast(Issue issue, String notification) {
        return issue.lastNotification()
                .filter(last -> last.id().equals(notification))
                .isPresent();
    }

    private static Optional<Refusal> refusal(Prescription prescription, IssueState before, Notice notice) {
        Optional<PrescriptionStatus> status = PrescriptionStatus.of(notice.status())
                .filter(told -> told.isSupplied() || told == PrescriptionStatus.WITH_DISPENSER_ACTIVE);
        if (status.isEmpty()) {
            return Optional.of(Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION);
        }
        Set<String> lines = prescription.lines().stream().map(Line::id).collect(Collectors.toSet());
        if (!lines.equals(notice.items().keySet())) {
            return Optional.of(Refusal.MEDICATIONREQUEST_NOT_FOUND);
        }
        Optional<List<ItemStatus>> items = items(prescription, notice);
        if (items.isEmpty() || !mayFollow(before.items(), items.get(), status.get())) {
            return Optional.of(Refusal.MEDICATIONREQUEST_INVALID_STATE_TRANSITION);
        }
        int repeats = prescription.details().issues() - 1;
        boolean counted = notice.repeatsAllowed().stream().allMatch(allowed -> allowed == repeats);
        return prescription.details().isRepeatDispensing() && !counted
                ? Optional.of(Refusal.MISMATCH_AUTHORISED_REPEAT_COUNT)
                : Optional.empty();
    }

    /** The statuses told, in the order of the lines; empty if one is none or an item is told two. */
    private static Optional<List<ItemStatus>> items(Prescription prescription, Notice notice) {
        List<ItemStatus> items = new ArrayList<>();
        for (Line line : prescription.lines()) {
            Set<String> told = notice.items().getOrDefault(line.id(), Set.of());
            Optional<ItemStatus> status =
                    told.size() == 1 ? ItemStatus.of(told.iterator().next()) : Optional.empty();
            if (status.isEmpty()) {
                return Optional.empty();
            }
            items.add(status.get());
        }
        return Optional.of(items);
    }

    private static boolean mayFollow(List<ItemStatus> before, List<ItemStatus> after, PrescriptionStatus status) {
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).notified().contains(after.get(i))) {
                return false;
            }
        }
        return status.goesWith(Set.copyOf(after));
    }

    private static Decision notified(Prescription prescription, Issue before, Notice notice, Instant at) {
        PrescriptionStatus status = PrescriptionStatus.of(notice.status()).orElseThrow();
        IssueState state = new IssueState(
                status,
                items(prescription, notice).orElseThrow(),
                Optional.of(notice.handedOver()),
                status.isSupplied() ? Optional.of(at) : Optional.empty());
        Issue after = before.notified(new Notification(notice.id(), at, before.state(), notice.dispenses()))
                .with(state)
                .heldBy(notice.dispenser());
        int number = after.number();
        Prescription next = prescription;
        boolean opened = prescription.issues().size() > number;
        if (opened && !status.isSupplied()) {
            if (isTaken(prescription, number)) {
                return Decision.refused(prescription, Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION);
            }
            next = prescription.upTo(number);
        }
        next = next.with(after)
                .with(HistoryEvent.of(
                        HistoryEvent.Kind.NOTIFICATION,
                        at,
                        after,
                        notice.dispenser().ods(),
                        notice.id()));
        if (!status.isSupplied()) {
            return Decision.accepted(next);
        }
        return Decision.accepted(opened ? handedOver(next, number, notice.handedOver()) : TimeRules.openNext(next, at));
    }

    private static Prescription handedOver(Prescription prescription, int number, Instant when) {
        return prescription
                .issue(number + 1)
                .flatMap(next -> next.download().map(opens -> next.after(opens, Optional.of(when))))
                .map(prescription::with)
                .orElse(prescription);
    }

    /** Whether a dispenser has, or had, the issue after this one. */
    private static boolean isTaken(Prescription prescription, int number) {
        int last = prescription.issues().size();
        return last > number + 1
                || last == number + 1
                        && !NOT_TAKEN.contains(prescription.current().status());
    }

    /** Puts back what was before the last notification. */
    public static Decision withdraw(Prescription prescription, Withdrawal request, Instant at) {
        Optional<Issue> chosen =
                IssueChoice.of(prescription, request.issue(), issue -> hasLast(issue, request.notification()));
        if (chosen.isEmpty()) {
            return Decision.refused(prescription, Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION);
        }
        Issue issue = chosen.get();
        if (!hasLast(issue, request.notification())) {
            return Decision.refused(prescription, Refusal.DISPENSE_AMEND_IDENTIFIER_MISMATCH);
        }
        Optional<Refusal> refusal = StateTable.refusal(Event.WITHDRAWAL, issue.status());
        if (refusal.isPresent() || isTaken(prescription, issue.number())) {
            return Decision.refused(prescription, Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION);
        }
        Issue before = issue.undone();
        if (prescription.details().isRepeatDispensing() && before.status() == PrescriptionStatus.WITH_DISPENSER) {
            before = before.with(before.state().with(PrescriptionStatus.WITH_DISPENSER_ACTIVE)); // never further back
        }
        return Decision.accepted(prescription
                .upTo(issue.number())
                .with(before)
                .with(HistoryEvent.of(
                                HistoryEvent.Kind.WITHDRAWAL, at, before, request.organization(), request.message())
                        .because(request.reason())));
    }
}
