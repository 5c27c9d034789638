package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.referrals.Attachment;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Placement;
import org.openspine.referrals.Priority;
import org.openspine.referrals.Referral;
import org.openspine.referrals.ReferralEvent;
import org.openspine.referrals.ReferralState;
import org.openspine.referrals.ServiceEntry;
import org.openspine.referrals.ServiceKind;
import org.openspine.referrals.SlotBooking;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;

/** What providers decide about a referral: A013 accept, A014 reject, A022 cancel and act later, A028 the outcome of triage. */
final class Reviewing {
    private static final int LONGEST_COMMENT = 2000;

    private final ErsParts parts;
    private final Appointments appointments;
    private final AdminTasks tasks;
    private final Reading reading;

    Reviewing(ErsParts parts, Reading reading) {
        this.parts = parts;
        this.appointments = new Appointments(parts);
        this.tasks = new AdminTasks(parts);
        this.reading = reading;
    }

    /** A referral under its lock, with the appointment and service that the decision is about. */
    record UnderReview(Referral referral, Optional<StoredResource> appointment, ServiceKind kind) {}

    private FhirResponse decide(
            ErsRequest request, java.util.function.Function<UnderReview, List<ResourceWrite>> work) {
        return parts.records()
                .change(request.path(1), Records.Kind.REFERRAL, request.ifMatch(), request.caller(), referral -> {
                    List<ResourceWrite> writes = new ArrayList<>(work.apply(underReview(referral)));
                    writes.add(parts.records().write(referral));
                    parts.repository().store(writes);
                    return Answers.versioned(200, reading.view(referral), referral.version() + 1, request);
                });
    }

    private UnderReview underReview(Referral referral) {
        Optional<StoredResource> appointment = appointments.current(referral).flatMap(found -> parts.repository()
                .lock(found.key()));
        ServiceKind kind = referral.placement()
                .map(Placement::service)
                .or(() -> appointment.flatMap(found -> AppointmentView.service(found.tree())))
                .flatMap(parts.directory()::service)
                .map(ServiceEntry::kind)
                .orElse(ServiceKind.OTHER);
        return new UnderReview(referral, appointment, kind);
    }

    /** A013. */
    FhirResponse accept(ErsRequest request) {
        request.inputs();
        return decide(request, review -> {
            requireBookable(review, ReferralEvent.ACCEPT);
            review.referral().markReviewed();
            return List.of();
        });
    }

    private static void requireBookable(UnderReview review, ReferralEvent event) {
        Situations.require(review.referral(), event, review.kind());
        if (!review.kind().isBookable()) {
            throw BusinessError.INVALID_REQUEST_STATE.because("The referral is not booked into a bookable service");
        }
    }

    /** A014. */
    FhirResponse reject(ErsRequest request) {
        Inputs inputs = request.inputs(
                Inputs.Input.required("rejectionReason", "valueCoding"),
                Inputs.Input.optional("rejectionComments", "valueString"),
                Inputs.Input.optional("appointmentCancelledInPAS", "valueBoolean"));
        String comments = inputs.text("rejectionComments", LONGEST_COMMENT);
        return decide(request, review -> {
            Referral referral = review.referral();
            requireBookable(review, ReferralEvent.REJECT);
            var reason = Reasons.rejection(
                    inputs.one("rejectionReason"),
                    request.caller().function(),
                    comments,
                    parts.clock().instant());
            cancelledInPas(inputs, review);
            ObjectNode coding = ReferenceData.coding(ReferenceData.APPOINTMENT_CANCELLATION, reason);
            List<ResourceWrite> writes = end(review, appointment -> Appointments.cancel(appointment, coding, comments));
            referral.enter(ReferralEvent.REJECT.to(), coding.deepCopy(), comments);
            referral.unplace();
            referral.markUnreviewed();
            return writes;
        });
    }

    /** Only for a service that is booked in the provider's own system, and required there. */
    private static void cancelledInPas(Inputs inputs, UnderReview review) {
        Optional<Boolean> cancelled = inputs.truth("appointmentCancelledInPAS");
        if (review.kind() == ServiceKind.DIRECTLY_BOOKABLE && cancelled.isPresent()) {
            throw BusinessError.FIELD_NOT_PERMITTED.because(
                    "'appointmentCancelledInPAS' is not permitted for a directly bookable service");
        }
        if (review.kind() == ServiceKind.INDIRECTLY_BOOKABLE && cancelled.isEmpty()) {
            throw BusinessError.VALUE_IS_REQUIRED.because(
                    "'appointmentCancelledInPAS' is required for an indirectly bookable service");
        }
        if (cancelled.filter(done -> !done).isPresent()) {
            review.referral().markToCancelInPas();
        }
    }

    /** Changes the appointment and frees its slot. */
    private List<ResourceWrite> end(UnderReview review, java.util.function.Consumer<ObjectNode> change) {
        List<ResourceWrite> writes = new ArrayList<>();
        review.appointment().ifPresent(stored -> {
            ObjectNode appointment = stored.tree();
            slot(appointment).flatMap(parts.booking()::released).ifPresent(writes::add);
            change.accept(appointment);
            review.referral().setAppointment(stored.key().id()); // a record made elsewhere may not name it
            writes.add(appointments.write(stored.key(), stored.version(), appointment, review.referral()));
        });
        return writes;
    }

    static Optional<ResourceKey> slot(ObjectNode appointment) {
        return Elements.idOf(appointment.path("slot").path(0), SlotBooking.TYPE)
                .filter(ResourceKey::isLogicalId)
                .map(SlotBooking::key);
    }

    /** A022. */
    FhirResponse cancelAndActLater(ErsRequest request) {
        Inputs inputs = request.inputs(
                Inputs.Input.required("comments", "valueString"),
                Inputs.Input.optional("priority", "valueCoding"),
                Inputs.Input.optional("appointmentCancelledInPAS", "valueBoolean"),
                Inputs.Input.several("providerAttachmentFile", "resource", 0));
        String comments = inputs.text("comments", LONGEST_COMMENT);
        Optional<Priority> priority = inputs.coded("priority", Priority.SYSTEM, Priority.class);
        return decide(request, review -> {
            requireBookable(review, ReferralEvent.CANCEL_AND_ACTION_LATER);
            cancelledInPas(inputs, review);
            Referral referral = review.referral();
            attach(inputs, "providerAttachmentFile", referral);
            List<ResourceWrite> writes = new ArrayList<>(end(
                    review,
                    appointment -> Appointments.propose(
                            appointment, Appointments.REVIEW_OUTCOME, "CANCEL_APPOINTMENT_ACTION_LATER", comments)));
            priority.ifPresent(referral::setPriority);
            referral.enter(
                    ReferralState.TRIAGED_PROVIDER_TO_ACTION,
                    Appointments.reason(Appointments.REVIEW_OUTCOME, "CANCEL_APPOINTMENT_ACTION_LATER"),
                    comments);
            referral.markUnreviewed();
            writes.add(tasks.open(referral, comments));
            return writes;
        });
    }

    private enum Outcome {
        RETURN_TO_REFERRER_WITH_ADVICE,
        ACCEPT_REFER_BOOK_LATER
    }

    /** A028. */
    FhirResponse triageOutcome(ErsRequest request) {
        Inputs inputs = request.inputs(
                Inputs.Input.required("reviewOutcome", "valueCoding"),
                Inputs.Input.required("reviewComments", "valueString"),
                Inputs.Input.optional("reviewPriority", "valueCoding"),
                Inputs.Input.several("reviewAttachmentFile", "resource", 0));
        Outcome outcome = inputs.coded("reviewOutcome", Appointments.REVIEW_OUTCOME, Outcome.class)
                .orElseThrow();
        String comments = inputs.text("reviewComments", LONGEST_COMMENT);
        Optional<Priority> priority = inputs.coded("reviewPriority", Priority.SYSTEM, Priority.class);
        boolean returned = outcome == Outcome.RETURN_TO_REFERRER_WITH_ADVICE;
        ReferralEvent event = returned ? ReferralEvent.RETURN_WITH_ADVICE : ReferralEvent.ACCEPT_AND_BOOK_LATER;
        return decide(request, review -> {
            Referral referral = review.referral();
            ReferralState after = Situations.require(referral, event, review.kind());
            if (returned
                    && priority.filter(asked -> asked != referral.priority()).isPresent()) {
                throw BusinessError.PRIORITY_NOT_CURRENT.because(
                        "'reviewPriority' cannot change the priority of a referral that is returned");
            }
            attach(inputs, "reviewAttachmentFile", referral);
            List<ResourceWrite> writes = new ArrayList<>(end(
                    review,
                    appointment ->
                            Appointments.propose(appointment, Appointments.REVIEW_OUTCOME, outcome.name(), comments)));
            referral.enter(after, Appointments.reason(Appointments.REVIEW_OUTCOME, outcome.name()), comments);
            if (returned) {
                referral.unplace();
            } else {
                priority.ifPresent(referral::setPriority);
                writes.add(tasks.open(referral, comments));
            }
            return writes;
        });
    }

    /** Files of the provider join those of the referral. */
    private void attach(Inputs inputs, String parameter, Referral referral) {
        List<Attachment> files = parts.files().named(parameter, inputs.all(parameter), referral, true);
        List<String> documents = new ArrayList<>(referral.documents());
        documents.addAll(parts.files().attach(files, Attachment.Kind.PROVIDER, referral));
        referral.setDocuments(documents);
    }
}
