package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;
import org.openspine.referrals.SlotBooking;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/** Appointments and the slots they hold. All methods run in the caller's transaction. */
final class Bookings {
    static final String TYPE = "Appointment";

    private final ResourceRepository repository;
    private final SlotBooking slots;
    private final ReceivedRecords records;
    private final Clock clock;

    Bookings(ResourceRepository repository, ReceivedRecords records, Clock clock) {
        this.repository = repository;
        this.slots = new SlotBooking(repository);
        this.records = records;
        this.clock = clock;
    }

    /** Takes the slots of a new appointment and stores it. Throws {@link BarsError#NOT_FOUND} or {@link BarsError#CONFLICT}. */
    StoredResource book(ObjectNode appointment) {
        ResourceKey key = key(appointment);
        if (!SlotBooking.isLive(appointment)) {
            throw SpineException.at(BarsError.INVARIANT, "Appointment.status", "a new booking has not ended yet");
        }
        List<ResourceKey> wanted = slotsOf(appointment);
        if (wanted.isEmpty() && appointment.path("status").asText().equals("booked")) {
            throw SpineException.at(BarsError.INVARIANT, "Appointment.slot", "a booking names its slot");
        }
        lock(key, wanted);
        requireUnknown(key);
        occupy(wanted, key.id());
        if (!appointment.path("created").isTextual()) {
            appointment.put(
                    "created", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        return records.store(appointment, Optional.empty());
    }

    private void requireUnknown(ResourceKey key) {
        if (repository.lock(key).isPresent()) {
            throw new SpineException(BarsError.CONFLICT, "An Appointment with this id exists; send an update instead");
        }
    }

    /** The next version of an appointment; slots it no longer names are freed, new ones taken. */
    StoredResource change(ObjectNode appointment) {
        ResourceKey key = key(appointment);
        List<ResourceKey> after = SlotBooking.keepsSlot(appointment) ? slotsOf(appointment) : List.of();
        StoredResource before =
                repository.read(key).filter(stored -> !stored.isDeleted()).orElseThrow(Bookings::unknown);
        List<ResourceKey> all = new ArrayList<>(slotsOf(before.tree()));
        all.addAll(after);
        lock(key, all);
        StoredResource current = current(key);
        ObjectNode tree = current.tree();
        boolean wasLive = SlotBooking.isLive(tree);
        if (!wasLive) {
            throw new SpineException(BarsError.CONFLICT, "The Appointment is no longer booked");
        }
        List<ResourceKey> held = slotsOf(tree);
        occupy(after.stream().filter(slot -> !held.contains(slot)).toList(), key.id());
        held.stream().filter(slot -> !after.contains(slot)).forEach(slots::release);
        if (!appointment.path("created").isTextual() && tree.path("created").isTextual()) {
            appointment.set("created", tree.path("created"));
        }
        return records.store(appointment, Optional.of(current));
    }

    /** Cancels an appointment that is booked, with what the caller says of it; its slots are free again. */
    StoredResource cancel(ResourceKey key, String status, Optional<JsonNode> reason) {
        StoredResource seen =
                repository.read(key).filter(stored -> !stored.isDeleted()).orElseThrow(Bookings::unknown);
        lock(key, slotsOf(seen.tree()));
        StoredResource current = current(key);
        ObjectNode tree = current.tree();
        if (!tree.path("status").asText().equals("booked")) {
            throw new SpineException(BarsError.CONFLICT, "The Appointment is not currently booked");
        }
        slotsOf(tree).forEach(slots::release);
        tree.put("status", status);
        reason.ifPresent(concept -> tree.set("cancelationReason", concept));
        return records.store(tree, Optional.of(current));
    }

    private StoredResource current(ResourceKey key) {
        return repository.lock(key).filter(stored -> !stored.isDeleted()).orElseThrow(Bookings::unknown);
    }

    private void lock(ResourceKey appointment, List<ResourceKey> wanted) {
        List<ResourceKey> keys = new ArrayList<>(wanted);
        keys.add(appointment);
        repository.lock(keys);
    }

    private void occupy(List<ResourceKey> wanted, String appointment) {
        for (ResourceKey slot : wanted) {
            SlotBooking.LockedSlot locked =
                    slots.lock(slot).orElseThrow(() -> new SpineException(BarsError.NOT_FOUND, "No Slot has this id"));
            if (!locked.isFree() || slots.holder(slot, appointment).isPresent()) {
                throw new SpineException(BarsError.CONFLICT, "The Slot is already taken");
            }
            slots.occupy(locked);
        }
    }

    static SpineException unknown() {
        return new SpineException(BarsError.NOT_FOUND, "No Appointment has this id");
    }

    static ResourceKey key(JsonNode appointment) {
        return new ResourceKey(TYPE, appointment.path("id").asText());
    }

    private static List<ResourceKey> slotsOf(JsonNode appointment) {
        List<ResourceKey> keys = new ArrayList<>();
        for (JsonNode slot : appointment.path("slot")) {
            Elements.idOf(slot, SlotBooking.TYPE)
                    .filter(ResourceKey::isLogicalId)
                    .map(SlotBooking::key)
                    .ifPresent(keys::add);
        }
        return keys;
    }
}
