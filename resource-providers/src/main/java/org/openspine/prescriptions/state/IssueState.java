package org.openspine.prescriptions.state;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The part of an issue that a notification changes and its withdrawal puts back.
 *
 * @param items in the order of the lines
 * @param dispensed when something was handed over last
 * @param completed when it reached a status after which nothing is supplied
 */
public record IssueState(
        PrescriptionStatus status, List<ItemStatus> items, Optional<Instant> dispensed, Optional<Instant> completed) {
    public IssueState {
        items = List.copyOf(items);
    }

    static IssueState of(PrescriptionStatus status, List<ItemStatus> items) {
        return new IssueState(status, items, Optional.empty(), Optional.empty());
    }

    boolean hasActiveItem() {
        return items.stream().anyMatch(ItemStatus::isActive);
    }

    IssueState with(PrescriptionStatus next) {
        return new IssueState(next, items, dispensed, completed);
    }

    IssueState items(UnaryOperator<ItemStatus> move) {
        return new IssueState(status, items.stream().map(move).toList(), dispensed, completed);
    }

    IssueState completed(Instant at) {
        return new IssueState(status, items, dispensed, Optional.of(at));
    }

    /** Cancels one item; with the last active one the issue is cancelled too. */
    IssueState cancelled(int line, Instant at) {
        List<ItemStatus> next = new java.util.ArrayList<>(items);
        next.set(line, ItemStatus.ITEM_CANCELLED);
        IssueState changed = new IssueState(status, Collections.unmodifiableList(next), dispensed, completed);
        return changed.hasActiveItem()
                ? changed
                : changed.with(PrescriptionStatus.CANCELLED).completed(at);
    }
}
