package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.error.SpineException;
import org.openspine.referrals.Directory;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Priority;
import org.openspine.referrals.Referral;
import org.openspine.referrals.ReferralEvent;
import org.openspine.referrals.ReferralState;
import org.openspine.referrals.ServiceEntry;
import org.openspine.referrals.SlotBooking;
import org.openspine.referrals.SlotSearch;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;

/** A016: books a slot, asks the provider to find one, or sends the referral for triage. */
final class Booking {
    private final ErsParts parts;
    private final Appointments appointments;

    Booking(ErsParts parts) {
        this.parts = parts;
        this.appointments = new Appointments(parts);
    }

    FhirResponse answer(ErsRequest request) {
        AppointmentInput input = AppointmentInput.of(request.body());
        ResourceKey referral = parts.records().key(input.referral(), Records.Kind.REFERRAL);
        String number = Long.toString(parts.appointmentNumbers().next());
        return parts.records().alone(referral, () -> parts.repository()
                .inTransaction(() -> answer(request, input, referral, number)));
    }

    /** Everything that will change is locked by one statement, so that two bookings cannot wait for each other. */
    private FhirResponse answer(ErsRequest request, AppointmentInput input, ResourceKey key, String number) {
        ResourceKey appointment = Appointments.key(number);
        List<ResourceKey> keys = new ArrayList<>(List.of(key, appointment));
        input.slot().filter(ResourceKey::isLogicalId).map(SlotBooking::key).ifPresent(keys::add);
        parts.repository().lock(keys);
        Referral referral = parts.records().lock(key, Records.Kind.REFERRAL, input.referralVersion(), request.caller());
        List<ResourceWrite> writes = new ArrayList<>();
        Optional<SlotBooking.LockedSlot> slot = input.slot()
                .filter(ResourceKey::isLogicalId)
                .map(SlotBooking::key)
                .flatMap(parts.booking()::lock);
        Found found = read(input, referral, slot);
        ServiceEntry service = found.service();
        Situations.requireState(referral, input.event());
        requirePatient(input, referral);
        ObjectNode stored = appointments.draft(referral, service);
        switch (input.event()) {
            case BOOK -> {
                book(input, referral, found, slot, stored);
                writes.add(SlotBooking.occupied(slot.orElseThrow()));
            }
            case DEFER -> defer(input, referral, service, slot, stored);
            default -> Appointments.propose(stored, Appointments.REVIEW_REASON, input.reason(), input.comment());
        }
        ReferralState after = Situations.require(referral, input.event(), service.kind());
        if (after == ReferralState.BOOKED) {
            referral.enter(after);
        } else {
            referral.enter(after, Elements.coding(Appointments.REVIEW_REASON, input.reason()), "");
        }
        referral.place(service.placement());
        referral.markUnreviewed();
        referral.setAppointment(number);
        writes.add(appointments.write(appointment, version(appointment), stored, referral));
        writes.add(parts.records().write(referral));
        parts.repository().store(writes);
        return Answers.versioned(
                        201,
                        AppointmentView.of(stored),
                        stored.path("meta").path("versionId").asLong(),
                        request)
                .at("%s/Appointment/%s".formatted(request.base(), number));
    }

    /** 0, unless somebody put an appointment of this number into the store and deleted it. */
    private long version(ResourceKey appointment) {
        Optional<StoredResource> existing = parts.repository().lock(appointment);
        if (existing.filter(stored -> !stored.isDeleted()).isPresent()) {
            throw new SpineException(
                    org.openspine.error.FhirError.BUSY, "The number of the new appointment is in use; try again");
        }
        return existing.map(StoredResource::version).orElse(0L);
    }

    /** What a booking needs to know besides what it changes. */
    private record Found(ServiceEntry service, Optional<StoredResource> schedule) {}

    /** The service, which must be on the shortlist, and the diary of the slot; one statement. */
    private Found read(AppointmentInput input, Referral referral, Optional<SlotBooking.LockedSlot> slot) {
        if (!referral.shortlist().has(input.service()) || !ResourceKey.isLogicalId(input.service())) {
            throw BusinessError.INAPPROPRIATE_VALUE.because("The service is not on the shortlist of the referral");
        }
        ResourceKey service = Directory.key(input.service());
        Optional<ResourceKey> schedule = slot.flatMap(SlotBooking.LockedSlot::schedule)
                .filter(ResourceKey::isLogicalId)
                .map(id -> new ResourceKey("Schedule", id));
        List<ResourceKey> keys = new ArrayList<>(List.of(service));
        schedule.ifPresent(keys::add);
        Map<ResourceKey, StoredResource> stored = parts.repository().read(keys);
        return new Found(
                Optional.ofNullable(stored.get(service))
                        .map(ServiceEntry::of)
                        .orElseThrow(() -> BusinessError.REFERENCE_NOT_FOUND.because("The service was not found")),
                schedule.flatMap(key -> Optional.ofNullable(stored.get(key))));
    }

    private static void requirePatient(AppointmentInput input, Referral referral) {
        if (!input.patient().equals(referral.nhsNumber())) {
            throw BusinessError.INAPPROPRIATE_VALUE.because("The patient is not the one of the referral");
        }
    }

    private static void book(
            AppointmentInput input,
            Referral referral,
            Found found,
            Optional<SlotBooking.LockedSlot> named,
            ObjectNode stored) {
        Situations.require(referral, ReferralEvent.BOOK, found.service().kind());
        SlotBooking.LockedSlot slot =
                named.orElseThrow(() -> BusinessError.REFERENCE_NOT_FOUND.because("The slot was not found"));
        StoredResource schedule = found.schedule()
                .filter(diary -> SlotSearch.isOfService(diary, found.service().id()))
                .orElseThrow(() -> BusinessError.INAPPROPRIATE_SLOT.because("The slot is not one of the service"));
        boolean otherPriority = Priority.coded(slot.appointmentType())
                .filter(priority -> priority != referral.priority())
                .isPresent();
        if (otherPriority) {
            throw BusinessError.INAPPROPRIATE_SLOT.because("The slot is kept for another priority");
        }
        if (!slot.isFree()) {
            throw BusinessError.SLOT_NOT_AVAILABLE.because("The slot is not available any more");
        }
        if (!slot.start().equals(input.start()) || !slot.end().equals(input.end())) {
            throw BusinessError.CONFLICTING_VALUES.because("Start and end are not those of the slot");
        }
        requireClinician(input, schedule);
        stored.put("status", "booked");
        stored.set("start", slot.tree().path("start"));
        stored.set("end", slot.tree().path("end"));
        stored.putArray("slot").add(Elements.reference("Slot/" + slot.key().id()));
        input.clinician().ifPresent(clinician -> stored.withArray("participant").add(clinician));
        if (!input.comment().isEmpty()) {
            stored.put("comment", input.comment());
        }
    }

    /** A diary of a clinician is booked with that clinician. */
    private static void requireClinician(AppointmentInput input, StoredResource schedule) {
        Set<String> clinicians = SlotSearch.clinicians(schedule);
        Optional<String> named = input.clinicianUser();
        if (named.isEmpty() && !clinicians.isEmpty()) {
            throw BusinessError.VALUE_IS_REQUIRED.because("'participant' must name the clinician of the slot");
        }
        if (named.isPresent() && !clinicians.contains(named.get())) {
            throw BusinessError.INAPPROPRIATE_SLOT.because("The slot is not one of the named clinician");
        }
    }

    private void defer(
            AppointmentInput input,
            Referral referral,
            ServiceEntry service,
            Optional<SlotBooking.LockedSlot> slot,
            ObjectNode stored) {
        Situations.require(referral, ReferralEvent.DEFER, service.kind());
        switch (input.reason()) {
            case "NO_SLOTS_AT_SERVICE" -> {
                if (hasFreeSlots(service, referral)) {
                    throw BusinessError.SLOTS_CURRENTLY_AVAILABLE.because("The service has free slots");
                }
            }
            case "SLOT_NOT_AVAILABLE" -> {
                String id = input.slot()
                        .orElseThrow(() ->
                                BusinessError.VALUE_IS_REQUIRED.because("'slot' must name the slot that has gone"));
                if (parts.booking()
                        .lock(SlotBooking.key(id))
                        .filter(SlotBooking.LockedSlot::isFree)
                        .isPresent()) {
                    throw BusinessError.THIS_SLOT_IS_AVAILABLE.because("The slot is still free");
                }
            }
            default -> {
                if (input.comment().isEmpty()) {
                    throw BusinessError.VALUE_IS_REQUIRED.because("'comment' must say what went wrong");
                }
            }
        }
        Appointments.propose(stored, Appointments.REVIEW_REASON, input.reason(), input.comment());
        input.slot().ifPresent(id -> stored.putArray("slot").add(Elements.reference("Slot/" + id)));
        input.clinician().ifPresent(clinician -> stored.withArray("participant").add(clinician));
    }

    private boolean hasFreeSlots(ServiceEntry service, Referral referral) {
        List<String> schedules = parts.slots().schedules(service.id(), Optional.empty()).stream()
                .map(schedule -> schedule.key().id())
                .toList();
        return parts.slots()
                        .count(new SlotSearch.Wanted(
                                schedules,
                                List.of("free"),
                                parts.clock().instant(),
                                Optional.empty(),
                                Optional.of(referral.priority().name())))
                > 0;
    }
}
