package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openspine.api.FhirResponse;
import org.openspine.referrals.BusinessFunction;
import org.openspine.referrals.Elements;
import org.openspine.referrals.ErsExtension;
import org.openspine.referrals.NumberAllocator;
import org.openspine.referrals.Referral;
import org.openspine.referrals.ReferralEvent;
import org.openspine.referrals.ReferralState;
import org.openspine.referrals.Requester;
import org.openspine.referrals.ServiceEntry;
import org.openspine.referrals.ServiceKind;
import org.openspine.referrals.SlotBooking;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.ResourceKey;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** What referrers do before anything is booked: A011, A021, A031 and A032. */
final class Referring {
    private static final String LETTER_INTENTION = "https://fhir.nhs.uk/CodeSystem/eRS-ReferralLetterIntention";
    private static final Duration OLDEST_PATHWAY = Duration.ofDays(365);

    private final ErsParts parts;
    private final Appointments appointments;
    private final Reading reading;

    Referring(ErsParts parts, Reading reading) {
        this.parts = parts;
        this.appointments = new Appointments(parts);
        this.reading = reading;
    }

    private enum Intention {
        NEED_TO_ADD_LATER,
        NOT_INTENDING_TO_ADD
    }

    /** A011. */
    FhirResponse create(ErsRequest request) {
        Inputs inputs = request.inputs(
                Inputs.Input.required("patient", "valueIdentifier"),
                Inputs.Input.optional("referringClinician", "valueIdentifier"),
                Inputs.Input.required("shortlist", "resource"),
                Inputs.Input.required("intentionToAddReferralLetter", "valueCoding"),
                Inputs.Input.required("firstReminderLetterFollowUpDays", "valueUnsignedInt"),
                Inputs.Input.optional("eReferralPathwayStart", "valueInstant"));
        return create(request, inputs, false);
    }

    /** A021. */
    FhirResponse createForTriage(ErsRequest request) {
        Inputs inputs = request.inputs(
                Inputs.Input.required("patient", "valueIdentifier"),
                Inputs.Input.optional("referringClinician", "valueIdentifier"),
                Inputs.Input.required("shortlist", "resource"),
                Inputs.Input.required("intentionToAddReferralLetter", "valueCoding"),
                Inputs.Input.required("firstReminderLetterFollowUpDays", "valueUnsignedInt"));
        return create(request, inputs, true);
    }

    private FhirResponse create(ErsRequest request, Inputs inputs, boolean forTriage) {
        String nhsNumber = inputs.identifier("patient", NhsNumber.SYSTEM).orElseThrow();
        ShortlistInput input = ShortlistInput.of(inputs.one("shortlist"));
        Letter letter = letter(inputs, forTriage);
        Patients.Referred patient = parts.patients().registered(nhsNumber);
        Requester requester = requester(request.caller(), inputs.identifier("referringClinician", Elements.USER_ID));
        List<ServiceEntry> services =
                forTriage ? List.of(input.triage(parts, patient, today())) : input.referredTo(parts, patient, today());
        Instant pathwayStart = pathwayStart(inputs);
        String ubrn = NumberAllocator.ubrn(parts.ubrns().next());
        ObjectNode tree = blank(patient, ubrn, requester, pathwayStart);
        var key = new ResourceKey(Referral.TYPE, "r." + UUID.randomUUID());
        Referral referral = Referral.of(key, 0, tree);
        shortlist(referral, input, services);
        letter.applyTo(referral, today());
        referral.enter(ReferralState.NOT_BOOKED);
        String number = forTriage ? Long.toString(parts.appointmentNumbers().next()) : "";
        return parts.repository().inTransaction(() -> {
            if (forTriage) {
                sendForTriage(referral, services.get(0), number);
            }
            requireUnused(ubrn);
            parts.records().store(referral);
            parts.repository().claim(key, List.of(new BusinessKey("ubrn", ubrn)));
            return Answers.versioned(201, reading.view(referral), referral.version() + 1, request)
                    .at("%s/ServiceRequest/%s".formatted(request.base(), referral.id()));
        });
    }

    /** A record that was put into the store under a number of this service's range keeps it. */
    void requireUnused(String ubrn) {
        if (!parts.records().ofUbrn(ubrn).isEmpty()) {
            throw new org.openspine.error.SpineException(
                    org.openspine.error.FhirError.BUSY, "The number of the new request is in use already; try again");
        }
    }

    ObjectNode blank(Patients.Referred patient, String ubrn, Requester requester, Instant pathwayStart) {
        ObjectNode tree = Elements.resource(Referral.TYPE);
        Elements.setExtension(
                tree,
                ErsExtension.COMMISSIONING,
                "valueIdentifier",
                Elements.identifier(OdsCode.SYSTEM, patient.practice()));
        Elements.setExtension(
                tree, ErsExtension.PATHWAY_START, "valueInstant", TextNode.valueOf(Times.text(pathwayStart)));
        tree.putArray("identifier").add(Elements.identifier(Elements.UBRN, ubrn));
        tree.put("status", "active").put("intent", "order");
        tree.putArray("category").add(Elements.concept(Elements.coding(Referral.CATEGORY, "referral")));
        tree.set("subject", Elements.patient(patient.nhsNumber()));
        tree.put("authoredOn", Times.text(parts.clock().instant()));
        name(tree, requester);
        return tree;
    }

    /** Names the requester: the role of the directory if it has it, so that searches follow the reference; else contained. */
    void name(ObjectNode tree, Requester requester) {
        if (parts.staff().knows(requester)) {
            tree.set(
                    "requester",
                    Elements.reference("PractitionerRole/" + requester.roleId().orElseThrow()));
            return;
        }
        tree.withArray("contained").add(requester.role("requester", BusinessFunction.REFERRING_CLINICIAN));
        tree.set("requester", Elements.reference("#requester"));
    }

    /** The clinician who refers; an admin has to name one. */
    Requester requester(ErsCaller caller, Optional<String> named) {
        String organisation = caller.organisation().orElseThrow();
        if (caller.function() == BusinessFunction.REFERRING_CLINICIAN_ADMIN) {
            String user = named.orElseThrow(
                    () -> BusinessError.VALUE_IS_REQUIRED.because("'referringClinician' is required of an admin"));
            parts.staff().requireReferringClinician(user, organisation);
            return new Requester(Optional.of(organisation), Optional.of(user));
        }
        if (named.isPresent()
                && !named.equals(
                        parts.staff().referrer(caller, Optional.empty()).user())) {
            throw BusinessError.FIELD_NOT_PERMITTED.because("'referringClinician' is only for an admin");
        }
        return parts.staff().referrer(caller, Optional.empty());
    }

    private Instant pathwayStart(Inputs inputs) {
        Instant now = parts.clock().instant();
        if (!inputs.has("eReferralPathwayStart")) {
            return now;
        }
        Instant start = SlotBooking.instant(inputs.one("eReferralPathwayStart").asText())
                .orElseThrow(() -> BusinessError.INVALID_VALUE.because("'eReferralPathwayStart' is not an instant"));
        if (start.isAfter(now) || start.isBefore(now.minus(OLDEST_PATHWAY))) {
            throw BusinessError.INAPPROPRIATE_VALUE.because(
                    "'eReferralPathwayStart' must lie in the past, and not more than 365 days back");
        }
        return start;
    }

    /** What was said about the letter that is to come. */
    private record Letter(Intention intention, int reminderDays) {
        void applyTo(Referral referral, LocalDate today) {
            boolean hasLetter = !Elements.extension(referral.tree(), ErsExtension.CLINICAL_INFO_FIRST)
                    .isMissingNode();
            if (intention == Intention.NEED_TO_ADD_LATER && !hasLetter) {
                referral.setLetterDue(today.plusDays(reminderDays));
            } else {
                referral.clearLetterDue();
            }
        }
    }

    private static Letter letter(Inputs inputs, boolean forTriage) {
        Intention intention = inputs.coded("intentionToAddReferralLetter", LETTER_INTENTION, Intention.class)
                .orElseThrow();
        int days = inputs.one("firstReminderLetterFollowUpDays").asInt();
        if (forTriage && days != 0) {
            throw BusinessError.INAPPROPRIATE_VALUE.because(
                    "'firstReminderLetterFollowUpDays' must be 0 when a referral is sent for triage");
        }
        return new Letter(intention, days);
    }

    static void shortlist(Referral referral, ShortlistInput input, List<ServiceEntry> services) {
        input.kept(services).writeTo(referral.tree());
        referral.setPriority(input.criteria().priority());
        String specialty = input.criteria()
                .specialty()
                .or(() -> services.get(0).specialties().stream().findFirst())
                .orElse("");
        if (specialty.isEmpty()) {
            Elements.removeExtension(referral.tree(), ErsExtension.SPECIALTY);
        } else {
            Elements.setExtension(
                    referral.tree(), ErsExtension.SPECIALTY, "valueCoding", ReferenceData.specialty(specialty));
        }
    }

    /** Makes the appointment that stands for the triage. */
    private void sendForTriage(Referral referral, ServiceEntry service, String number) {
        referral.place(service.placement());
        referral.enter(ReferralState.AWAITING_TRIAGE, Elements.coding(Appointments.REVIEW_REASON, "TRIAGE"), "");
        referral.setAppointment(number);
        ObjectNode appointment = appointments.proposed(referral, service, Appointments.REVIEW_REASON, "TRIAGE", "");
        parts.repository().store(appointments.write(Appointments.key(number), 0, appointment, referral));
    }

    /** A031. */
    FhirResponse changeShortlist(ErsRequest request) {
        return parts.records()
                .change(request.path(1), Records.Kind.REFERRAL, request.ifMatch(), request.caller(), referral -> {
                    change(request, referral, ReferralEvent.CHANGE_SHORTLIST);
                    parts.records().store(referral);
                    return Answers.versioned(200, reading.view(referral), referral.version() + 1, request);
                });
    }

    /** A032. */
    FhirResponse changeShortlistForTriage(ErsRequest request) {
        String number = Long.toString(parts.appointmentNumbers().next());
        return parts.records()
                .change(request.path(1), Records.Kind.REFERRAL, request.ifMatch(), request.caller(), referral -> {
                    ServiceEntry service = change(request, referral, ReferralEvent.SHORTLIST_AND_TRIAGE);
                    sendForTriage(referral, service, number);
                    parts.records().store(referral);
                    ObjectNode answer = Elements.resource("Parameters");
                    answer.withArray("parameter")
                            .addObject()
                            .put("name", "updatedReferralRequest")
                            .set("resource", reading.view(referral));
                    answer.withArray("parameter")
                            .addObject()
                            .put("name", "createdAppointment")
                            .set("resource", reading.appointment(number));
                    return Answers.versioned(200, answer, referral.version() + 1, request);
                });
    }

    /** Replaces the shortlist; returns the service that is to triage, or the first. */
    private ServiceEntry change(ErsRequest request, Referral referral, ReferralEvent event) {
        boolean forTriage = event == ReferralEvent.SHORTLIST_AND_TRIAGE;
        Inputs inputs = request.inputs(
                Inputs.Input.required("shortlist", "resource"),
                Inputs.Input.required("intentionToAddReferralLetter", "valueCoding"),
                Inputs.Input.required("firstReminderLetterFollowUpDays", "valueUnsignedInt"));
        ShortlistInput input = ShortlistInput.of(inputs.one("shortlist"));
        Letter letter = letter(inputs, forTriage);
        Situations.requireState(referral, event);
        Patients.Referred patient = parts.patients().registered(referral.nhsNumber());
        List<ServiceEntry> services =
                forTriage ? List.of(input.triage(parts, patient, today())) : input.referredTo(parts, patient, today());
        Situations.require(
                referral,
                event,
                forTriage ? ServiceKind.TRIAGE : services.get(0).kind());
        shortlist(referral, input, services);
        Elements.removeExtension(referral.tree(), ErsExtension.ADDITIONAL_REQUIREMENT);
        letter.applyTo(referral, today());
        referral.clearAppointment();
        referral.unplace();
        referral.markUnreviewed();
        referral.enter(event.to());
        return services.get(0);
    }

    LocalDate today() {
        return LocalDate.ofInstant(parts.clock().instant(), ZoneOffset.UTC);
    }
}
