package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.created;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.proposal;
import static org.openspine.server.referrals.ServedErs.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Decisions of providers and cancellations (A013, A014, A022, A028, A034, A036) with the reasons they may have. */
interface ErsReviewContract extends ServedErs {
    static String rejection(String code, String more) {
        return """
                {"name": "rejectionReason", "valueCoding": {"system": "https://example.org/CodeSystem/APPOINTMENT-CANCELLATION-REASON", "code": "%s"}}%s""".formatted(code, more);
    }

    static String cancellation(String code) {
        return """
                {"name": "cancellationReason", "valueCoding": {"system": "https://example.org/CodeSystem/REFERRAL-CANCELLATION-REASON", "code": "%s"}}""".formatted(code);
    }

    static String outcome(String code, String comments) {
        return """
                {"name": "reviewOutcome", "valueCoding": {"system": "https://fhir.nhs.uk/CodeSystem/eRS-ReviewOutcome", "code": "%s"}},
                {"name": "reviewComments", "valueString": "%s"}""".formatted(code, comments);
    }

    /** The body with which the current appointment of a referral is cancelled. */
    default Response cancelBooking(JsonNode referral, String code, String comment) {
        JsonNode appointment = ok(referrer().get("/Appointment/" + appointmentId(referral)));
        String body = """
                {"resourceType": "Appointment", "id": "%s", "status": "cancelled", "comment": "%s",
                 "reasonCode": [{"coding": [{"system": "https://example.org/CodeSystem/APPOINTMENT-CANCELLATION-REASON", "code": "%s"}]}],
                 "participant": %s}""".formatted(id(appointment), comment, code, appointment.path("participant"));
        return sending(
                        referrer().header("If-Match", ServedErs.tag(appointment)),
                        body.replace("\"comment\": \"\", ", ""))
                .put("/Appointment/" + id(appointment));
    }

    default String appointmentId(JsonNode referral) {
        String reference = ErsTree.extension(referral, "Appointment-Reference")
                .at("/valueReference/reference")
                .asText();
        return reference.substring(reference.indexOf('/') + 1);
    }

    default JsonNode awaitingTriage() {
        String service = triage();
        JsonNode referral = refer(patient(), service);
        created(sending(referrer(), proposal(referral, service, "TRIAGE", "x")).post("/Appointment"));
        return reread(referral);
    }

    @Test
    default void a013AcceptedReferralStaysBookedAndIsReviewedOnce() {
        JsonNode referral = booked(bookable());
        JsonNode accepted = ok(operation(provider(), referral, "acceptReferral"));
        assertThat(state(accepted)).isEqualTo("BOOKED");
        assertThat(ServedErs.version(accepted)).isEqualTo("3");
        assertRule(operation(provider(), accepted, "acceptReferral"), 422, "INVALID_REQUEST_STATE");
        assertRule(
                operation(provider(), accepted, "rejectReferral", rejection("OTHER", "")),
                422,
                "INVALID_REQUEST_STATE");
    }

    @Test
    default void a014RejectionFreesTheSlotAndTellsWhy() {
        String service = bookable();
        JsonNode referral = refer(patient(), service);
        String slot = slot(service, 48);
        created(book(referral, service, slot));
        referral = reread(referral);
        JsonNode rejected = ok(operation(
                provider(),
                referral,
                "rejectReferral",
                rejection(
                        "SERVICE_INAPPROPRIATE",
                        ", {\"name\": \"rejectionComments\", \"valueString\": \"Try rheumatology\"}")));
        assertThat(state(rejected)).isEqualTo("REJECTED");
        JsonNode extension = ErsTree.extension(rejected, "ReferralState");
        assertThat(ErsTree.coding(extension, "reason")).isEqualTo("SERVICE_INAPPROPRIATE");
        assertThat(ErsTree.byUrl(extension, "comments").path("valueString").asText())
                .isEqualTo("Try rheumatology");
        assertThat(get("Slot/" + slot).path("status").asText()).isEqualTo("free");
        JsonNode appointment = ErsTree.contained(rejected, "Appointment");
        assertThat(appointment.path("status").asText()).isEqualTo("cancelled");
        assertThat(appointment.has("start") || appointment.has("slot")).isFalse();
        assertThat(appointment.at("/reasonCode/0/coding/0/code").asText()).isEqualTo("SERVICE_INAPPROPRIATE");
    }

    @Test
    default void a014TakesOnlyReasonsToReject() {
        JsonNode referral = booked(bookable());
        assertRule(operation(provider(), referral, "rejectReferral"), 422, "MISSING_VALUE");
        assertRule(operation(provider(), referral, "rejectReferral", rejection("NONSENSE", "")), 422, "INVALID_CODE");
        for (String code : new String[] {"PATIENT_HOLIDAY", "WRONG_PROVIDER", "SLOT_CANCELLED"}) {
            assertRule(
                    operation(provider(), referral, "rejectReferral", rejection(code, "")), 422, "INAPPROPRIATE_VALUE");
        }
        assertRule(
                operation(
                        provider(),
                        referral,
                        "rejectReferral",
                        rejection("OTHER", ", {\"name\": \"appointmentCancelledInPAS\", \"valueBoolean\": true}")),
                422,
                "FIELD_NOT_PERMITTED");
        Response unknown =
                operation(provider(), referral, "rejectReferral", "{\"name\": \"x\", \"valueString\": \"y\"}");
        assertRule(unknown, 422, "UNEXPECTED_FIELD");
        assertThat(ServedBase.diagnostics(unknown)).contains("(x) unknown parameter name");
        assertThat(ServedErs.version(reread(referral))).isEqualTo("2");
    }

    @Test
    default void a022CancelsAndLeavesATaskForTheProvider() {
        JsonNode referral = booked(bookable());
        JsonNode after = ok(
                operation(
                        provider(),
                        referral,
                        "cancelAppointmentActionLater",
                        "{\"name\": \"comments\", \"valueString\": \"Call the patient\"}",
                        "{\"name\": \"priority\", \"valueCoding\": {\"system\": \"https://fhir.nhs.uk/CodeSystem/eRS-Priority\", \"code\": \"URGENT\"}}"));
        assertThat(state(after)).isEqualTo("TRIAGED_PROVIDER_TO_ACTION");
        assertThat(ErsTree.coding(ErsTree.extension(after, "ReferralState"), "reason"))
                .isEqualTo("CANCEL_APPOINTMENT_ACTION_LATER");
        assertThat(after.path("priority").asText()).isEqualTo("urgent");
        assertThat(ErsTree.contained(after, "Appointment").path("status").asText())
                .isEqualTo("proposed");
        JsonNode tasks = get("Task?focus=ServiceRequest/" + id(referral));
        assertThat(tasks.at("/entry/0/resource/status").asText()).isEqualTo("requested");
        assertThat(tasks.at("/entry/0/resource/owner/identifier/value").asText())
                .isEqualTo(TRUST);
    }

    @Test
    default void a028TriageOutcomes() {
        JsonNode later = ok(operation(
                provider(), awaitingTriage(), "recordReviewOutcome", outcome("ACCEPT_REFER_BOOK_LATER", "Book soon")));
        assertThat(state(later)).isEqualTo("TRIAGED_PROVIDER_TO_ACTION");
        JsonNode waiting = awaitingTriage();
        JsonNode returned = ok(operation(
                provider(), waiting, "recordReviewOutcome", outcome("RETURN_TO_REFERRER_WITH_ADVICE", "Not serious")));
        assertThat(state(returned)).isEqualTo("TRIAGE_RESPONSE");
        assertThat(ErsTree.contained(returned, "Appointment")
                        .at("/reasonCode/0/coding/0/code")
                        .asText())
                .isEqualTo("RETURN_TO_REFERRER_WITH_ADVICE");
        assertRule(
                operation(
                        provider(),
                        awaitingTriage(),
                        "recordReviewOutcome",
                        outcome("RETURN_TO_REFERRER_WITH_ADVICE", "x"),
                        "{\"name\": \"reviewPriority\", \"valueCoding\": {\"code\": \"URGENT\"}}"),
                422,
                "PRIORITY_NOT_CURRENT");
        assertRule(
                operation(provider(), awaitingTriage(), "recordReviewOutcome", outcome("BOOK_NOW", "x")),
                422,
                "INVALID_CODE");
    }

    @Test
    default void deferralNeedsAServiceWithoutFreeSlots() {
        String service = bookable();
        JsonNode referral = refer(patient(), service);
        String slot = slot(service, 20);
        assertRule(
                sending(referrer(), proposal(referral, service, "NO_SLOTS_AT_SERVICE", "none"))
                        .post("/Appointment"),
                422,
                "SLOTS_CURRENTLY_AVAILABLE");
        assertRule(
                sending(
                                referrer(),
                                proposal(referral, service, "SLOT_NOT_AVAILABLE", "gone")
                                        .replace(
                                                "\"status\": \"proposed\",",
                                                "\"status\": \"proposed\", \"slot\": [{\"reference\": \"Slot/" + slot
                                                        + "\"}],"))
                        .post("/Appointment"),
                422,
                "THIS_SLOT_IS_AVAILABLE");
        created(book(refer(patient(), service), service, slot));
        created(sending(referrer(), proposal(referral, service, "NO_SLOTS_AT_SERVICE", "none"))
                .post("/Appointment"));
        JsonNode after = reread(referral);
        assertThat(state(after)).isEqualTo("DEFERRED_TO_PROVIDER");
        assertThat(ErsTree.coding(ErsTree.extension(after, "ReferralState"), "reason"))
                .isEqualTo("NO_SLOTS_AT_SERVICE");
    }

    @Test
    default void a034CancelsTheBookingForAReasonOfTheReferrer() {
        String service = bookable();
        JsonNode referral = refer(patient(), service);
        String slot = slot(service, 48);
        created(book(referral, service, slot));
        referral = reread(referral);
        assertRule(cancelBooking(referral, "NONSENSE", "x"), 422, "INVALID_VALUE");
        assertRule(cancelBooking(referral, "OTHER", "x"), 422, "INAPPROPRIATE_VALUE");
        assertRule(cancelBooking(referral, "PATIENT_OTHER_ENGAGEMENT", ""), 422, "MISSING_VALUE");
        Response response = cancelBooking(referral, "PATIENT_HOLIDAY", "Away");
        JsonNode cancelled = ok(response);
        assertThat(response.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        assertThat(cancelled.has("start") || cancelled.has("end") || cancelled.has("slot"))
                .isFalse();
        assertThat(get("Slot/" + slot).path("status").asText()).isEqualTo("free");
        assertThat(state(reread(referral))).isEqualTo("APPT_CANCELLED_BY_PATIENT");
    }

    @Test
    default void a036CancelsForGoodAndTakesTheBookingAlong() {
        JsonNode referral = booked(bookable());
        Response response = operation(referrer(), referral, "cancelReferral", cancellation("PATIENT_DIED"));
        JsonNode answer = ok(response);
        assertThat(response.header("ETag")).isEqualTo("W/\"3\"");
        assertThat(answer.at("/parameter/0/name").asText()).isEqualTo("updatedReferralRequest");
        JsonNode after = answer.at("/parameter/0/resource");
        assertThat(state(after)).isEqualTo("CANCELLED_REFERRAL");
        assertThat(after.path("status").asText()).isEqualTo("revoked");
        assertThat(answer.at("/parameter/1/name").asText()).isEqualTo("updatedAppointment");
        assertThat(answer.at("/parameter/1/resource/status").asText()).isEqualTo("cancelled");
        assertRule(
                operation(referrer(), after, "cancelReferral", cancellation("PATIENT_DIED")),
                422,
                "INVALID_REQUEST_TYPE");
    }

    @Test
    default void a036ReasonsDependOnWhoAsksAndOnTheSituation() {
        JsonNode booked = booked(bookable());
        assertRule(
                operation(provider(), booked, "cancelReferral", cancellation("RAISED_IN_ERROR")),
                422,
                "INAPPROPRIATE_VALUE");
        assertRule(
                operation(provider(), booked, "cancelReferral", cancellation("TRIAGE_ENDED")),
                422,
                "INAPPROPRIATE_VALUE");
        assertRule(
                operation(referrer(), booked, "cancelReferral", cancellation("BOOKED_OUTSIDE_CAB")),
                422,
                "INAPPROPRIATE_VALUE");
        assertRule(
                operation(referrer(), booked, "cancelReferral", cancellation("PROVIDER_CANCELLATION")),
                422,
                "INAPPROPRIATE_VALUE");
        assertRule(
                operation(referrer(), booked, "cancelReferral", cancellation("PATIENT_REQUEST_CANCELLATION_OTHER")),
                422,
                "VALUE_IS_REQUIRED");
        assertRule(operation(referrer(), booked, "cancelReferral", cancellation("X")), 422, "INVALID_CODE");
        JsonNode triaged = awaitingTriage();
        JsonNode ended = ok(operation(provider(), triaged, "cancelReferral", cancellation("TRIAGE_ENDED")));
        assertThat(state(ended.at("/parameter/0/resource"))).isEqualTo("CANCELLED_REFERRAL");
        assertThat(ended.path("parameter")).hasSize(1);
        assertThat(ErsTree.contained(ended.at("/parameter/0/resource"), "Appointment")
                        .path("status")
                        .asText())
                .isEqualTo("proposed");
    }

    @Test
    default void indirectlyBookedServiceNeedsToSayWhatItsOwnSystemDid() {
        String service = service("BOOKABLE", "INDIRECTLY_BOOKABLE");
        JsonNode referral = bookedByTelephone(service);
        assertRule(operation(provider(), referral, "rejectReferral", rejection("OTHER", "")), 422, "VALUE_IS_REQUIRED");
        JsonNode rejected = ok(operation(
                provider(),
                referral,
                "rejectReferral",
                rejection("OTHER", ", {\"name\": \"appointmentCancelledInPAS\", \"valueBoolean\": false}")));
        assertThat(state(rejected)).isEqualTo("REJECTED");
        assertThat(ErsTree.contained(rejected, "Appointment").path("status").asText())
                .isEqualTo("cancelled");
        assertThat(appointmentId(rejected)).isEqualTo(appointmentId(referral)).isEqualTo("8" + service);
        assertThat(matches(
                        "ServiceRequest?_tag=https://openspine.org/fhir/CodeSystem/referral-worklist%7CINDIRECTLY_BOOKED_TO_CANCEL."
                                + TRUST))
                .contains("ServiceRequest/" + id(referral));
    }

    @Test
    default void a022TellsWhetherAnIndirectBookingIsCancelledAtTheProviderToo() {
        String comment = "{\"name\": \"comments\", \"valueString\": \"Call the patient\"}";
        String said = comment + ", {\"name\": \"appointmentCancelledInPAS\", \"valueBoolean\": %s}";
        assertRule(
                operation(provider(), booked(bookable()), "cancelAppointmentActionLater", said.formatted(true)),
                422,
                "FIELD_NOT_PERMITTED");
        for (boolean cancelled : new boolean[] {true, false}) {
            JsonNode referral = bookedByTelephone(service("BOOKABLE", "INDIRECTLY_BOOKABLE"));
            assertRule(
                    operation(provider(), referral, "cancelAppointmentActionLater", comment), 422, "VALUE_IS_REQUIRED");
            JsonNode after =
                    ok(operation(provider(), referral, "cancelAppointmentActionLater", said.formatted(cancelled)));
            assertThat(state(after)).isEqualTo("TRIAGED_PROVIDER_TO_ACTION");
            JsonNode appointment = ErsTree.contained(after, "Appointment");
            assertThat(appointment.path("status").asText()).isEqualTo("proposed");
            assertThat(appointment.has("start") || appointment.has("end")).isFalse();
            assertThat(get("ServiceRequest/" + id(referral))
                            .toString()
                            .contains("INDIRECTLY_BOOKED_TO_CANCEL." + TRUST))
                    .isEqualTo(!cancelled);
        }
    }

    /** A referral that was booked elsewhere, as it is loaded. */
    default JsonNode bookedByTelephone(String service) {
        String patient = patient();
        String number = "88" + ("0000000000" + service).substring(service.length());
        String id = "r." + java.util.UUID.randomUUID();
        put("""
                {"resourceType": "ServiceRequest", "id": "%s", "status": "active", "intent": "order",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/UBRN", "value": "%s"}],
                 "category": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest", "code": "referral"}]}],
                 "subject": {"reference": "Patient/%s", "identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}},
                 "requester": {"reference": "PractitionerRole/PractitionerRole-%s-100000000001"},
                 "performer": [{"reference": "HealthcareService/%s"}],
                 "extension": [{"url": "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-ReferralState", "extension": [
                   {"url": "state", "valueCoding": {"system": "https://fhir.nhs.uk/CodeSystem/eRS-ReferralState", "code": "BOOKED"}}]}]}""".formatted(id, number, patient, patient, GP, service));
        put("""
                {"resourceType": "Appointment", "id": "8%s", "status": "booked", "start": "%s", "end": "%s",
                 "basedOn": [{"reference": "ServiceRequest/%s"}], "participant": [
                  {"actor": {"reference": "HealthcareService/%s"}, "status": "accepted"},
                  {"actor": {"reference": "Patient/%s"}, "status": "accepted"}]}""".formatted(service, at(30), at(30), id, service, patient));
        return ok(provider().get("/ServiceRequest/" + id));
    }
}
