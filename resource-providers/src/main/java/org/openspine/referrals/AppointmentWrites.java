package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.WriteRule;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;

/**
 * Plain writes of appointments: no slot is held twice, a slot is busy while it is held, and the appointment of a referral moves only
 * as an operator may tell: the patient came, did not come, or the provider cancelled.
 */
final class AppointmentWrites implements WriteRule {
    private static final String TYPE = "Appointment";

    /** What an operator may make of a booked appointment of a referral, and what becomes of the referral. */
    private static final Map<String, Optional<ReferralEvent>> OPERATORS = Map.of(
            "booked", Optional.empty(),
            "arrived", Optional.empty(),
            "checked-in", Optional.empty(),
            "fulfilled", Optional.empty(),
            "cancelled", Optional.of(ReferralEvent.PROVIDER_CANCELS),
            "noshow", Optional.of(ReferralEvent.PATIENT_MISSES));

    private final ResourceRepository repository;
    private final SlotBooking booking;

    AppointmentWrites(ResourceRepository repository) {
        this.repository = repository;
        this.booking = new SlotBooking(repository);
    }

    @Override
    public Set<String> types() {
        return Set.of(TYPE);
    }

    /** The slots of an appointment. */
    static List<ResourceKey> slots(JsonNode appointment) {
        List<ResourceKey> keys = new ArrayList<>();
        for (JsonNode slot : appointment.path("slot")) {
            Elements.idOf(slot, SlotBooking.TYPE)
                    .filter(ResourceKey::isLogicalId)
                    .map(SlotBooking::key)
                    .ifPresent(keys::add);
        }
        return keys;
    }

    /** The service that takes part. */
    static Optional<String> service(JsonNode appointment) {
        for (JsonNode participant : appointment.path("participant")) {
            Optional<String> id = Elements.idOf(participant.path("actor"), ServiceEntry.TYPE);
            if (id.isPresent()) {
                return id;
            }
        }
        return Optional.empty();
    }

    @Override
    public void check(Change change) {
        Optional<ObjectNode> current =
                change.current().filter(stored -> !stored.isDeleted()).map(StoredResource::tree);
        if (current.isPresent()) {
            ownReferral(change.key(), current.get())
                    .ifPresent(referral -> followReferral(referral, current.get(), change.next()));
        } else {
            change.next().ifPresent(tree -> requireExpected(change.key(), tree));
        }
        List<ResourceKey> before = held(current);
        List<ResourceKey> after = held(change.next());
        boolean live = change.next().filter(SlotBooking::isLive).isPresent();
        for (ResourceKey slot : after) {
            if (live || !before.contains(slot)) {
                occupy(slot, change.key().id());
            }
        }
        before.stream().filter(slot -> !after.contains(slot)).forEach(booking::release);
    }

    /** A new appointment of a referral that is there must be the one that the referral's state tells of. */
    private void requireExpected(ResourceKey key, JsonNode appointment) {
        Optional<Referral> referral = referralOf(appointment);
        String status = appointment.path("status").asText();
        if (referral.isEmpty() || (!status.equals("booked") && !status.equals("proposed"))) {
            return;
        }
        ReferralState.Live live =
                referral.get().state().map(ReferralState::appointment).orElse(ReferralState.Live.NONE);
        boolean named = referral.get().appointmentId().equals(Optional.of(key.id()));
        boolean fits = live == (status.equals("booked") ? ReferralState.Live.BOOKED : ReferralState.Live.PROPOSED);
        if (!named && (!fits || referral.get().appointmentId().isPresent())) {
            throw ReferralWrites.refusal("Appointments of a referral are made at the e-Referral Service");
        }
    }

    private static List<ResourceKey> held(Optional<ObjectNode> appointment) {
        return appointment
                .filter(SlotBooking::keepsSlot)
                .filter(tree -> !tree.path("status").asText().equals("proposed"))
                .map(AppointmentWrites::slots)
                .orElse(List.of());
    }

    private void occupy(ResourceKey slot, String appointment) {
        Optional<SlotBooking.LockedSlot> locked = booking.lock(slot);
        if (locked.isEmpty()) {
            return; // the slot may come later, or be another server's
        }
        if (booking.holder(slot, appointment).isPresent()) {
            throw new SpineException(FhirError.DUPLICATE, "The slot is held by another appointment");
        }
        if (locked.get().isFree()) {
            booking.occupy(locked.get());
        }
    }

    /** The referral of which this is the current appointment. */
    private Optional<Referral> ownReferral(ResourceKey key, JsonNode appointment) {
        return referralOf(appointment).filter(referral -> referral.appointmentId()
                .map(id -> id.equals(key.id()))
                .orElse(referral.state().equals(Optional.of(ReferralState.BOOKED))));
    }

    private Optional<Referral> referralOf(JsonNode appointment) {
        return Elements.idOf(appointment.path("basedOn").path(0), Referral.TYPE)
                .filter(ResourceKey::isLogicalId)
                .flatMap(id -> repository.lock(new ResourceKey(Referral.TYPE, id)))
                .filter(stored -> !stored.isDeleted())
                .map(Referral::of)
                .filter(referral -> Referral.isErs(referral.tree()));
    }

    private void followReferral(Referral referral, ObjectNode current, Optional<ObjectNode> next) {
        if (next.isEmpty()) {
            throw ReferralWrites.refusal("The appointment of a referral is cancelled, not deleted");
        }
        String before = current.path("status").asText();
        String after = next.get().path("status").asText();
        if (before.equals("booked") && !slots(current).equals(slots(next.get())) && after.equals("booked")) {
            throw ReferralWrites.refusal("The slot of a referral's appointment is changed at the e-Referral Service");
        }
        if (before.equals(after)) {
            return;
        }
        boolean attended = List.of("arrived", "checked-in", "fulfilled").contains(before);
        if (!(before.equals("booked") || attended) || !OPERATORS.containsKey(after)) {
            throw ReferralWrites.refusal(
                    "The appointment of a referral cannot become '%s' by a plain update".formatted(after));
        }
        OPERATORS.getOrDefault(after, Optional.empty()).ifPresent(event -> {
            ReferralState state = event.after(new ReferralEvent.Situation(
                            referral.state().orElse(ReferralState.CANCELLED_REFERRAL), ServiceKind.OTHER, false))
                    .orElseThrow(() -> ReferralWrites.refusal("The referral is not booked"));
            referral.enter(state);
            referral.unplace();
            referral.markUnreviewed();
            Worklist.tag(referral);
            repository.store(new ResourceWrite(referral.key(), Verb.PUT, referral.version(), referral.tree()));
        });
    }
}
