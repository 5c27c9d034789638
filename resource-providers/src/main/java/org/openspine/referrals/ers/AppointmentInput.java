package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.error.Problem;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Referral;
import org.openspine.referrals.ReferralEvent;
import org.openspine.referrals.SlotBooking;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * An Appointment that is to be made, of which the form was checked.
 *
 * @param reason code of the reason to defer; empty text for a booking
 * @param clinician the participant that is a clinician
 */
record AppointmentInput(
        ReferralEvent event,
        String referral,
        long referralVersion,
        String service,
        String patient,
        Optional<String> slot,
        Optional<Instant> start,
        Optional<Instant> end,
        String reason,
        String comment,
        Optional<ObjectNode> clinician) {
    private static final Set<String> KNOWN = Set.of(
            "resourceType",
            "id",
            "meta",
            "language",
            "implicitRules",
            "text",
            "status",
            "description",
            "start",
            "end",
            "minutesDuration",
            "slot",
            "created",
            "comment",
            "basedOn",
            "incomingReferral",
            "participant",
            "reasonCode",
            "reason");
    private static final Set<String> DEFERRALS =
            Set.of("NO_SLOTS_AT_SERVICE", "SLOT_NOT_AVAILABLE", "BOOKING_ATTEMPT_PROBLEM");
    private static final Set<String> ACTORS = Set.of(Elements.SERVICE_ID, NhsNumber.SYSTEM, Elements.USER_ID);
    private static final int LONGEST_COMMENT = 8000;

    /** Throws the {@link BusinessError} of the first thing that is wrong with the form. */
    static AppointmentInput of(ObjectNode body) {
        if (!body.path("resourceType").asText().equals("Appointment")) {
            throw BusinessError.INVALID_FHIR_STRUCTURE.because("The body must be an Appointment");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                throw BusinessError.UNEXPECTED_FIELD.because(
                        "'%s' is not expected here".formatted(Problem.shown(name)));
            }
        });
        String status = body.path("status").asText();
        if (basedOn(body).size() > 1) {
            throw BusinessError.TOO_MANY_ITEMS.because("'basedOn' may name one referral only");
        }
        requireParticipants(body.path("participant"));
        String basedOn = basedOn(body).path(0).path("reference").asText();
        String referral = Elements.idOf(basedOn, Referral.TYPE)
                .or(() -> Elements.idOf(basedOn, "ReferralRequest"))
                .orElseThrow(() -> BusinessError.MISSING_VALUE.because("'basedOn' must name the referral"));
        long version = Elements.versionOf(basedOn)
                .orElseThrow(() -> BusinessError.MISSING_VALUE.because(
                        "'basedOn' must name the version of the referral: ServiceRequest/[id]/_history/[version]"));
        String service = only(body, Elements.SERVICE_ID, "HealthcareService", "service");
        String patient = only(body, NhsNumber.SYSTEM, "Patient", "patient");
        Optional<String> slot = Elements.idOf(body.path("slot").path(0), SlotBooking.TYPE);
        if (body.path("slot").size() > 1) {
            throw BusinessError.TOO_MANY_ITEMS.because("'slot' may name one slot only");
        }
        String comment = Inputs.optional(body, "comment", LONGEST_COMMENT);
        return switch (status) {
            case "booked" -> booking(body, referral, version, service, patient, slot, comment);
            case "proposed" -> proposal(body, referral, version, service, patient, slot, comment);
            case "" -> throw BusinessError.MISSING_VALUE.because("'status' is required");
            default ->
                throw BusinessError.INVALID_VALUE.because(
                        "'status' (%s) must be 'booked' or 'proposed'".formatted(Problem.shown(status)));
        };
    }

    private static AppointmentInput booking(
            ObjectNode body,
            String referral,
            long version,
            String service,
            String patient,
            Optional<String> slot,
            String comment) {
        if (slot.isEmpty()) {
            throw BusinessError.MISSING_VALUE.because("'slot' is required");
        }
        if (!reasons(body).isEmpty()) {
            throw BusinessError.FIELD_NOT_PERMITTED.because("A booking has no 'reasonCode'");
        }
        return new AppointmentInput(
                ReferralEvent.BOOK,
                referral,
                version,
                service,
                patient,
                slot,
                Optional.of(time(body, "start")),
                Optional.of(time(body, "end")),
                "",
                comment,
                clinicianOf(body));
    }

    private static AppointmentInput proposal(
            ObjectNode body,
            String referral,
            long version,
            String service,
            String patient,
            Optional<String> slot,
            String comment) {
        if (body.has("start") || body.has("end")) {
            throw BusinessError.FIELD_NOT_PERMITTED.because("A proposed appointment has no time");
        }
        JsonNode coding = reasons(body).path(0).path("coding").path(0);
        if (coding.isMissingNode()) {
            throw BusinessError.MISSING_VALUE.because("'reasonCode' is required");
        }
        String reason = Inputs.code("reasonCode", coding, Appointments.REVIEW_REASON);
        boolean triage = reason.equals("TRIAGE");
        if (!triage && !DEFERRALS.contains(reason)) {
            throw BusinessError.INVALID_CODE.because(
                    "'reasonCode' (%s) is not a code of the set".formatted(Problem.shown(reason)));
        }
        if (triage && slot.isPresent()) {
            throw BusinessError.FIELD_NOT_PERMITTED.because("A referral is sent for triage without a slot");
        }
        return new AppointmentInput(
                triage ? ReferralEvent.SEND_FOR_TRIAGE : ReferralEvent.DEFER,
                referral,
                version,
                service,
                patient,
                slot,
                Optional.empty(),
                Optional.empty(),
                reason,
                comment,
                clinicianOf(body));
    }

    /** Each is the service, the patient or a clinician, and takes part. */
    private static void requireParticipants(JsonNode participants) {
        if (!participants.isMissingNode() && !participants.isArray()) {
            throw BusinessError.INVALID_FHIR_STRUCTURE.because("'participant' must be a list");
        }
        int clinicians = 0;
        for (int i = 0; i < participants.size(); i++) {
            JsonNode participant = participants.get(i);
            String place = "participant[%d]".formatted(i);
            JsonNode actor = participant.path("actor");
            if (!participant.isObject() || !actor.isObject()) {
                throw BusinessError.INVALID_FHIR_STRUCTURE.because("'%s' has no 'actor'".formatted(place));
            }
            if (!participant.path("status").asText("accepted").equals("accepted")) {
                throw BusinessError.INVALID_VALUE.because("'%s/status' must be 'accepted'".formatted(place));
            }
            JsonNode identifier = actor.path("identifier");
            if (identifier.isObject()
                    && !ACTORS.contains(identifier.path("system").asText())) {
                throw BusinessError.INVALID_VALUE.because(
                        "'%s/actor' is neither service, patient nor clinician".formatted(place));
            }
            if (identifier.isObject() && Elements.text(identifier.path("value")).isEmpty()) {
                throw BusinessError.MISSING_VALUE.because("'%s/actor/identifier' has no value".formatted(place));
            }
            clinicians += identifier.path("system").asText().equals(Elements.USER_ID) ? 1 : 0;
        }
        if (clinicians > 1) {
            throw BusinessError.TOO_MANY_ITEMS.because("'participant' names more than one clinician");
        }
    }

    static JsonNode basedOn(JsonNode body) {
        return body.has("basedOn") ? body.path("basedOn") : body.path("incomingReferral");
    }

    static JsonNode reasons(JsonNode body) {
        return body.has("reasonCode") ? body.path("reasonCode") : body.path("reason");
    }

    private static String only(JsonNode body, String system, String type, String meaning) {
        List<String> ids = AppointmentView.participants(body, system, type);
        if (ids.isEmpty()) {
            throw BusinessError.MISSING_VALUE.because("'participant' does not name the %s".formatted(meaning));
        }
        if (ids.size() > 1) {
            throw BusinessError.TOO_MANY_ITEMS.because("'participant' names more than one %s".formatted(meaning));
        }
        return ids.get(0);
    }

    private static Instant time(JsonNode body, String name) {
        String text = Elements.text(body.path(name))
                .orElseThrow(() -> BusinessError.MISSING_VALUE.because("'%s' is required".formatted(name)));
        return SlotBooking.instant(text)
                .orElseThrow(() -> BusinessError.INVALID_VALUE.because("'%s' is not an instant".formatted(name)));
    }

    private static Optional<ObjectNode> clinicianOf(JsonNode body) {
        for (JsonNode participant : body.path("participant")) {
            JsonNode identifier = participant.path("actor").path("identifier");
            if (identifier.path("system").asText().equals(Elements.USER_ID)) {
                ObjectNode clinician = Elements.object();
                clinician
                        .putArray("type")
                        .add(Elements.concept(Elements.coding(
                                "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "CON", "consultant")));
                clinician.set(
                        "actor",
                        Elements.logicalReference(
                                Elements.USER_ID, identifier.path("value").asText()));
                clinician.put("status", "accepted");
                return Optional.of(clinician);
            }
        }
        return Optional.empty();
    }

    /** SDS user id of the clinician. */
    Optional<String> clinicianUser() {
        return clinician.map(participant ->
                participant.path("actor").path("identifier").path("value").asText());
    }
}
