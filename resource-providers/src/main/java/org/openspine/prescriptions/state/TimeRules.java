package org.openspine.prescriptions.state;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.openspine.prescriptions.state.StateTable.Event;

/**
 * What happens to a prescription by itself: issues open and expire by date. Looking late gives the same as looking often,
 * since each step is dated when it was due.
 */
public final class TimeRules {
    /** Days begin and end as they do there. */
    private static final ZoneId ENGLAND = ZoneId.of("Europe/London");

    private static final int FIRST_ISSUE_MONTHS = 6;
    private static final int LATER_ISSUE_MONTHS = 12;
    private static final Duration UNTIL_NO_CLAIM = Duration.ofDays(180);
    private static final int DAYS_AHEAD = 7;

    /** How long a prescription is kept after it is over; one that was never claimed for ever. */
    private static final Map<PrescriptionStatus, Duration> KEPT = Map.of(
            PrescriptionStatus.EXPIRED, Duration.ofDays(90),
            PrescriptionStatus.CANCELLED, Duration.ofDays(180),
            PrescriptionStatus.CLAIMED, Duration.ofDays(36),
            PrescriptionStatus.NOT_DISPENSED, Duration.ofDays(30));

    private final OptionalInt controlledDrugDays;

    /** @param controlledDrugDays how long a prescription of a controlled drug may be dispensed, if not as long as others */
    public TimeRules(OptionalInt controlledDrugDays) {
        this.controlledDrugDays = controlledDrugDays;
    }

    /** The day it is in England. */
    public static LocalDate date(Instant instant) {
        return instant.atZone(ENGLAND).toLocalDate();
    }

    private static Instant beginning(LocalDate day) {
        return day.atStartOfDay(ENGLAND).toInstant();
    }

    /** The status in which the first issue begins. */
    public static PrescriptionStatus initial(OrderDetails details) {
        Instant start = start(details);
        return start.isAfter(details.uploaded().plus(Duration.ofDays(1)))
                ? PrescriptionStatus.FUTURE
                : PrescriptionStatus.TO_BE_DISPENSED;
    }

    private static Instant start(OrderDetails details) {
        return details.isRepeatDispensing() ? beginning(details.base()) : details.authored();
    }

    /** The prescription as it is at {@code now}, with everything that was due. */
    public Prescription at(Prescription prescription, Instant now) {
        Prescription next = prescription;
        while (true) {
            Optional<Step> step = nextStep(next).filter(due -> !due.at().isAfter(now));
            if (step.isEmpty()) {
                return next;
            }
            next = taken(next, step.get());
        }
    }

    /** When something happens next, if nothing else does. */
    public Optional<Instant> due(Prescription prescription) {
        return nextStep(prescription).map(Step::at);
    }

    private record Step(Issue issue, Event event, Instant at) {}

    /** Whether nothing is left to happen but that it is cleaned up. */
    public boolean isOver(Prescription prescription) {
        return nextStep(prescription)
                .filter(step -> step.event() != Event.CLEAN_UP)
                .isEmpty();
    }

    private Optional<Step> nextStep(Prescription prescription) {
        if (prescription.isCleanedUp()) {
            return Optional.empty();
        }
        return Stream.concat(
                        prescription.issues().stream().flatMap(issue -> steps(prescription, issue)),
                        cleanUp(prescription).stream())
                .min((a, b) -> a.at().compareTo(b.at()));
    }

    /** What came as plain resources is no business of the service's, and stays. */
    private static Optional<Step> cleanUp(Prescription prescription) {
        if (prescription.isPlaceholder() || prescription.details().orderId().isEmpty()) {
            return Optional.empty();
        }
        Instant last = Instant.MIN;
        for (Issue issue : prescription.issues()) {
            Duration kept = KEPT.get(issue.status());
            if (kept == null) {
                return Optional.empty();
            }
            Instant until = over(prescription.details(), issue).plus(kept);
            last = until.isAfter(last) ? until : last;
        }
        return Optional.of(new Step(prescription.current(), Event.CLEAN_UP, last));
    }

    /** When the last thing happened to an issue that is over; an old prescription was not over before it came. */
    private static Instant over(OrderDetails details, Issue issue) {
        return Stream.of(
                        Optional.of(details.uploaded()),
                        issue.state().completed(),
                        issue.lastClaim().map(ClaimEntry::at))
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private Stream<Step> steps(Prescription prescription, Issue issue) {
        OrderDetails details = prescription.details();
        Step expiry = new Step(issue, Event.EXPIRY, expiry(details, issue));
        return switch (issue.status()) {
            case AWAITING_RELEASE ->
                Stream.concat(
                        issue.download().stream().map(opens -> new Step(issue, Event.START, beginning(opens))),
                        Stream.of(expiry));
            case FUTURE -> Stream.of(new Step(issue, Event.START, beginning(date(start(details)))), expiry);
            case TO_BE_DISPENSED, WITH_DISPENSER -> Stream.of(expiry);
            case WITH_DISPENSER_ACTIVE ->
                Stream.of(lastSupply(issue)
                        .map(supply -> supply.plus(UNTIL_NO_CLAIM))
                        .filter(over -> over.isBefore(expiry.at()))
                        .map(over -> new Step(issue, Event.EXPIRY, over))
                        .orElse(expiry));
            case DISPENSED ->
                issue.state().completed().stream()
                        .map(completed -> new Step(issue, Event.NO_CLAIM, completed.plus(UNTIL_NO_CLAIM)));
            case CANCELLED_FUTURE ->
                Stream.of(new Step(issue, Event.EXPIRY, details.uploaded().plus(UNTIL_NO_CLAIM)));
            case EXPIRED, CANCELLED, NOT_DISPENSED, CLAIMED, NO_CLAIMED, FUTURE_ISSUE -> Stream.empty();
        };
    }

    /**
     * When the last notification came, or said that it supplied if that is later: an old date in a message is recorded and
     * counts for nothing.
     */
    private static Optional<Instant> lastSupply(Issue issue) {
        return issue.lastNotification().map(last -> issue.state()
                .dispensed()
                .filter(handedOver -> handedOver.isAfter(last.at()))
                .orElse(last.at()));
    }

    private Instant expiry(OrderDetails details, Issue issue) {
        LocalDate last = details.base().plusMonths(issue.number() == 1 ? FIRST_ISSUE_MONTHS : LATER_ISSUE_MONTHS);
        if (details.controlled() && controlledDrugDays.isPresent()) {
            LocalDate sooner = details.base().plusDays(controlledDrugDays.getAsInt());
            last = sooner.isBefore(last) ? sooner : last;
        }
        return beginning(last);
    }

    private static Prescription taken(Prescription prescription, Step step) {
        Issue issue = step.issue();
        if (step.event() == Event.CLEAN_UP) {
            return changed(prescription, issue, HistoryEvent.Kind.CLEAN_UP, step.at());
        }
        IssueState state = issue.state().with(StateTable.next(step.event(), issue.status()));
        return switch (step.event()) {
            case START -> changed(prescription, issue.with(state), HistoryEvent.Kind.OPENING, step.at());
            case NO_CLAIM -> changed(prescription, issue.with(state), HistoryEvent.Kind.NO_CLAIM, step.at());
            default -> {
                Issue expired = issue.with(state.items(ItemStatus::expired).completed(step.at()));
                Prescription next = changed(prescription, expired, HistoryEvent.Kind.EXPIRY, step.at());
                yield next.current().number() == issue.number() ? openNext(next, step.at()) : next;
            }
        };
    }

    private static Prescription changed(Prescription prescription, Issue issue, HistoryEvent.Kind kind, Instant at) {
        return prescription.with(issue).with(HistoryEvent.of(kind, at, issue, "", ""));
    }

    /** Opens the issue after the current one, which is over, if there is one. */
    static Prescription openNext(Prescription prescription, Instant at) {
        Issue before = prescription.current();
        OrderDetails details = prescription.details();
        int number = before.number() + 1;
        if (number > details.issues()) {
            return prescription;
        }
        LocalDate download = details.base().plusDays((long) details.daysSupply() * (number - 1) - DAYS_AHEAD);
        PrescriptionStatus status =
                download.isAfter(date(at)) ? PrescriptionStatus.AWAITING_RELEASE : PrescriptionStatus.TO_BE_DISPENSED;
        List<ItemStatus> items =
                prescription.lines().stream().map(line -> line.opening(number)).toList();
        Issue opened = Issue.opened(number, IssueState.of(status, items))
                .after(download, before.state().dispensed());
        Prescription next = CancelRules.carryOut(changed(prescription, opened, HistoryEvent.Kind.OPENING, at), at);
        IssueState state = next.current().state();
        if (state.hasActiveItem() || state.status() == PrescriptionStatus.CANCELLED) {
            return next;
        }
        PrescriptionStatus over =
                items.contains(ItemStatus.ITEM_CANCELLED) ? PrescriptionStatus.CANCELLED : PrescriptionStatus.EXPIRED;
        return next.with(next.current().with(state.with(over).completed(at)));
    }
}
