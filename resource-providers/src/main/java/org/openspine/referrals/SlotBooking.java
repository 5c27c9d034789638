package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/**
 * Books slots so that nobody books one twice: the row of the slot is locked until the booking is committed, and whoever waited for
 * it finds it busy. All methods run in the caller's transaction, which has locked everything it will change at once, the slot
 * among it, by {@link ResourceRepository#lock(java.util.Collection)}.
 */
public final class SlotBooking {
    public static final String TYPE = "Slot";

    private static final List<String> OVER = List.of("cancelled", "noshow", "entered-in-error", "fulfilled");

    private static final List<String> RELEASED = List.of("cancelled", "entered-in-error");

    private final ResourceRepository repository;

    public SlotBooking(ResourceRepository repository) {
        this.repository = repository;
    }

    /** A slot as found under its lock. */
    public record LockedSlot(ResourceKey key, long version, ObjectNode tree) {
        public boolean isFree() {
            return tree.path("status").asText().equals("free");
        }

        /** The diary it belongs to; empty if the reference is broken. */
        public Optional<String> schedule() {
            return Elements.idOf(tree.path("schedule"), "Schedule");
        }

        public Optional<Instant> start() {
            return instant(tree.path("start").asText());
        }

        public Optional<Instant> end() {
            return instant(tree.path("end").asText());
        }

        /** Code of the priority the slot is kept for; empty text if for any. */
        public String appointmentType() {
            return tree.path("appointmentType")
                    .path("coding")
                    .path(0)
                    .path("code")
                    .asText();
        }
    }

    public static ResourceKey key(String slot) {
        return new ResourceKey(TYPE, slot);
    }

    /** A FHIR instant or dateTime with an offset. */
    public static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Locks the slot; empty if there is none. */
    public Optional<LockedSlot> lock(ResourceKey slot) {
        return repository
                .lock(slot)
                .filter(stored -> !stored.isDeleted())
                .map(stored -> new LockedSlot(slot, stored.version(), stored.tree()));
    }

    /** Makes a free slot busy. */
    public void occupy(LockedSlot slot) {
        repository.store(occupied(slot));
    }

    /** The write that makes a slot busy, to be stored together with the appointment. */
    public static ResourceWrite occupied(LockedSlot slot) {
        return write(slot, "busy");
    }

    /** The write that makes a busy slot free again; empty if it is not busy or not there. */
    public Optional<ResourceWrite> released(ResourceKey slot) {
        return lock(slot)
                .filter(locked -> locked.tree().path("status").asText().equals("busy"))
                .map(locked -> write(locked, "free"));
    }

    /** Makes the slot of a cancelled appointment free again; a slot that is not busy, or is gone, stays as it is. */
    public void release(ResourceKey slot) {
        released(slot).ifPresent(repository::store);
    }

    private static ResourceWrite write(LockedSlot slot, String status) {
        slot.tree().put("status", status);
        return new ResourceWrite(slot.key(), Verb.PUT, slot.version(), slot.tree());
    }

    /** An appointment other than {@code except} that holds the slot; asks the index, not the status of the slot. */
    public Optional<StoredResource> holder(ResourceKey slot, String except) {
        Criterion ofSlot = new Criterion.Indexed(
                IndexId.parameter("Appointment", "slot"), List.of(new ValueMatch.Reference(TYPE, slot.id())));
        SearchQuery query = new SearchQuery("Appointment", List.of(ofSlot), List.of(), 50, Optional.empty());
        return repository.search(query).matches().stream()
                .filter(stored -> !stored.key().id().equals(except))
                .filter(stored -> isLive(stored.tree()))
                .findFirst();
    }

    /** Whether nobody else gets the slot: who attended, or did not come, has had it. */
    public static boolean keepsSlot(JsonNode appointment) {
        return !RELEASED.contains(appointment.path("status").asText());
    }

    /** Whether an appointment still needs its slot. */
    public static boolean isLive(ObjectNode appointment) {
        return !OVER.contains(appointment.path("status").asText());
    }
}
