package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.openspine.referrals.Elements;
import org.openspine.referrals.ErsExtension;
import org.openspine.referrals.Placement;
import org.openspine.referrals.Priority;
import org.openspine.referrals.Referral;
import org.openspine.referrals.ReferralState;
import org.openspine.referrals.SlotBooking;
import org.openspine.referrals.Spelling;
import org.openspine.referrals.Worklist;
import org.openspine.terminology.identifier.NhsNumber;

/** One line of a worklist. */
record WorklistEntry(Referral referral, Optional<JsonNode> appointment, ZoneId zone) {
    private static final String ERS = "https://fhir.nhs.uk/CodeSystem/eRS-";

    /** SDS user id of the clinician of the appointment. */
    private Optional<String> named() {
        return appointment.flatMap(tree -> AppointmentView.participants(tree, Elements.USER_ID, "Practitioner").stream()
                .findFirst());
    }

    /** SDS user id of the clinician who sees to the referral: allocated by the provider, else that of the appointment. */
    Optional<String> clinician() {
        return referral.allocatedClinician().or(this::named);
    }

    /** @param contained collects resources that the line refers to, by id */
    ObjectNode node(Worklist list, Map<String, ObjectNode> contained) {
        var parts = new Parts();
        switch (list) {
            case REFERRALS_FOR_REVIEW -> review(parts, contained);
            case APPOINTMENT_SLOT_ISSUES -> slotIssue(parts);
            case ADVICE_AND_GUIDANCE_REQUESTS -> advice(parts);
            default -> referrers(parts, list);
        }
        ObjectNode entry = Elements.object();
        ObjectNode extension = entry.putArray("extension").addObject();
        extension.put("url", ErsExtension.national(list.kind() + "-WorkListItem"));
        extension.set("extension", parts.list);
        entry.set("item", Elements.reference("ServiceRequest/" + referral.id()));
        return entry;
    }

    private void review(Parts parts, Map<String, ObjectNode> contained) {
        String patient = "Patient-" + referral.nhsNumber();
        contained.computeIfAbsent(patient, id -> {
            ObjectNode resource = Elements.resource("Patient").put("id", id);
            resource.putArray("identifier").add(Elements.identifier(NhsNumber.SYSTEM, referral.nhsNumber()));
            return resource;
        });
        parts.priority(referral);
        parts.specialty(referral);
        parts.value("patient", "valueReference", Elements.reference("#" + patient));
        named().ifPresent(user -> parts.value("namedClinician", "valueReference", practitioner(user, contained)));
        referral.allocatedClinician()
                .ifPresent(user -> parts.value("allocatedClinician", "valueReference", practitioner(user, contained)));
        parts.copied("eReferralPathwayStart", referral, ErsExtension.PATHWAY_START);
        parts.truth("clinicalInfoPrinted", false);
        parts.coded("requestContextStatus", ERS + "RequestContextStatus", "NEVER_REVIEWED", "Never Reviewed");
        parts.copied("clinicalInfoFirstSubmitted", referral, ErsExtension.CLINICAL_INFO_FIRST);
        parts.copied("clinicalInfoLastUpdated", referral, ErsExtension.CLINICAL_INFO_LAST);
        appointment
                .flatMap(tree -> Elements.text(tree.path("start")))
                .flatMap(SlotBooking::instant)
                .ifPresent(start -> parts.time("appointmentStart", start));
        boolean booked = referral.state().equals(Optional.of(ReferralState.BOOKED));
        parts.coded("referralType", ERS + "ReferralType", booked ? "APPOINTMENT" : "TRIAGE_DEFERRAL", "");
        parts.service(referral);
        parts.number("referralRequestVersion", referral.version());
    }

    private static ObjectNode practitioner(String user, Map<String, ObjectNode> contained) {
        String id = "Practitioner-" + user;
        contained.computeIfAbsent(id, key -> {
            ObjectNode resource = Elements.resource("Practitioner").put("id", key);
            resource.putArray("identifier").add(Elements.identifier(Elements.USER_ID, user));
            return resource;
        });
        return Elements.reference("#" + id);
    }

    private void slotIssue(Parts parts) {
        parts.priority(referral);
        parts.specialty(referral);
        parts.patient(referral);
        parts.copied("eReferralPathwayStart", referral, ErsExtension.PATHWAY_START);
        parts.truth("clinicalInfoPrinted", false);
        Optional<Instant> created =
                appointment.flatMap(tree -> Elements.text(tree.path("created"))).flatMap(SlotBooking::instant);
        created.ifPresent(time -> {
            parts.time("ubrnReceived", time);
            LocalDate day = LocalDate.ofInstant(time, zone);
            parts.date(
                    "patientContactExpected",
                    workingDaysAfter(day, referral.priority().deferralDays()));
        });
        boolean informed = !Elements.extension(referral.tree(), ErsExtension.CLINICAL_INFO_FIRST)
                .isMissingNode();
        parts.coded(
                "clinicalInformationStatus",
                ERS + "ClinicalInformationStatus",
                informed ? "PRESENT" : "NOT_PRESENT",
                "");
        parts.reason(referral);
        parts.service(referral);
        named().ifPresent(user ->
                parts.value("namedClinician", "valueReference", Elements.logicalReference(Elements.USER_ID, user)));
    }

    /** Saturdays and Sundays do not count. */
    static LocalDate workingDaysAfter(LocalDate day, int days) {
        LocalDate reached = day;
        for (int left = days; left > 0; ) {
            reached = reached.plusDays(1);
            if (reached.getDayOfWeek() != DayOfWeek.SATURDAY && reached.getDayOfWeek() != DayOfWeek.SUNDAY) {
                left--;
            }
        }
        return reached;
    }

    private void advice(Parts parts) {
        parts.priority(referral);
        parts.specialty(referral);
        parts.patient(referral);
        referral.adviceStatus()
                .ifPresent(status -> parts.coded("category", ERS + "AdviceAndGuidanceStatus", status.name(), ""));
        Elements.text(referral.tree().path("authoredOn"))
                .flatMap(SlotBooking::instant)
                .ifPresent(time -> parts.time("adviceFirstRequested", time));
        parts.time("adviceLastUpdated", referral.lastUpdated());
        parts.referrer(referral);
        parts.service(referral);
        String clinicType = referral.shortlist().coded("clinicType");
        if (!clinicType.isEmpty()) {
            parts.coded("clinicType", SearchCriteria.CLINIC_TYPE_SET, clinicType, "");
        }
        parts.number("communicationRequestVersion", referral.version());
    }

    private void referrers(Parts parts, Worklist list) {
        parts.patient(referral);
        parts.priority(referral);
        Elements.text(referral.tree().path("authoredOn"))
                .flatMap(SlotBooking::instant)
                .ifPresent(time -> parts.time("referralCreated", time));
        String clinicType = referral.shortlist().coded("clinicType");
        parts.value(
                "clinicalContext",
                "valueString",
                JsonNodeFactory.instance.textNode(
                        clinicType.isEmpty() ? referral.specialty() : referral.specialty() + "/" + clinicType));
        parts.referrer(referral);
        if (list == Worklist.LETTERS_OUTSTANDING) {
            referral.letterDue().ifPresent(day -> parts.date("letterDue", day));
            return;
        }
        parts.time("referralLastUpdated", referral.lastUpdated());
        referral.state().ifPresent(state -> parts.coded("status", ReferralState.SYSTEM, state.name(), state.display()));
        if (list != Worklist.AWAITING_BOOKING || isAppointmentCancelled()) {
            parts.reason(referral);
        }
    }

    /** What else awaits a booking has no reason there, although its state may have one. */
    private boolean isAppointmentCancelled() {
        return referral.state()
                .filter(state -> state == ReferralState.APPT_CANCELLED_BY_PATIENT
                        || state == ReferralState.APPT_CANCELLED_BY_PROVIDER)
                .isPresent();
    }

    /** The parts of the extension, in their order. */
    private static final class Parts {
        private final ArrayNode list = JsonNodeFactory.instance.arrayNode();

        void value(String name, String type, JsonNode value) {
            list.addObject().put("url", name).set(type, value);
        }

        void coded(String name, String system, String code, String display) {
            ObjectNode coding = Elements.coding(system, code);
            if (!display.isEmpty()) {
                coding.put("display", display);
            }
            value(name, "valueCodeableConcept", Elements.concept(coding));
        }

        void priority(Referral referral) {
            coded("priority", Priority.SYSTEM, referral.priority().name(), "");
        }

        void specialty(Referral referral) {
            if (!referral.specialty().isEmpty()) {
                coded("specialty", Spelling.REFERENCE_DATA + "SPECIALTY", referral.specialty(), "");
            }
        }

        void patient(Referral referral) {
            value("patient", "valueReference", Elements.logicalReference(NhsNumber.SYSTEM, referral.nhsNumber()));
        }

        void referrer(Referral referral) {
            referral.requester()
                    .user()
                    .ifPresent(user ->
                            value("referrer", "valueReference", Elements.logicalReference(Elements.USER_ID, user)));
        }

        void service(Referral referral) {
            referral.placement().map(Placement::service).ifPresent(id -> {
                ObjectNode reference = Elements.logicalReference(Elements.SERVICE_ID, id);
                referral.shortlist()
                        .item(id)
                        .filter(item -> !item.display().isEmpty())
                        .ifPresent(item -> reference.put("display", item.display()));
                value("service", "valueReference", reference);
            });
        }

        void reason(Referral referral) {
            if (referral.stateReason() instanceof ObjectNode reason) {
                value("reason", "valueCodeableConcept", Elements.concept(reason.deepCopy()));
            }
        }

        /** A time of the record. */
        void copied(String name, Referral referral, String url) {
            JsonNode extension = Elements.extension(referral.tree(), url);
            JsonNode time =
                    extension.has("valueInstant") ? extension.path("valueInstant") : extension.path("valueDateTime");
            SlotBooking.instant(time.asText()).ifPresent(instant -> time(name, instant));
        }

        void time(String name, Instant time) {
            list.addObject().put("url", name).put("valueDateTime", Times.text(time));
        }

        void date(String name, LocalDate day) {
            list.addObject().put("url", name).put("valueDate", day.toString());
        }

        void truth(String name, boolean value) {
            list.addObject().put("url", name).put("valueBoolean", value);
        }

        void number(String name, long value) {
            list.addObject().put("url", name).put("valueInteger", value);
        }
    }
}
