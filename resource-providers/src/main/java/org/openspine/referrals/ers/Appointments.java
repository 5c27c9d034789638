package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Referral;
import org.openspine.referrals.ReferralState;
import org.openspine.referrals.ServiceEntry;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/** The appointments of referrals: finding the current one, making and storing them. */
final class Appointments {
    static final String TYPE = "Appointment";
    static final String REVIEW_REASON = "https://fhir.nhs.uk/CodeSystem/eRS-ReviewReason";
    static final String REVIEW_OUTCOME = "https://fhir.nhs.uk/CodeSystem/eRS-ReviewOutcome";
    private static final Map<String, String> OUTCOMES = Map.of(
            "RETURN_TO_REFERRER_WITH_ADVICE", "Return to Referrer With Advice",
            "ACCEPT_REFER_BOOK_LATER", "Accept Refer Book Later",
            "CANCEL_APPOINTMENT_ACTION_LATER", "Cancel Appointment Action Later",
            "PROVIDER_CONVERTED_ADVICE_AND_GUIDANCE_ADMIN_TO_REFER",
                    "Provider Converted Advice and Guidance, Admin to Refer");

    private final ResourceRepository repository;
    private final Clock clock;

    Appointments(ErsParts parts) {
        this.repository = parts.repository();
        this.clock = parts.clock();
    }

    static ResourceKey key(String id) {
        return new ResourceKey(TYPE, id);
    }

    /** The current appointment: that which the referral names, or in records made elsewhere the live one based on it. */
    Optional<StoredResource> current(Referral referral) {
        Optional<StoredResource> named = referral.appointmentId()
                .filter(ResourceKey::isLogicalId)
                .flatMap(id -> repository.read(key(id)))
                .filter(stored -> !stored.isDeleted());
        boolean missing = named.isEmpty()
                && referral.state()
                        .filter(state -> state.appointment() != ReferralState.Live.NONE)
                        .isPresent();
        return missing ? basedOn(referral).stream().findFirst() : named;
    }

    private List<StoredResource> basedOn(Referral referral) {
        Criterion based = new Criterion.Indexed(
                IndexId.parameter(TYPE, "based-on"), List.of(new ValueMatch.Reference(Referral.TYPE, referral.id())));
        return repository
                .search(new SearchQuery(TYPE, List.of(based), List.of(), 50, Optional.empty()))
                .matches()
                .stream()
                .filter(stored -> List.of("booked", "proposed")
                        .contains(stored.tree().path("status").asText()))
                .toList();
    }

    /** A new appointment of a referral at a service, without status, time or reason. */
    ObjectNode draft(Referral referral, ServiceEntry service) {
        ObjectNode appointment = Elements.resource(TYPE);
        appointment.put("language", "en");
        appointment.put("description", "e-Referral Appointment");
        appointment.put("created", Times.text(clock.instant()));
        ArrayNode participants = appointment.putArray("participant");
        ObjectNode actor = Elements.reference("HealthcareService/" + service.id());
        actor.set("identifier", Elements.identifier(Elements.SERVICE_ID, service.id()));
        actor.put("display", service.name());
        participants.addObject().put("status", "accepted").set("actor", actor);
        participants.addObject().put("status", "accepted").set("actor", Elements.patient(referral.nhsNumber()));
        return appointment;
    }

    /** One that is only proposed, for the provider to act on. */
    ObjectNode proposed(Referral referral, ServiceEntry service, String system, String reason, String comment) {
        ObjectNode appointment = draft(referral, service);
        propose(appointment, system, reason, comment);
        return appointment;
    }

    /** Turns an appointment into one without time and slot that waits for somebody to act. */
    static void propose(ObjectNode appointment, String system, String reason, String comment) {
        appointment.put("status", "proposed");
        appointment.remove(List.of("start", "end", "minutesDuration", "slot", "comment", "cancelationReason"));
        setReason(appointment, reason(system, reason));
        if (!comment.isEmpty()) {
            appointment.put("comment", comment);
        }
    }

    /** Turns an appointment into a cancelled one, without time and slot. */
    static void cancel(ObjectNode appointment, ObjectNode reason, String comment) {
        appointment.put("status", "cancelled");
        appointment.remove(List.of("start", "end", "minutesDuration", "slot", "comment"));
        setReason(appointment, reason);
        appointment.set("cancelationReason", Elements.concept(reason.deepCopy()));
        if (!comment.isEmpty()) {
            appointment.put("comment", comment);
        }
    }

    /** The Coding of a review's reason or outcome; outcomes have a published display. */
    static ObjectNode reason(String system, String code) {
        ObjectNode coding = Elements.coding(system, code);
        if (OUTCOMES.containsKey(code)) {
            coding.put("display", OUTCOMES.get(code));
        }
        return coding;
    }

    private static void setReason(ObjectNode appointment, ObjectNode reason) {
        appointment.putArray("reasonCode").add(Elements.concept(reason));
    }

    /** The write of an appointment that is based on the version of the referral that is about to be stored. */
    ResourceWrite write(ResourceKey key, long version, ObjectNode appointment, Referral referral) {
        appointment
                .putArray("basedOn")
                .add(Elements.reference(
                        "ServiceRequest/%s/_history/%d".formatted(referral.id(), referral.version() + 1)));
        return new ResourceWrite(key, version == 0 ? Verb.POST : Verb.PUT, version, appointment);
    }
}
