package org.openspine.prescriptions.state;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An issue that has opened.
 *
 * @param number from 1
 * @param holder who has it, or dispensed it
 * @param release how it got there
 * @param download from when on it may be released
 * @param earlier when the issue before was handed over
 * @param task logical id of its Task if that is not the usual one, else empty
 */
public record Issue(
        int number,
        IssueState state,
        Optional<Dispenser> holder,
        Optional<Release> release,
        List<Notification> notifications,
        List<ClaimEntry> claims,
        Optional<LocalDate> download,
        Optional<Instant> earlier,
        String task) {
    /** @param id of the answer that gave it to a dispenser */
    public record Release(String id, Instant at) {}

    public Issue {
        notifications = List.copyOf(notifications);
        claims = List.copyOf(claims);
    }

    public static Issue opened(int number, IssueState state) {
        return new Issue(
                number,
                state,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    public PrescriptionStatus status() {
        return state.status();
    }

    public Optional<Notification> lastNotification() {
        return last(notifications);
    }

    public Optional<ClaimEntry> lastClaim() {
        return last(claims);
    }

    private static <T> Optional<T> last(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    Issue with(IssueState next) {
        return new Issue(number, next, holder, release, notifications, claims, download, earlier, task);
    }

    Issue heldBy(Dispenser dispenser) {
        return new Issue(
                number, state, Optional.of(dispenser), release, notifications, claims, download, earlier, task);
    }

    Issue released(Dispenser dispenser, Release how) {
        return new Issue(
                number,
                state,
                Optional.of(dispenser),
                Optional.of(how),
                notifications,
                claims,
                download,
                earlier,
                task);
    }

    Issue returned() {
        return new Issue(
                number, state, Optional.empty(), Optional.empty(), notifications, claims, download, earlier, task);
    }

    Issue notified(Notification notification) {
        List<Notification> all = new ArrayList<>(notifications);
        all.add(notification);
        return new Issue(number, state, holder, release, all, claims, download, earlier, task);
    }

    /** The issue before its last notification. */
    Issue undone() {
        Notification last = lastNotification().orElseThrow();
        return new Issue(
                number,
                last.before(),
                holder,
                release,
                notifications.subList(0, notifications.size() - 1),
                claims,
                download,
                earlier,
                task);
    }

    Issue claimed(ClaimEntry claim) {
        List<ClaimEntry> all = new ArrayList<>(claims);
        all.add(claim);
        return new Issue(number, state, holder, release, notifications, all, download, earlier, task);
    }

    Issue after(LocalDate opens, Optional<Instant> handedOver) {
        return new Issue(number, state, holder, release, notifications, claims, Optional.of(opens), handedOver, task);
    }
}
