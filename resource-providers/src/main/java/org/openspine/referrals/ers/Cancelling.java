package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Placement;
import org.openspine.referrals.Referral;
import org.openspine.referrals.ReferralEvent;
import org.openspine.referrals.ReferralState;
import org.openspine.referrals.ServiceEntry;
import org.openspine.referrals.ServiceKind;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;

/** A034, which cancels a booked appointment, and A036, which cancels the referral. */
final class Cancelling {
    private static final int LONGEST_COMMENT = 2000;

    /** What an update may hold beside status and reason: it must be as it is. */
    private static final Set<String> UNCHANGED = Set.of("start", "end", "slot", "minutesDuration");

    private static final Set<String> KNOWN = Set.of(
            "resourceType",
            "id",
            "meta",
            "language",
            "implicitRules",
            "text",
            "contained",
            "extension",
            "status",
            "description",
            "created",
            "comment",
            "basedOn",
            "incomingReferral",
            "participant",
            "reasonCode",
            "reason",
            "cancelationReason",
            "cancellationReason");

    private final ErsParts parts;
    private final Appointments appointments;
    private final AdminTasks tasks;
    private final Reading reading;

    Cancelling(ErsParts parts, Reading reading) {
        this.parts = parts;
        this.appointments = new Appointments(parts);
        this.tasks = new AdminTasks(parts);
        this.reading = reading;
    }

    /** A034. */
    FhirResponse booking(ErsRequest request) {
        ObjectNode body = request.body();
        if (!body.path("resourceType").asText().equals("Appointment")) {
            throw BusinessError.INVALID_FHIR_STRUCTURE.because("The body must be an Appointment");
        }
        ResourceKey key = Optional.of(request.path(1))
                .filter(ResourceKey::isLogicalId)
                .map(Appointments::key)
                .orElseThrow(Reading::unknownAppointment);
        StoredResource known = parts.repository()
                .read(key)
                .filter(stored -> !stored.isDeleted())
                .orElseThrow(Reading::unknownAppointment);
        String referral = Elements.idOf(known.tree().path("basedOn").path(0), Referral.TYPE)
                .orElseThrow(Reading::unknownAppointment);
        ResourceKey requestKey = new ResourceKey(Referral.TYPE, referral);
        return parts.records().alone(requestKey, () -> parts.repository()
                .inTransaction(() -> booking(request, body, key, requestKey)));
    }

    private FhirResponse booking(ErsRequest request, ObjectNode body, ResourceKey key, ResourceKey referralKey) {
        parts.repository().lock(List.of(key, referralKey));
        Referral referral = parts.repository()
                .lock(referralKey)
                .filter(stored -> !stored.isDeleted())
                .map(Referral::of)
                .orElseThrow(Reading::unknownAppointment);
        parts.records().relationship().require(referral, request.caller());
        StoredResource stored = parts.repository().lock(key).orElseThrow(Reading::unknownAppointment);
        if (stored.version() != request.ifMatch()) {
            throw new SpineException(
                    ErsError.CONFLICT, "The current version is another one; read the appointment again and retry");
        }
        boolean current = appointments
                .current(referral)
                .filter(found -> found.key().equals(key))
                .isPresent();
        if (!current) {
            throw BusinessError.INVALID_STATE.because("This is not the current appointment of the referral");
        }
        ObjectNode appointment = stored.tree();
        requireOnlyCancellation(body, appointment);
        Situations.require(referral, ReferralEvent.CANCEL_APPOINTMENT, kind(referral, appointment));
        String comment = Inputs.optional(body, "comment", LONGEST_COMMENT);
        var reason = Reasons.appointment(
                reason(body),
                request.caller().function(),
                comment,
                parts.clock().instant());
        ObjectNode coding = ReferenceData.coding(ReferenceData.APPOINTMENT_CANCELLATION, reason);
        List<ResourceWrite> writes = new ArrayList<>();
        Reviewing.slot(appointment).flatMap(parts.booking()::released).ifPresent(writes::add);
        Appointments.cancel(appointment, coding, comment);
        writes.add(appointments.write(key, stored.version(), appointment, referral));
        referral.enter(ReferralEvent.CANCEL_APPOINTMENT.to(), coding.deepCopy(), comment);
        referral.unplace();
        referral.markUnreviewed();
        writes.add(parts.records().write(referral));
        parts.repository().store(writes);
        return Answers.versioned(200, AppointmentView.of(appointment), stored.version() + 1, request);
    }

    private ServiceKind kind(Referral referral, ObjectNode appointment) {
        return referral.placement()
                .map(Placement::service)
                .or(() -> AppointmentView.service(appointment))
                .flatMap(parts.directory()::service)
                .map(ServiceEntry::kind)
                .orElse(ServiceKind.OTHER);
    }

    private static JsonNode reason(ObjectNode body) {
        for (JsonNode concept : new JsonNode[] {
            AppointmentInput.reasons(body).path(0), body.path("cancelationReason"), body.path("cancellationReason")
        }) {
            if (!concept.path("coding").path(0).isMissingNode()) {
                return concept.path("coding").path(0);
            }
        }
        throw BusinessError.MISSING_VALUE.because("'reasonCode' is required");
    }

    private static void requireOnlyCancellation(ObjectNode body, ObjectNode stored) {
        body.fieldNames().forEachRemaining(name -> {
            boolean same = UNCHANGED.contains(name) && body.path(name).equals(stored.path(name));
            if (!KNOWN.contains(name) && !same) {
                throw BusinessError.UNEXPECTED_FIELD.because(
                        "'%s' is not expected here".formatted(Problem.shown(name)));
            }
        });
        String status = body.path("status").asText();
        if (!status.equals("cancelled")) {
            throw status.isEmpty()
                    ? BusinessError.MISSING_VALUE.because("'status' is required")
                    : BusinessError.INAPPROPRIATE_VALUE.because("'status' can only become 'cancelled'");
        }
        String id = body.path("id").asText();
        if (!id.isEmpty() && !id.equals(stored.path("id").asText())) {
            throw BusinessError.CONFLICTING_VALUES.because("'id' is not that of the address");
        }
        Optional<String> service = AppointmentView.service(body);
        if (service.isPresent() && !service.equals(AppointmentView.service(stored))) {
            throw BusinessError.INAPPROPRIATE_VALUE.because("'participant' names another service");
        }
    }

    /** A036. */
    FhirResponse referral(ErsRequest request) {
        Inputs inputs = request.inputs(
                Inputs.Input.required("cancellationReason", "valueCoding"),
                Inputs.Input.optional("cancellationComments", "valueString"));
        String comments = inputs.text("cancellationComments", LONGEST_COMMENT);
        return parts.records()
                .change(request.path(1), Records.Kind.REFERRAL, request.ifMatch(), request.caller(), referral -> {
                    Situations.requireState(referral, ReferralEvent.CANCEL_REFERRAL);
                    ReferralState state = referral.state().orElseThrow();
                    var reason = Reasons.referral(
                            inputs.one("cancellationReason"),
                            request.caller().function(),
                            state,
                            comments,
                            parts.clock().instant());
                    return cancel(request, referral, state, reason, comments);
                });
    }

    private FhirResponse cancel(
            ErsRequest request, Referral referral, ReferralState state, ReferenceData.Concept reason, String comments) {
        List<ResourceWrite> writes = new ArrayList<>();
        Optional<ObjectNode> cancelled = state == ReferralState.BOOKED
                ? cancelAppointment(referral, reason, comments, writes)
                : Optional.empty();
        referral.enter(
                ReferralEvent.CANCEL_REFERRAL.to(),
                ReferenceData.coding(ReferenceData.REFERRAL_CANCELLATION, reason),
                comments);
        if (request.caller().isProvider()) {
            referral.markCancelledByProvider();
        }
        referral.unplace();
        referral.clearLetterDue();
        tasks.close(referral, "cancelled").ifPresent(writes::add);
        writes.add(parts.records().write(referral));
        parts.repository().store(writes);
        ObjectNode answer = Elements.resource("Parameters");
        answer.withArray("parameter")
                .addObject()
                .put("name", "updatedReferralRequest")
                .set("resource", reading.view(referral));
        cancelled.ifPresent(appointment -> answer.withArray("parameter")
                .addObject()
                .put("name", "updatedAppointment")
                .set("resource", AppointmentView.of(appointment)));
        return Answers.versioned(200, answer, referral.version() + 1, request);
    }

    /** A referral's end is the end of its booked appointment; one that is only proposed stays as it is. */
    private Optional<ObjectNode> cancelAppointment(
            Referral referral, ReferenceData.Concept reason, String comments, List<ResourceWrite> writes) {
        Optional<StoredResource> current = appointments
                .current(referral)
                .flatMap(found -> parts.repository().lock(found.key()))
                .filter(found -> found.tree().path("status").asText().equals("booked"));
        return current.map(stored -> {
            ObjectNode appointment = stored.tree();
            Reviewing.slot(appointment).flatMap(parts.booking()::released).ifPresent(writes::add);
            String code = reason.is("appointmentRequestCancellationReasonType", "PATIENT")
                    ? "PATIENT_APPOINTMENT_CANCELLATION_OTHER"
                    : "PROVIDER_CANCELLATION";
            var why = ReferenceData.concept(ReferenceData.APPOINTMENT_CANCELLATION, code)
                    .orElseThrow();
            Appointments.cancel(
                    appointment, ReferenceData.coding(ReferenceData.APPOINTMENT_CANCELLATION, why), comments);
            referral.setAppointment(stored.key().id());
            writes.add(appointments.write(stored.key(), stored.version(), appointment, referral));
            return appointment;
        });
    }
}
