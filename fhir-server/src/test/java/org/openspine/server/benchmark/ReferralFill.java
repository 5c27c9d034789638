package org.openspine.server.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openspine.referrals.BusinessFunction;
import org.openspine.referrals.Elements;
import org.openspine.referrals.ErsExtension;
import org.openspine.referrals.NumberAllocator;
import org.openspine.referrals.Placement;
import org.openspine.referrals.Priority;
import org.openspine.referrals.Referral;
import org.openspine.referrals.ReferralState;
import org.openspine.referrals.Requester;
import org.openspine.referrals.Shortlist;
import org.openspine.referrals.Worklist;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * Puts referrals into a store as they would have become, with all their index rows, in process and many in a transaction. The clinics
 * that are measured have lists of the same length whatever else is stored; all other referrals are with other clinics, most of them
 * over.
 */
final class ReferralFill {
    /** Of a measured clinic. */
    static final int LIST = 25;

    static final String GP = "A81001";
    static final String TRUST = "RX1";
    private static final int BATCH = 500;
    private static final int WRITERS = 2;
    private static final int OTHER_CLINICS = 4_000;
    private static final int FIRST_STEM = 930_000_000;
    private static final long BEYOND_GIVEN_NUMBERS = 500_000_000_000L;
    private static final long SECONDS = 40_000_000;
    private static final long NUMBERS_OF_A_SECOND = 10_000;
    private static final int PROGRESS = 100_000;
    private static final String START = Instant.now()
            .truncatedTo(ChronoUnit.HOURS)
            .plus(48, ChronoUnit.HOURS)
            .toString();

    private final ResourceRepository repository;
    private final AtomicLong resources = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    private ThreadPoolExecutor writers = new ThreadPoolExecutor(0, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
    private int stem = FIRST_STEM;
    private long number;
    private int stored;

    ReferralFill(ResourceRepository repository) {
        this.repository = repository;
        number = BEYOND_GIVEN_NUMBERS
                + System.currentTimeMillis() / 1000 % SECONDS * NUMBERS_OF_A_SECOND; // other runs have others
    }

    /** So many referrals in all, {@link #LIST} of them on the list of each clinic; returns how many resources that took. */
    long all(List<String> clinics, int referrals) throws InterruptedException {
        lists(clinics);
        others(referrals);
        return resources.get();
    }

    /** Referrals that stand on the list of each of these clinics for review, with their appointments. */
    private void lists(List<String> clinics) {
        List<ResourceWrite> writes = new ArrayList<>();
        for (String clinic : clinics) {
            for (int i = 0; i < LIST; i++) {
                booked(clinic, TRUST, false, writes);
            }
        }
        store(writes);
    }

    /** Other referrals until there are so many in all; of ten, two wait for review, two are not booked, the rest is over. */
    private void others(int upTo) throws InterruptedException {
        writers = new ThreadPoolExecutor(
                WRITERS,
                WRITERS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(2 * WRITERS),
                new ThreadPoolExecutor.CallerRunsPolicy());
        try {
            prepareOthers(upTo);
        } finally {
            writers.shutdown();
            if (!writers.awaitTermination(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the store takes too long");
            }
        }
        Throwable failure = failed.get();
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    private void prepareOthers(int upTo) {
        List<ResourceWrite> writes = new ArrayList<>();
        while (stored < upTo) {
            int other = stored % OTHER_CLINICS;
            String clinic = Integer.toString(100_000 + other);
            String trust = "R" + (char) ('A' + other % 26) + (other / 26 % 10);
            switch (stored % 10) {
                case 0, 1 -> booked(clinic, trust, false, writes);
                case 2, 3 -> writes.add(write(referral(clinic, "P%05d".formatted(other), ReferralState.NOT_BOOKED)));
                case 4, 5, 6 -> booked(clinic, trust, true, writes);
                default ->
                    writes.add(write(referral(clinic, "P%05d".formatted(other), ReferralState.CANCELLED_REFERRAL)));
            }
            if (writes.size() >= BATCH) {
                storeBeside(writes);
                writes.clear();
            }
        }
        storeBeside(writes);
    }

    /** Referrals that can be booked, each with a free slot of its clinic. */
    List<Bookable> bookable(List<String> clinics, int count) {
        List<Bookable> all = new ArrayList<>();
        List<ResourceWrite> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String clinic = clinics.get(i % clinics.size());
            Referral referral = referral(clinic, GP, ReferralState.NOT_BOOKED);
            writes.add(write(referral));
            String slot = "slot-" + UUID.randomUUID();
            writes.add(slot(slot, clinic));
            all.add(new Bookable(referral.id(), referral.nhsNumber(), clinic, slot, START));
            if (writes.size() >= BATCH) {
                store(writes);
                writes.clear();
            }
        }
        store(writes);
        return all;
    }

    /** A referral and a slot for it; {@code time} is both start and end of the slot. */
    record Bookable(String referral, String patient, String clinic, String slot, String time) {}

    private void store(List<ResourceWrite> writes) {
        List<ResourceWrite> batch = List.copyOf(writes);
        if (!batch.isEmpty()) {
            repository.inTransaction(() -> repository.store(batch));
            long before = resources.getAndAdd(batch.size());
            if (before / PROGRESS != (before + batch.size()) / PROGRESS) {
                System.out.printf(Locale.UK, "           %,d resources%n", before + batch.size());
            }
        }
    }

    private void storeBeside(List<ResourceWrite> writes) {
        List<ResourceWrite> batch = List.copyOf(writes);
        writers.execute(() -> {
            try {
                store(batch);
            } catch (RuntimeException e) {
                failed.compareAndSet(null, e);
            }
        });
    }

    private ResourceWrite write(Referral referral) {
        stored++;
        Worklist.tag(referral);
        return new ResourceWrite(referral.key(), Verb.POST, 0, referral.tree());
    }

    private void booked(String clinic, String trust, boolean reviewed, List<ResourceWrite> writes) {
        Referral referral = referral(clinic, GP, ReferralState.BOOKED);
        referral.place(new Placement(clinic, Set.of(trust)));
        if (reviewed) {
            referral.markReviewed();
        }
        String id = Long.toString(number++);
        referral.setAppointment(id);
        writes.add(write(referral));
        ObjectNode appointment = Elements.resource("Appointment").put("status", "booked");
        appointment
                .put("description", "e-Referral Appointment")
                .put("start", START)
                .put("end", START);
        appointment.putArray("basedOn").add(Elements.reference("ServiceRequest/" + referral.id()));
        appointment
                .putArray("participant")
                .addObject()
                .put("status", "accepted")
                .set("actor", Elements.reference("HealthcareService/" + clinic));
        appointment
                .withArray("participant")
                .addObject()
                .put("status", "accepted")
                .set("actor", Elements.patient(referral.nhsNumber()));
        writes.add(new ResourceWrite(new ResourceKey("Appointment", id), Verb.POST, 0, appointment));
    }

    private Referral referral(String clinic, String practice, ReferralState state) {
        ObjectNode tree = Elements.resource(Referral.TYPE);
        tree.putArray("identifier").add(Elements.identifier(Elements.UBRN, NumberAllocator.ubrn(number++)));
        tree.put("intent", "order").put("authoredOn", "2026-10-05T10:30:00.000Z");
        tree.putArray("category").add(Elements.concept(Elements.coding(Referral.CATEGORY, "referral")));
        tree.set("subject", Elements.patient(patient()));
        var requester = new Requester(Optional.of(practice), Optional.of("300000000011"));
        tree.putArray("contained").add(requester.role("requester", BusinessFunction.REFERRING_CLINICIAN));
        tree.set("requester", Elements.reference("#requester"));
        Elements.setExtension(
                tree, ErsExtension.PATHWAY_START, "valueInstant", TextNode.valueOf("2026-10-05T10:30:00.000Z"));
        JsonNode criteria = JsonNodeFactory.instance
                .arrayNode()
                .add(Elements.object().put("name", "ageAndGenderAppropriate").put("valueBoolean", true));
        new Shortlist(List.of(new Shortlist.Item(clinic, "Clinic " + clinic)), criteria).writeTo(tree);
        Referral referral = Referral.of(new ResourceKey(Referral.TYPE, "r." + UUID.randomUUID()), 0, tree);
        referral.setPriority(Priority.ROUTINE);
        referral.enter(state);
        return referral;
    }

    private static ResourceWrite slot(String id, String clinic) {
        ObjectNode slot = Elements.resource("Slot")
                .put("status", "free")
                .put("start", START)
                .put("end", START);
        slot.set("schedule", Elements.reference("Schedule/diary-" + clinic));
        slot.set("appointmentType", Elements.concept(Elements.coding(Priority.SYSTEM, "ROUTINE")));
        return new ResourceWrite(new ResourceKey("Slot", id), Verb.POST, 0, slot);
    }

    private String patient() {
        Optional<NhsNumber> found = NhsNumber.ofStem(stem++);
        return found.map(NhsNumber::value).orElseGet(this::patient);
    }
}
