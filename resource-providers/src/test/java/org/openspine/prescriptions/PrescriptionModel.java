package org.openspine.prescriptions;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a prescription must do, written down once more and as plainly as possible, in the codes of the service: codes of
 * states, and for each event the code of the answer. It shares nothing with the code it is compared with.
 */
final class PrescriptionModel {
    static final String OK = "ok";

    /** One issue. */
    static final class Part {
        String status = "";
        String[] items = {};
        String holder = "";
        Instant dispensed = Instant.MIN;
        Instant completed = Instant.MIN;
        LocalDate opens = LocalDate.MIN;
        final List<String> notifications = new ArrayList<>();
        final List<Part> before = new ArrayList<>();
        final List<String> claims = new ArrayList<>();
        Instant claimed = Instant.MIN;
        Instant lastClaimed = Instant.MIN;

        Part snapshot() {
            Part copy = new Part();
            copy.status = status;
            copy.items = items.clone();
            copy.dispensed = dispensed;
            copy.completed = completed;
            return copy;
        }

        void restore(Part from) {
            status = from.status;
            items = from.items.clone();
            dispensed = from.dispensed;
            completed = from.completed;
        }

        boolean hasActive() {
            return Arrays.stream(items)
                    .anyMatch(item -> Set.of("0003", "0004", "0007", "0008").contains(item));
        }
    }

    final List<Part> parts = new ArrayList<>();
    final Map<Integer, String> pending = new LinkedHashMap<>();
    final Set<Integer> cancelled = new HashSet<>();
    Optional<String> nominated;

    /** Whether it was forgotten. */
    boolean gone;

    private final Instant ordered;
    private final boolean repeatDispensing;
    private final int issues;
    private final int lines;
    private final LocalDate base;
    private final int supplyDays;

    PrescriptionModel(MadeUpPrescription prescription, boolean repeatDispensing, Instant ordered) {
        this.ordered = ordered;
        this.repeatDispensing = repeatDispensing;
        this.issues = prescription.issues();
        this.lines = prescription.items().size();
        this.base = prescription.start();
        this.supplyDays = prescription.supplyDays();
        this.nominated = prescription.nominated();
        Part first = new Part();
        first.status = "0001";
        first.items = new String[lines];
        Arrays.fill(first.items, "0007");
        parts.add(first);
    }

    Part current() {
        return parts.get(parts.size() - 1);
    }

    private int number(Part part) {
        return parts.indexOf(part) + 1;
    }

    /** Everything that happens by itself until then, earliest first. */
    void pass(Instant now) {
        while (true) {
            Part next = null;
            Instant at = now;
            for (Part part : parts) {
                Instant due = due(part);
                if (!due.isAfter(now) && (next == null || due.isBefore(at))) {
                    next = part;
                    at = due;
                }
            }
            if (next == null) {
                gone |= !now.isBefore(forgotten());
                return;
            }
            step(next, at);
        }
    }

    private static final Map<String, Integer> DAYS_KEPT = Map.of("0004", 90, "0005", 180, "0007", 30, "0008", 36);

    private Instant forgotten() {
        Instant last = ordered;
        for (Part part : parts) {
            if (!DAYS_KEPT.containsKey(part.status)) {
                return Instant.MAX;
            }
            for (Instant over : List.of(ordered, part.completed, part.lastClaimed)) {
                if (over.isAfter(Instant.MIN)) {
                    Instant until = over.plus(DAYS_KEPT.getOrDefault(part.status, 0), ChronoUnit.DAYS);
                    last = until.isAfter(last) ? until : last;
                }
            }
        }
        return last;
    }

    private Instant expiry(Part part) {
        return midnight(base.plusMonths(number(part) == 1 ? 6 : 12));
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZoneId.of("Europe/London")).toInstant();
    }

    private Instant due(Part part) {
        if (part.status.equals("0000")) {
            Instant opening = midnight(part.opens);
            return opening.isBefore(expiry(part)) ? opening : expiry(part);
        }
        if (part.status.equals("0001") || part.status.equals("0002")) {
            return expiry(part);
        }
        if (part.status.equals("0003")) {
            Instant last = expiry(part);
            Instant unclaimed = part.dispensed.plus(180, ChronoUnit.DAYS);
            return part.notifications.isEmpty() || unclaimed.isAfter(last) ? last : unclaimed;
        }
        if (part.status.equals("0006")) {
            return part.completed.plus(180, ChronoUnit.DAYS);
        }
        return Instant.MAX;
    }

    private void step(Part part, Instant at) {
        if (part.status.equals("0006")) {
            part.status = "0009";
            return;
        }
        if (part.status.equals("0000") && at.isBefore(expiry(part))) {
            part.status = "0001";
            return;
        }
        part.status = part.status.equals("0003") ? "0006" : "0004";
        for (int i = 0; i < lines; i++) {
            switch (part.items[i]) {
                case "0007", "0008" -> part.items[i] = "0006";
                case "0003" -> part.items[i] = "0001";
                case "0004" -> part.items[i] = "0002";
                default -> {}
            }
        }
        part.completed = at;
        if (part == current()) {
            open(at);
        }
    }

    private void open(Instant at) {
        if (parts.size() == issues) {
            return;
        }
        int number = parts.size() + 1;
        Part next = new Part();
        next.opens = base.plusDays((long) supplyDays * (number - 1) - 7);
        next.status = next.opens.isAfter(at.atZone(ZoneId.of("Europe/London")).toLocalDate()) ? "0000" : "0001";
        next.items = new String[lines];
        for (int i = 0; i < lines; i++) {
            next.items[i] = cancelled.contains(i) ? "0005" : "0007";
        }
        parts.add(next);
        carryOut(at);
        if (!next.hasActive()) {
            next.status = "0005";
            next.completed = at;
        }
    }

    private void carryOut(Instant at) {
        Part part = current();
        for (Integer line : List.copyOf(pending.keySet())) {
            if (part.items[line].equals("0007")) {
                cancelNow(line, at);
                pending.remove(line);
            }
        }
    }

    private void cancelNow(int line, Instant at) {
        Part part = current();
        part.items[line] = "0005";
        cancelled.add(line);
        if (!part.hasActive()) {
            part.status = "0005";
            part.completed = at;
        }
    }

    String release(String ods) {
        if (gone) {
            return "RESOURCE_NOT_FOUND";
        }
        switch (current().status) {
            case "0000", "0001" -> {
                take(ods);
                return OK;
            }
            case "0002", "0003" -> {
                return "PRESCRIPTION_WITH_ANOTHER_DISPENSER";
            }
            case "0004" -> {
                return "PRESCRIPTION_EXPIRED";
            }
            case "0005" -> {
                return "PRESCRIPTION_CANCELLED";
            }
            default -> {
                return "PRESCRIPTION_DISPENSED";
            }
        }
    }

    /** It comes back at once, as if returned. */
    String wronglySigned(String ods, Instant at) {
        String answer = release(ods);
        if (answer.equals(OK)) {
            giveBack(ods, at);
        }
        return answer;
    }

    /** A cancellation came before the order. */
    void cancelledBefore(int line, Instant at) {
        cancelNow(line, at);
    }

    /** A notification that is not about the items there are. */
    String misfit() {
        if (gone) {
            return "PRESCRIPTION_NOT_FOUND";
        }
        return current().status.equals("0002") || current().status.equals("0003")
                ? "MEDICATIONREQUEST_NOT_FOUND"
                : "PRESCRIPTION_INVALID_STATE_TRANSITION";
    }

    String nominatedRelease(String ods) {
        if (!current().status.equals("0001") || !nominated.equals(Optional.of(ods))) {
            return "NO_MORE_PRESCRIPTIONS";
        }
        take(ods);
        return OK;
    }

    private void take(String ods) {
        Part part = current();
        part.status = "0002";
        part.items = Arrays.stream(part.items)
                .map(item -> item.equals("0007") ? "0008" : item)
                .toArray(String[]::new);
        part.holder = ods;
    }

    String giveBack(String ods, Instant at) {
        if (gone) {
            return "PRESCRIPTION_NOT_FOUND";
        }
        Part part = current();
        if (!part.status.equals("0002")) {
            return "PRESCRIPTION_INVALID_STATE_TRANSITION";
        }
        if (!part.holder.equals(ods)) {
            return "PRESCRIPTION_WITH_ANOTHER_DISPENSER";
        }
        part.status = "0001";
        part.items = Arrays.stream(part.items)
                .map(item -> item.equals("0008") ? "0007" : item)
                .toArray(String[]::new);
        part.holder = "";
        nominated = Optional.empty();
        carryOut(at);
        return OK;
    }

    private static final Map<String, Set<String>> MOVES = Map.of(
            "0008", Set.of("0001", "0002", "0003", "0004", "0008"),
            "0003", Set.of("0001", "0003"),
            "0004", Set.of("0001", "0002", "0003", "0004"),
            "0001", Set.of("0001"),
            "0002", Set.of("0002"),
            "0005", Set.of("0005"),
            "0006", Set.of("0006"),
            "0007", Set.of());

    private static final Map<String, Set<String>> TOGETHER = Map.of(
            "0003", Set.of("0001", "0002", "0003", "0004", "0005", "0006", "0008"),
            "0006", Set.of("0001", "0002", "0005", "0006"),
            "0007", Set.of("0002", "0005", "0006"));

    private boolean fits(Part before, String status, List<String> items) {
        for (int i = 0; i < lines; i++) {
            if (!MOVES.getOrDefault(before.items[i], Set.of()).contains(items.get(i))
                    || !TOGETHER.getOrDefault(status, Set.of()).contains(items.get(i))) {
                return false;
            }
        }
        return true;
    }

    String inform(String id, String status, List<String> items, String ods, Instant at) {
        if (gone) {
            return "PRESCRIPTION_NOT_FOUND";
        }
        Part part = current();
        if (!part.status.equals("0002") && !part.status.equals("0003") || !TOGETHER.containsKey(status)) {
            return "PRESCRIPTION_INVALID_STATE_TRANSITION";
        }
        if (!fits(part, status, items)) {
            return "MEDICATIONREQUEST_INVALID_STATE_TRANSITION";
        }
        apply(part, id, status, items, ods, at);
        if (part.completed.equals(at)) {
            open(at);
        }
        return OK;
    }

    private static void apply(Part part, String id, String status, List<String> items, String ods, Instant at) {
        part.before.add(part.snapshot());
        part.notifications.add(id);
        part.status = status;
        part.items = items.toArray(String[]::new);
        part.dispensed = at;
        part.completed = status.equals("0003") ? Instant.MIN : at;
        part.holder = ods;
    }

    /** The issue whose last notification, or claim, has this id; else the current one. */
    private Part about(String id, boolean claim) {
        for (Part part : parts) {
            List<String> ids = claim ? part.claims : part.notifications;
            if (!ids.isEmpty() && ids.get(ids.size() - 1).equals(id)) {
                return part;
            }
        }
        return current();
    }

    private boolean nextTaken(Part part) {
        int later = parts.size() - number(part);
        return later > 1 || later == 1 && !Set.of("0000", "0001", "0005").contains(current().status);
    }

    String amend(String last, String id, String status, List<String> items, String ods, Instant at) {
        if (gone) {
            return "PRESCRIPTION_NOT_FOUND";
        }
        Part part = about(last, false);
        int count = part.notifications.size();
        if (count == 0 || !part.notifications.get(count - 1).equals(last)) {
            return "DISPENSE_AMEND_IDENTIFIER_MISMATCH";
        }
        if (!Set.of("0003", "0006", "0007").contains(part.status) || !TOGETHER.containsKey(status)) {
            return "PRESCRIPTION_INVALID_STATE_TRANSITION";
        }
        if (!fits(part.before.get(count - 1), status, items)) {
            return "MEDICATIONREQUEST_INVALID_STATE_TRANSITION";
        }
        boolean opened = parts.size() > number(part);
        if (opened && status.equals("0003")) {
            if (nextTaken(part)) {
                return "PRESCRIPTION_INVALID_STATE_TRANSITION";
            }
            parts.remove(parts.size() - 1);
        }
        part.restore(part.before.remove(count - 1));
        part.notifications.remove(count - 1);
        apply(part, id, status, items, ods, at);
        if (!status.equals("0003") && !opened) {
            open(at);
        }
        return OK;
    }

    String withdraw(String last) {
        if (gone) {
            return "PRESCRIPTION_NOT_FOUND";
        }
        Part part = about(last, false);
        int count = part.notifications.size();
        if (count == 0 || !part.notifications.get(count - 1).equals(last)) {
            return "DISPENSE_AMEND_IDENTIFIER_MISMATCH";
        }
        if (!Set.of("0003", "0006", "0007").contains(part.status) || nextTaken(part)) {
            return "PRESCRIPTION_INVALID_STATE_TRANSITION";
        }
        while (parts.size() > number(part)) {
            parts.remove(parts.size() - 1);
        }
        part.restore(part.before.remove(count - 1));
        part.notifications.remove(count - 1);
        if (repeatDispensing && part.status.equals("0002")) {
            part.status = "0003";
        }
        return OK;
    }

    String claim(int issue, String id, Instant at) {
        if (gone) {
            return "PRESCRIPTION_NOT_FOUND";
        }
        Part part = parts.get(issue - 1);
        if (part.status.equals("0008")) {
            return "PRESCRIPTION_INVALID_STATE_TRANSITION";
        }
        if (!part.status.equals("0006") && !part.status.equals("0007")) {
            return "CLAIM_INVALID_NOT_DISPENSED";
        }
        part.status = "0008";
        part.claims.add(id);
        part.claimed = at;
        part.lastClaimed = at;
        return OK;
    }

    String amendClaim(String last, String id, Instant at) {
        if (gone) {
            return "PRESCRIPTION_NOT_FOUND";
        }
        Part part = about(last, true);
        if (!part.status.equals("0008")) {
            return Set.of("0006", "0007").contains(part.status)
                    ? "DISPENSE_AMEND_IDENTIFIER_MISMATCH"
                    : "CLAIM_INVALID_NOT_DISPENSED";
        }
        if (!part.claims.get(part.claims.size() - 1).equals(last)) {
            return "DISPENSE_AMEND_IDENTIFIER_MISMATCH";
        }
        LocalDate claimed = part.claimed.atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate end = claimed.withDayOfMonth(1).plusMonths(1).plusDays(4);
        if (at.atZone(ZoneOffset.UTC).toLocalDate().isAfter(end)) {
            return "CLAIM_AMEND_PERIOD_ISSUE";
        }
        part.claims.add(id);
        part.lastClaimed = at;
        return OK;
    }

    String cancel(int line, String organization, Instant at) {
        if (gone) {
            return "R-0008";
        }
        Part part = current();
        switch (part.items[line]) {
            case "0001" -> {
                return "R-0004";
            }
            case "0002" -> {
                return "R-0010";
            }
            case "0005" -> {
                return "R-0006";
            }
            case "0006" -> {
                return "R-0005";
            }
            default -> {}
        }
        switch (part.status) {
            case "0000", "0001" -> {
                cancelNow(line, at);
                return "R-0001";
            }
            case "0002", "0003" -> {
                if (pending.containsKey(line) && !pending.get(line).equals(organization)) {
                    return "R-0007";
                }
                pending.put(line, organization);
                return part.status.equals("0002") ? "R-0002" : "R-0003";
            }
            default -> throw new IllegalStateException("an open item in an issue that is over: " + part.status);
        }
    }
}
