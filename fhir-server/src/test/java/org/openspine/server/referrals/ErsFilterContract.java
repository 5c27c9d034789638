package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.created;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.parameters;
import static org.openspine.server.referrals.ServedErs.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** What a search for services finds by each criterion (5.1), and what the lines of each worklist hold (7). */
interface ErsFilterContract extends ErsWorklistContract {
    /** A bookable service of a specialty of its own, changed by the members given. */
    private String service(String specialty, String characteristics, String members) {
        String id = bookable();
        String changed = get("HealthcareService/" + id)
                .toString()
                .replace("CARDIOLOGY", specialty)
                .replace("\"characteristic\":[", "\"characteristic\":[" + characteristics)
                .replace("\"name\":", members + "\"name\":");
        put(changed);
        return id;
    }

    private static String characteristic(String system, String code) {
        return "{\"coding\":[{\"system\":\"https://fhir.nhs.uk/CodeSystem/%s\",\"code\":\"%s\"}]},"
                .formatted(system, code);
    }

    private static String extension(String name, String value) {
        return "\"extension\":[{\"url\":\"https://openspine.org/fhir/StructureDefinition/%s\",%s}],"
                .formatted(name, value);
    }

    private static String criterion(String name, String value) {
        return ",{\"name\":\"%s\",%s}".formatted(name, value);
    }

    private Response search(String specialty, boolean appropriate, String more, String parameter) {
        return sending(
                        referrer(),
                        parameters(
                                "{\"name\": \"requestType\", \"valueCoding\": {\"code\": \"APPOINTMENT_REQUEST\"}}",
                                "{\"name\": \"sortBy\", \"valueCoding\": {\"code\": \"IWT\"}}",
                                "{\"name\": \"patient\", \"valueIdentifier\": {\"value\": \"%s\"}}"
                                        .formatted(patient()),
                                """
                                {"name": "searchCriteria", "resource": {"resourceType": "Parameters", "parameter": [
                                  {"name": "priority", "valueCoding": {"code": "ROUTINE"}},
                                  {"name": "specialty", "valueCoding": {"code": "%s"}},
                                  {"name": "ageAndGenderAppropriate", "valueBoolean": %s}%s]}}%s""".formatted(specialty, appropriate, more, parameter)))
                .post("/HealthcareService/$ers.searchHealthcareServicesForPatient");
    }

    /** Services that were put into this test's specialty, in the order of the answer. */
    private List<String> found(List<String> of, String specialty, boolean appropriate, String more) {
        List<String> ids = new ArrayList<>();
        ok(search(specialty, appropriate, more, ""))
                .path("entry")
                .forEach(entry -> ids.add(entry.at("/item/identifier/value").asText()));
        ids.retainAll(of);
        return ids;
    }

    @Test
    default void a010CriteriaLeaveOutWhatDoesNotFit() {
        String specialty = "SPECIALTY_" + Fresh.serviceId();
        String slow = service(specialty, "", extension("service-wait-days", "\"valueUnsignedInt\":30"));
        String quick = service(specialty, "", extension("service-wait-days", "\"valueUnsignedInt\":3"));
        String men = service(specialty, characteristic("eRS-GenderTreated", "MALE"), "");
        String children =
                service(specialty, "", extension("service-age-treated", "\"valueRange\":{\"high\":{\"value\":16}}"));
        String urgent = service(specialty, characteristic("eRS-Priority", "URGENT"), "");
        String closed = service(specialty, "", "");
        put(get("HealthcareService/" + closed).toString().replace("\"active\":true", "\"active\":false"));
        List<String> all = List.of(slow, quick, men, children, urgent, closed);
        assertThat(found(all, specialty, false, ""))
                .startsWith(quick, slow)
                .containsExactlyInAnyOrder(quick, slow, men, children);
        assertThat(found(all, specialty, true, "")).containsExactly(quick, slow);
        String wait = criterion("indicativeAppointmentWaitTimeLimit", "\"valueUnsignedInt\":%d");
        assertThat(found(all, specialty, true, wait.formatted(20))).containsExactly(quick);
        assertThat(found(all, specialty, true, wait.formatted(30))).containsExactly(quick, slow);
        JsonNode line = ok(search(specialty, true, "", "")).at("/entry/0/extension/0");
        assertThat(ErsTree.byUrl(line, "indicativeAppointmentWaitTime")
                        .path("valueUnsignedInt")
                        .asInt())
                .isEqualTo(3);
        assertThat(ErsTree.byUrl(line, "displayProminently").has("valueBoolean"))
                .isTrue();
    }

    @Test
    default void a010ClinicTypesAndClinicalTermsAreThoseOfTheService() {
        String specialty = "SPECIALTY_" + Fresh.serviceId();
        String knees = service(specialty, "", "");
        ObjectNode entry = (ObjectNode) get("HealthcareService/" + knees);
        entry.withArray("specialty")
                .addObject()
                .putArray("coding")
                .add(ServedBase.tree(
                        "{\"system\":\"https://openspine.org/fhir/CodeSystem/CLINIC-TYPE\",\"code\":\"KNEE\"}"))
                .add(ServedBase.tree("{\"system\":\"http://snomed.info/sct\",\"code\":\"49218002\"}"));
        put(entry.toString());
        List<String> all = List.of(knees);
        String clinic = criterion(
                "clinicType",
                "\"valueCoding\":{\"system\":\"https://fhir.nhs.uk/STU3/CodeSystem/eRS-ClinicType-1\",\"code\":\"%s\"}");
        assertThat(found(all, specialty, true, clinic.formatted("KNEE"))).containsExactly(knees);
        assertThat(found(all, specialty, true, clinic.formatted("HIP"))).isEmpty();
        String term =
                criterion("clinicalTerm", "\"valueCoding\":{\"system\":\"http://snomed.info/sct\",\"code\":\"%s\"}");
        assertThat(found(all, specialty, true, term.formatted("49218002"))).containsExactly(knees);
        assertThat(found(all, specialty, true, term.formatted("22298006"))).isEmpty();
        assertRule(search(specialty, true, term.formatted("knee"), ""), 400, "SNOMED_NOT_FOUND");
        for (String provisioning : List.of(
                "ALL_AVAILABLE_FOR_BOOKING", "ALL_SERVICES", "LOCALLY_COMMISSIONABLE", "NATIONALLY_AVAILABLE")) {
            String more =
                    criterion("commissioningProvisioning", "\"valueCoding\":{\"code\":\"%s\"}".formatted(provisioning));
            assertThat(found(all, specialty, true, more)).containsExactly(knees);
        }
        assertRule(
                search(
                        specialty,
                        true,
                        criterion("commissioningProvisioning", "\"valueCoding\":{\"code\":\"FREE\"}"),
                        ""),
                400,
                "INVALID_CODE");
    }

    @Test
    default void a010TheCommissioningOrganisationIsOneThatIsOpen() {
        String closed = "Q" + Fresh.serviceId().substring(0, 2);
        put("{\"resourceType\": \"Organization\", \"id\": \"%s\", \"active\": false, \"name\": \"Closed\"}"
                .formatted(closed));
        String organisation =
                ", {\"name\": \"commissioningRuleOrganisation\", \"valueIdentifier\": {\"system\": \"https://fhir.nhs.uk/Id/ods-organization-code\", \"value\": \"%s\"}}";
        ok(search("CARDIOLOGY", true, "", organisation.formatted(GP)));
        assertRule(search("CARDIOLOGY", true, "", organisation.formatted(closed)), 400, "ORGANISATION_IS_CLOSED");
        assertRule(search("CARDIOLOGY", true, "", organisation.formatted("no code")), 400, "INVALID_VALUE");
        String advice = parameters(
                "{\"name\": \"requestType\", \"valueCoding\": {\"code\": \"ADVICE_AND_GUIDANCE_REQUEST\"}}",
                "{\"name\": \"sortBy\", \"valueCoding\": {\"code\": \"IWT\"}}",
                "{\"name\": \"patient\", \"valueIdentifier\": {\"value\": \"%s\"}}".formatted(patient()),
                """
                {"name": "searchCriteria", "resource": {"resourceType": "Parameters", "parameter": [
                  {"name": "priority", "valueCoding": {"code": "ROUTINE"}},
                  {"name": "specialty", "valueCoding": {"code": "CARDIOLOGY"}},
                  {"name": "ageAndGenderAppropriate", "valueBoolean": true}]}}""" + organisation.formatted(GP));
        assertRule(
                sending(referrer(), advice).post("/HealthcareService/$ers.searchHealthcareServicesForPatient"),
                400,
                "FIELD_NOT_PERMITTED");
    }

    private List<String> parts(JsonNode list, String kind, JsonNode referral) {
        List<String> names = new ArrayList<>();
        ErsTree.extension(ErsWorklistContract.entry(list, referral), kind + "-WorkListItem")
                .path("extension")
                .forEach(part -> names.add(part.path("url").asText()));
        return names;
    }

    private String code(JsonNode list, String kind, JsonNode referral, String part) {
        return ErsTree.coding(
                ErsTree.extension(ErsWorklistContract.entry(list, referral), kind + "-WorkListItem"), part);
    }

    @Test
    default void theListsOfReferrersTellWhereEachReferralStandsAndWhy() {
        String service = bookable();
        JsonNode unbooked = refer(patient(), service);
        JsonNode cancelled = booked(service);
        ok(cancelBooking(cancelled, "PATIENT_HOLIDAY", ""));
        JsonNode list = ok(list(referrer(), "AWAITING_BOOKING"));
        String[] common = {"patient", "priority", "referralCreated", "clinicalContext", "referralLastUpdated", "status"
        };
        assertThat(parts(list, "AwaitingBooking", unbooked)).contains(common).doesNotContain("reason");
        assertThat(parts(list, "AwaitingBooking", cancelled)).contains(common).contains("reason");
        assertThat(code(list, "AwaitingBooking", cancelled, "reason")).isEqualTo("PATIENT_HOLIDAY");
        assertThat(code(list, "AwaitingBooking", cancelled, "status")).isEqualTo("APPT_CANCELLED_BY_PATIENT");
        JsonNode triaged = awaitingTriage();
        assertThat(parts(ok(list(referrer(), "AWAITING_BOOKING")), "AwaitingBooking", triaged))
                .contains(common)
                .doesNotContain("reason");
        JsonNode missed = booked(service);
        put(get("Appointment/" + appointmentId(missed)).toString().replace("\"booked\"", "\"noshow\""));
        JsonNode ended = booked(service);
        ok(operation(provider(), ended, "cancelReferral", ErsReviewContract.cancellation("PATIENT_DIED")));
        JsonNode own = booked(service);
        ok(operation(referrer(), own, "cancelReferral", ErsReviewContract.cancellation("PATIENT_DIED")));
        JsonNode returned = ok(list(referrer(), "ASSESSMENT_RETURNED_CANCELLED_DNA"));
        String kind = "AssessmentReturnedCancelledDna";
        assertThat(code(returned, kind, missed, "status")).isEqualTo("DID_NOT_ATTEND");
        assertThat(parts(returned, kind, missed)).contains(common).doesNotContain("reason");
        assertThat(code(returned, kind, ended, "status")).isEqualTo("CANCELLED_REFERRAL");
        assertThat(code(returned, kind, ended, "reason")).isEqualTo("PATIENT_DIED");
        assertThat(parts(returned, kind, own)).isEmpty();
        for (JsonNode other : List.of(unbooked, cancelled)) {
            assertThat(parts(returned, kind, other)).isEmpty();
        }
    }

    @Test
    default void theListsOfProvidersTellWhatTheyNeed() {
        String service = bookable();
        JsonNode deferred = refer(patient(), service);
        created(sending(referrer(), proposal(deferred, service, "NO_SLOTS_AT_SERVICE", "none"))
                .post("/Appointment"));
        JsonNode issues = ok(list(provider(), "APPOINTMENT_SLOT_ISSUES", ErsWorklistContract.ofService(service)));
        assertThat(issues.path("entry")).hasSize(1);
        assertThat(parts(issues, "AppointmentSlotIssues", deferred))
                .contains(
                        "priority",
                        "patient",
                        "specialty",
                        "service",
                        "eReferralPathwayStart",
                        "reason",
                        "patientContactExpected",
                        "ubrnReceived",
                        "clinicalInformationStatus");
        JsonNode triaged = awaitingTriage();
        JsonNode review = ok(list(provider(), "REFERRALS_FOR_REVIEW"));
        assertThat(code(review, "ReferralsforReview", triaged, "referralType")).isEqualTo("TRIAGE_DEFERRAL");
        assertThat(code(review, "ReferralsforReview", triaged, "requestContextStatus"))
                .isEqualTo("NEVER_REVIEWED");
        JsonNode advice = ok(ask(patient(), service("ADVICE_AND_GUIDANCE"), "AUTHORISED_TO_CONVERT"))
                .at("/parameter/0/resource");
        assertThat(parts(ok(list(provider(), "ADVICE_AND_GUIDANCE_REQUESTS")), "AdviceAndGuidanceRequests", advice))
                .contains(
                        "priority",
                        "patient",
                        "specialty",
                        "category",
                        "adviceFirstRequested",
                        "adviceLastUpdated",
                        "service",
                        "communicationRequestVersion");
        ok(operation(
                provider(),
                advice,
                "sendCommunicationToRequester",
                ErsAdviceContract.guidance("REQUIRE_FURTHER_INFORMATION")));
        assertThat(isOn(provider(), "ADVICE_AND_GUIDANCE_REQUESTS", advice)).isFalse();
    }

    @Test
    default void aProvidersListIsFilteredBySpecialtyAndSite() {
        String service = bookable();
        booked(service);
        String only = ErsWorklistContract.ofService(service);
        String assigned =
                "{\"name\": \"specialtyAssignedIndicator\", \"valueCodeableConcept\": {\"coding\": [{\"code\": \"%s\"}]}}";
        String specialty = "{\"name\": \"specialty\", \"valueCodeableConcept\": {\"coding\": [{\"code\": \"%s\"}]}}";
        String site =
                "{\"name\": \"location\", \"valueIdentifier\": {\"system\": \"https://fhir.nhs.uk/Id/ods-site-code\", \"value\": \"%s\"}}";
        String has = assigned.formatted("ASSIGNED");
        for (String[] row : new String[][] {
            {has, "1"},
            {assigned.formatted("NOT_ASSIGNED"), ""},
            {has + ", " + specialty.formatted("CARDIOLOGY"), "1"},
            {has + ", " + specialty.formatted("UROLOGY"), ""},
            {site.formatted("RX101"), "1"},
            {site.formatted("RX102"), ""},
        }) {
            JsonNode list = ok(list(provider(), "REFERRALS_FOR_REVIEW", only, row[0]));
            assertThat(list.path("entry").size()).as(row[0]).isEqualTo(row[1].length());
            assertThat(list.has("emptyReason")).isEqualTo(row[1].isEmpty());
        }
    }
}
