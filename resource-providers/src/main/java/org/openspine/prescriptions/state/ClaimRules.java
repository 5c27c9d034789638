package org.openspine.prescriptions.state;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.openspine.prescriptions.state.StateTable.Event;

/** What a dispenser asks to be paid for an issue. */
public final class ClaimRules {
    private static final int LAST_DAY_OF_CLAIM_PERIOD = 5;

    /**
     * @param issue which one, if the claim says
     * @param replaces id of the claim that it amends, in lower case
     * @param items line item ids, in lower case
     */
    public record Claim(
            OptionalInt issue, ClaimEntry entry, Optional<String> replaces, Set<String> items, String organization) {}

    private ClaimRules() {}

    /** Takes a claim or an amendment of the last one. */
    public static Decision claim(Prescription prescription, Claim claim, Instant at) {
        Optional<Issue> chosen = claim.replaces()
                .map(id -> IssueChoice.of(prescription, claim.issue(), issue -> hasLast(issue, id)))
                .orElseGet(() -> IssueChoice.of(prescription, claim.issue()));
        if (chosen.isEmpty()) {
            return Decision.refused(prescription, Refusal.CLAIM_INVALID_NOT_DISPENSED);
        }
        Issue issue = chosen.get();
        Event event = claim.replaces().isPresent() ? Event.CLAIM_AMENDMENT : Event.CLAIM;
        Optional<Refusal> refusal = StateTable.refusal(event, issue.status())
                .or(() -> claim.replaces().flatMap(id -> amendmentRefusal(issue, id, at)))
                .or(() -> itemRefusal(prescription, issue, claim));
        if (refusal.isPresent()) {
            return Decision.refused(prescription, refusal.get());
        }
        Issue claimed = issue.with(issue.state().with(StateTable.next(event, issue.status())))
                .claimed(claim.entry());
        return Decision.accepted(prescription
                .with(claimed)
                .with(HistoryEvent.of(
                        HistoryEvent.Kind.CLAIM,
                        at,
                        claimed,
                        claim.organization(),
                        claim.entry().id())));
    }

    private static boolean hasLast(Issue issue, String claim) {
        return issue.lastClaim().filter(last -> last.id().equals(claim)).isPresent();
    }

    private static Optional<Refusal> amendmentRefusal(Issue issue, String replaces, Instant at) {
        if (!hasLast(issue, replaces)) {
            return Optional.of(Refusal.DISPENSE_AMEND_IDENTIFIER_MISMATCH);
        }
        LocalDate original = TimeRules.date(issue.claims().get(0).created());
        LocalDate last = original.plusMonths(1).withDayOfMonth(LAST_DAY_OF_CLAIM_PERIOD);
        return TimeRules.date(at).isAfter(last) ? Optional.of(Refusal.CLAIM_AMEND_PERIOD_ISSUE) : Optional.empty();
    }

    /** A claim is for every item, but may leave out those that were never to be supplied. */
    private static Optional<Refusal> itemRefusal(Prescription prescription, Issue issue, Claim claim) {
        Set<String> known = new HashSet<>();
        Set<String> needed = new HashSet<>();
        for (int i = 0; i < prescription.lines().size(); i++) {
            String line = prescription.lines().get(i).id();
            ItemStatus status = issue.state().items().get(i);
            known.add(line);
            if (status != ItemStatus.ITEM_CANCELLED && status != ItemStatus.EXPIRED_ITEM) {
                needed.add(line);
            }
        }
        return known.containsAll(claim.items()) && claim.items().containsAll(needed)
                ? Optional.empty()
                : Optional.of(Refusal.MEDICATIONREQUEST_NOT_FOUND);
    }
}
