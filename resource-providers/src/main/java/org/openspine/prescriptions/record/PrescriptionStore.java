package org.openspine.prescriptions.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.prescriptions.state.TimeRules;
import org.openspine.repository.Agenda;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.PrescriptionNumber;

/**
 * Prescriptions in the repository: the record, the resources that show it, and the lists of what waits. What changes one
 * locks it first, within one transaction. See the package for what is stored where.
 */
public final class PrescriptionStore {
    static final String GROUP = "RequestGroup";
    static final String REQUEST = "MedicationRequest";
    static final String TASK = "Task";
    static final String BUNDLE = "Bundle";

    private static final String DUE = "prescription-due";
    private static final String RELEASE = "prescription-release ";
    private static final long MILLIS_DIGITS = 10_000_000_000_000L;
    private static final int USUAL_LINES = 4;
    private static final Duration EARLY = Duration.ofDays(6);
    private static final Set<PrescriptionStatus> LISTED_EARLY =
            EnumSet.of(PrescriptionStatus.TO_BE_DISPENSED, PrescriptionStatus.WITH_DISPENSER);

    private final ResourceRepository repository;
    private final TimeRules times;
    private final Clock clock;
    private final PlainPrescriptions plain;

    public PrescriptionStore(ResourceRepository repository, TimeRules times, Clock clock) {
        this.repository = repository;
        this.times = times;
        this.clock = clock;
        this.plain = new PlainPrescriptions(repository);
    }

    /**
     * A prescription that the transaction has locked.
     *
     * @param stored as it is in the store
     * @param now the same as it is by the clock
     * @param version of the stored record, 0 if there is none
     */
    public record Held(Prescription stored, Prescription now, long version) {}

    /** The number without its check character, by which the record is known; empty for what cannot be a number. */
    public static Optional<String> stem(String number) {
        return PrescriptionNumber.hasShape(number)
                ? Optional.of(number.substring(0, number.length() - 1).toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    /** The prescription as it is now; empty if it is not known. */
    public Optional<Prescription> read(String stem) {
        return repository.read(groupKey(stem)).flatMap(this::shown);
    }

    /** The prescriptions of a patient as they are now, oldest upload first, at most {@link SearchQuery#MAX_COUNT}. */
    public List<Prescription> ofPatient(String nhsNumber) {
        Criterion patient = new Criterion.Indexed(
                IndexId.parameter(GROUP, "patient"), List.of(new ValueMatch.Reference("Patient", nhsNumber)));
        SearchQuery query =
                new SearchQuery(GROUP, List.of(patient), List.of(), SearchQuery.MAX_COUNT, Optional.empty());
        return repository.search(query).matches().stream()
                .flatMap(stored -> shown(stored).stream())
                .toList();
    }

    private Optional<Prescription> shown(StoredResource stored) {
        if (stored.isDeleted()) {
            return Optional.empty();
        }
        ObjectNode group = stored.tree();
        return RecordDocument.isRecord(group)
                ? Optional.of(times.at(plain.completed(RecordDocument.read(group)), clock.instant()))
                        .filter(prescription -> !prescription.isPlaceholder())
                : Optional.empty();
    }

    /**
     * Locks a prescription and the resources that an event of it usually changes. Empty if it is not known; a placeholder
     * is known.
     */
    public Optional<Held> lock(String stem) {
        repository.lock(usualKeys(stem));
        return repository
                .lock(groupKey(stem))
                .filter(stored -> !stored.isDeleted())
                .flatMap(stored -> held(stored, stored.tree()));
    }

    private Optional<Held> held(StoredResource record, ObjectNode group) {
        if (!RecordDocument.isRecord(group)) {
            return Optional.empty();
        }
        Prescription stored = RecordDocument.read(group);
        Prescription now = times.at(plain.completed(stored), clock.instant());
        return Optional.of(new Held(stored, now, record.version()));
    }

    /** Locks several, in one statement unless they are unusual. */
    public List<Held> lock(Collection<String> stems) {
        repository.lock(stems.stream().flatMap(stem -> usualKeys(stem).stream()).toList());
        return stems.stream().flatMap(stem -> lock(stem).stream()).toList();
    }

    private static List<ResourceKey> usualKeys(String stem) {
        List<ResourceKey> keys = new ArrayList<>();
        keys.add(groupKey(stem));
        keys.add(new ResourceKey(TASK, part(stem, 1)));
        for (int line = 1; line <= USUAL_LINES; line++) {
            keys.add(new ResourceKey(REQUEST, part(stem, line)));
        }
        return keys;
    }

    static ResourceKey groupKey(String stem) {
        return new ResourceKey(GROUP, stem);
    }

    /** The logical id of the Task of an issue, or of the MedicationRequest of a line. */
    public static String part(String stem, int number) {
        return stem + "-" + number;
    }

    /** The orders as they were sent, by stem; of prescriptions that came otherwise, what their resources tell. */
    public Map<String, ObjectNode> orders(Collection<Prescription> prescriptions) {
        Map<ResourceKey, StoredResource> stored = repository.read(prescriptions.stream()
                .filter(prescription -> !prescription.details().orderId().isEmpty())
                .map(PrescriptionStore::bundleKey)
                .toList());
        Map<String, ObjectNode> orders = new HashMap<>();
        for (Prescription prescription : prescriptions) {
            Optional.ofNullable(stored.get(bundleKey(prescription)))
                    .map(StoredResource::tree)
                    .or(() -> plain.order(prescription))
                    .ifPresent(order -> orders.put(prescription.number().stem(), order));
        }
        return orders;
    }

    private static ResourceKey bundleKey(Prescription prescription) {
        return new ResourceKey(BUNDLE, prescription.number().stem());
    }

    /** The next prescriptions that wait for a nominated dispenser, oldest first. */
    public List<String> waitingFor(String ods, int limit) {
        return repository.agenda().first(RELEASE + ods, Long.MAX_VALUE, limit).stream()
                .map(Agenda.Entry::subject)
                .toList();
    }

    /** Prescriptions for which something is due. */
    public List<String> due(int limit) {
        return repository.agenda().first(DUE, clock.millis(), limit).stream()
                .map(Agenda.Entry::subject)
                .toList();
    }

    /** Stores a prescription that was ordered, after {@link #lock}; {@code before} is the placeholder there was. */
    public void add(Prescription prescription, MessageBundle message, Optional<Held> before) {
        Prescription now = times.at(prescription, clock.instant());
        String stem = now.number().stem();
        List<ResourceWrite> writes = new ArrayList<>();
        writes.add(write(groupKey(stem), RecordDocument.of(now)));
        writes.add(create(new ResourceKey(BUNDLE, stem), message.tree()));
        for (Issue issue : now.issues()) {
            writes.add(write(taskKey(now, issue), TaskDocument.stored(now, issue)));
        }
        for (int line = 0; line < now.lines().size(); line++) {
            ObjectNode request = RequestDocument.of(message.medicationRequests().get(line), message, now, line);
            writes.add(create(new ResourceKey(REQUEST, now.lines().get(line).request()), request));
        }
        repository.store(writes);
        list(List.of(new Listing(before.map(Held::stored), now)));
    }

    /** What the store has of a prescription, whatever the time. */
    Optional<Prescription> recorded(String stem) {
        return repository
                .lock(groupKey(stem))
                .filter(stored -> !stored.isDeleted())
                .map(StoredResource::tree)
                .filter(RecordDocument::isRecord)
                .map(RecordDocument::read);
    }

    /** Stores the record of a prescription whose resources come otherwise. */
    void saveRecord(Prescription prescription, Optional<Prescription> before) {
        repository.store(List.of(write(groupKey(prescription.number().stem()), RecordDocument.of(prescription))));
        list(List.of(new Listing(before, prescription)));
    }

    /** Remembers cancellations of a prescription that was not ordered yet. */
    public void savePlaceholder(Prescription placeholder, Optional<Held> before) {
        repository.store(List.of(write(groupKey(placeholder.number().stem()), RecordDocument.of(placeholder))));
        list(List.of(new Listing(before.map(Held::stored), placeholder)));
    }

    /** Stores what became of a locked prescription, and what else belongs to the event. */
    public void save(Held before, Prescription after, List<ResourceWrite> more) {
        save(List.of(new Change(before, after)), more);
    }

    /** What became of a locked prescription. */
    public record Change(Held before, Prescription after) {}

    /** Stores what became of several. */
    public void save(List<Change> changes, List<ResourceWrite> more) {
        Set<ResourceKey> keys = new TreeSet<>();
        changes.forEach(change -> keys.addAll(changed(change)));
        more.stream().filter(write -> write.expectedVersion() > 0).forEach(write -> keys.add(write.key()));
        if (changes.isEmpty() && more.isEmpty()) {
            return;
        }
        repository.lock(keys);
        List<ResourceWrite> writes = new ArrayList<>(more);
        changes.forEach(change -> writes.addAll(writes(change)));
        repository.store(writes);
        list(changes.stream()
                .map(change -> new Listing(Optional.of(change.before().stored()), change.after()))
                .toList());
    }

    /** Other resources than the record that a change touches. */
    private static List<ResourceKey> changed(Change change) {
        List<ResourceKey> keys = new ArrayList<>();
        changedIssues(change).forEach(issue -> keys.add(taskKey(change.after(), issue)));
        changedLines(change)
                .forEach(line -> keys.add(new ResourceKey(
                        REQUEST, change.after().lines().get(line).request())));
        return keys;
    }

    private static List<Issue> changedIssues(Change change) {
        Prescription before = change.before().stored();
        int most = Math.max(before.issues().size(), change.after().issues().size());
        List<Issue> changed = new ArrayList<>();
        for (int number = 1; number <= most; number++) {
            Issue after = change.after().issue(number).orElseThrow();
            boolean same = number <= before.issues().size()
                    && before.issues().get(number - 1).equals(after)
                    && before.nominated().equals(change.after().nominated());
            if (!same) {
                changed.add(after);
            }
        }
        return changed;
    }

    private static List<Integer> changedLines(Change change) {
        Prescription before = change.before().stored();
        Prescription after = change.after();
        List<Integer> changed = new ArrayList<>();
        for (int i = 0; i < after.lines().size(); i++) {
            Line line = after.lines().get(i);
            boolean same = before.current().state().items().get(i)
                            == after.current().state().items().get(i)
                    && before.lines().get(i).cancellation().equals(line.cancellation())
                    && before.nominated().equals(after.nominated());
            if (!same && !line.request().isEmpty()) {
                changed.add(i);
            }
        }
        return changed;
    }

    private List<ResourceWrite> writes(Change change) {
        Prescription after = change.after();
        List<ResourceWrite> writes = new ArrayList<>();
        writes.add(write(groupKey(after.number().stem()), RecordDocument.of(after)));
        for (Issue issue : changedIssues(change)) {
            writes.add(write(taskKey(after, issue), TaskDocument.stored(after, issue)));
        }
        for (int line : changedLines(change)) {
            ResourceKey key = new ResourceKey(REQUEST, after.lines().get(line).request());
            repository
                    .lock(key)
                    .filter(stored -> !stored.isDeleted())
                    .ifPresent(stored -> writes.add(write(key, RequestDocument.update(stored.tree(), after, line))));
        }
        return writes;
    }

    private static ResourceKey taskKey(Prescription prescription, Issue issue) {
        String known = issue.task();
        return new ResourceKey(
                TASK, known.isEmpty() ? part(prescription.number().stem(), issue.number()) : known);
    }

    /** The next version of what is locked, or the first. */
    private ResourceWrite write(ResourceKey key, ObjectNode content) {
        long version = repository.lock(key).map(StoredResource::version).orElse(0L);
        return new ResourceWrite(key, version == 0 ? Verb.POST : Verb.PUT, version, content);
    }

    static ResourceWrite create(ResourceKey key, ObjectNode content) {
        return new ResourceWrite(key, Verb.POST, 0, content);
    }

    private List<Agenda.Entry> entries(Prescription prescription) {
        List<Agenda.Entry> entries = new ArrayList<>();
        String stem = prescription.number().stem();
        due(prescription).ifPresent(entries::add);
        if (prescription.current().status() == PrescriptionStatus.TO_BE_DISPENSED) {
            prescription
                    .nominated()
                    .ifPresent(ods -> entries.add(new Agenda.Entry(RELEASE + ods, stem, position(prescription))));
        }
        return entries;
    }

    /**
     * Where a prescription stands in the list of what is due. One that waits or is with its dispenser stands there some days
     * before it expires, so that no notification of that half year has to put it elsewhere.
     */
    private Optional<Agenda.Entry> due(Prescription prescription) {
        boolean early = LISTED_EARLY.contains(prescription.current().status());
        return times.due(prescription).map(at -> {
            Instant look = at.minus(EARLY);
            return new Agenda.Entry(
                    DUE,
                    prescription.number().stem(),
                    (early && look.isAfter(clock.instant()) ? look : at).toEpochMilli());
        });
    }

    /** Puts a prescription that was found in the list of what is due where it belongs by now. */
    public void relist(String stem, Optional<Prescription> now) {
        Agenda agenda = repository.agenda();
        Optional<Agenda.Entry> entry = now.flatMap(this::due);
        agenda.move(entry.stream().toList());
        if (entry.isEmpty()) {
            agenda.remove(List.of(new Agenda.Entry(DUE, stem, 0)));
        }
    }

    /**
     * Whether an entry may stay where it is: it is looked at no later than needed, and put right then. Nobody waits for a
     * prescription to be cleaned up.
     */
    private boolean mayStay(Agenda.Entry known, boolean wasOver, Agenda.Entry next, boolean isOver) {
        return known.list().equals(DUE) && (isOver || (!wasOver && known.position() <= next.position()));
    }

    /** By the date of the prescription, then by the time of its upload. */
    private static long position(Prescription prescription) {
        Instant uploaded = prescription.details().uploaded();
        return prescription.details().base().toEpochDay() * MILLIS_DIGITS
                + Math.floorMod(uploaded.toEpochMilli(), MILLIS_DIGITS);
    }

    /** Brings the lists from one state of some prescriptions to the next. */
    private void list(List<Listing> listings) {
        List<Agenda.Entry> gone = new ArrayList<>();
        List<Agenda.Entry> moved = new ArrayList<>();
        List<Agenda.Entry> come = new ArrayList<>();
        for (Listing listing : listings) {
            List<Agenda.Entry> before = listing.before().map(this::entries).orElse(List.of());
            List<Agenda.Entry> after = entries(listing.after());
            boolean wasOver = listing.before().filter(times::isOver).isPresent();
            boolean isOver = times.isOver(listing.after());
            before.stream().filter(entry -> find(after, entry).isEmpty()).forEach(gone::add);
            for (Agenda.Entry entry : after) {
                Optional<Agenda.Entry> known = find(before, entry);
                if (known.isEmpty()) {
                    come.add(entry);
                } else if (!known.get().equals(entry) && !mayStay(known.get(), wasOver, entry, isOver)) {
                    moved.add(entry);
                }
            }
        }
        Agenda agenda = repository.agenda();
        agenda.remove(gone);
        agenda.move(moved);
        agenda.add(come);
    }

    private record Listing(Optional<Prescription> before, Prescription after) {}

    private static Optional<Agenda.Entry> find(List<Agenda.Entry> entries, Agenda.Entry same) {
        return entries.stream()
                .filter(entry ->
                        entry.list().equals(same.list()) && entry.subject().equals(same.subject()))
                .findFirst();
    }
}
