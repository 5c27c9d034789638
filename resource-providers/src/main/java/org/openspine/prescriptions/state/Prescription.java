package org.openspine.prescriptions.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.openspine.terminology.identifier.PrescriptionNumber;

/**
 * A prescription with all its issues that have opened: what the rules decide by and change.
 *
 * @param nominated ODS code of the dispenser whose bulk release has it
 * @param issues never empty; the last one is the current one, later ones are {@link PrescriptionStatus#FUTURE_ISSUE}
 * @param history oldest first
 */
public record Prescription(
        PrescriptionNumber number,
        OrderDetails details,
        Optional<String> nominated,
        List<Line> lines,
        List<Issue> issues,
        List<PendingCancellation> pending,
        List<HistoryEvent> history) {
    public Prescription {
        lines = List.copyOf(lines);
        issues = List.copyOf(issues);
        pending = List.copyOf(pending);
        history = List.copyOf(history);
    }

    /** A prescription with its first issue and the event of its order. */
    public static Prescription ordered(
            PrescriptionNumber number,
            OrderDetails details,
            Optional<String> nominated,
            List<Line> lines,
            Issue first,
            Instant at) {
        return new Prescription(
                number,
                details,
                nominated,
                lines,
                List.of(first),
                List.of(),
                List.of(HistoryEvent.of(HistoryEvent.Kind.ORDER, at, first, details.prescriber(), details.orderId())));
    }

    /** What stands for a prescription of which only cancellations are known. */
    public static Prescription placeholder(PrescriptionNumber number, OrderDetails details) {
        Issue none = Issue.opened(1, IssueState.of(PrescriptionStatus.CANCELLED_FUTURE, List.of()));
        return new Prescription(number, details, Optional.empty(), List.of(), List.of(none), List.of(), List.of());
    }

    public Issue current() {
        return issues.get(issues.size() - 1);
    }

    /** An issue of the prescription, be it one that has not opened; empty if it has no such issue. */
    public Optional<Issue> issue(int number) {
        if (number >= 1 && number <= issues.size()) {
            return Optional.of(issues.get(number - 1));
        }
        return number >= 1 && number <= details.issues() ? Optional.of(future(number)) : Optional.empty();
    }

    private Issue future(int number) {
        List<ItemStatus> items =
                lines.stream().map(line -> line.opening(number)).toList();
        return Issue.opened(number, IssueState.of(PrescriptionStatus.FUTURE_ISSUE, items));
    }

    /** Whether only cancellations of it are known so far. */
    public boolean isPlaceholder() {
        return lines.isEmpty();
    }

    /** Whether the service has forgotten it, a while after it was over. What it led to is kept. */
    public boolean isCleanedUp() {
        return !history.isEmpty() && history.get(history.size() - 1).kind() == HistoryEvent.Kind.CLEAN_UP;
    }

    /** Whether messages can be about it. */
    public boolean isOnFile() {
        return !isPlaceholder() && !isCleanedUp();
    }

    /** Where the line of this id stands. */
    public Optional<Integer> line(String id) {
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).id().equals(id))
                .boxed()
                .findFirst();
    }

    /** An event of this kind that this message caused before. */
    public Optional<HistoryEvent> earlier(HistoryEvent.Kind kind, String message) {
        return history.stream()
                .filter(event -> event.kind() == kind && event.message().equals(message))
                .findFirst();
    }

    /** The same of a message that may be about several items. */
    public Optional<HistoryEvent> earlier(HistoryEvent.Kind kind, String message, String item) {
        return history.stream()
                .filter(event -> event.kind() == kind
                        && event.message().equals(message)
                        && event.item().equals(item))
                .findFirst();
    }

    Prescription with(Issue changed) {
        List<Issue> all = new ArrayList<>(issues);
        if (changed.number() == all.size() + 1) {
            all.add(changed);
        } else {
            all.set(changed.number() - 1, changed);
        }
        return new Prescription(number, details, nominated, lines, all, pending, history);
    }

    /** Without issues after this one: they have not opened. */
    Prescription upTo(int issue) {
        return new Prescription(number, details, nominated, lines, issues.subList(0, issue), pending, history);
    }

    Prescription with(HistoryEvent event) {
        List<HistoryEvent> all = new ArrayList<>(history);
        all.add(event);
        return new Prescription(number, details, nominated, lines, issues, pending, all);
    }

    Prescription withPending(List<PendingCancellation> waiting) {
        return new Prescription(number, details, nominated, lines, issues, waiting, history);
    }

    Prescription withoutNomination() {
        return new Prescription(number, details, Optional.empty(), lines, issues, pending, history);
    }

    Prescription with(UnaryOperator<Line> change) {
        return new Prescription(
                number, details, nominated, lines.stream().map(change).toList(), issues, pending, history);
    }

    /** Cancels a line in the current issue and all later ones. */
    Prescription cancelled(int line, Line.Cancellation why, Instant at) {
        String id = lines.get(line).id();
        Issue issue = current();
        return with(each -> each.id().equals(id) ? each.cancelled(why) : each)
                .with(issue.with(issue.state().cancelled(line, at)));
    }
}
