package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.created;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.letters;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.parameters;
import static org.openspine.server.referrals.ServedErs.shortlist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clinicians: who refers (5.2, 5.6), who is named in a search (3.3, 5.1), to whom a referral is allocated (7). */
interface ErsClinicianContract extends ErsPublishedContract, ErsWorklistContract {
    private static String user() {
        return "7000000" + Fresh.serviceId();
    }

    private String clinician(String organisation, String... functions) {
        String user = user();
        member(organisation, user, functions);
        return user;
    }

    private static String referring(String user) {
        return "{\"name\": \"referringClinician\", \"valueIdentifier\": {\"system\": \"http://fhir.nhs.net/Id/sds-user-id\", \"value\": \"%s\"}}"
                .formatted(user);
    }

    private static String of(String patient) {
        return "{\"name\": \"patient\", \"valueIdentifier\": {\"value\": \"%s\"}}".formatted(patient);
    }

    private Response referFor(String function, String patient, String service, String user) {
        return sending(
                        as(function, GP),
                        parameters(
                                of(patient),
                                referring(user),
                                shortlist("ROUTINE", service),
                                letters("NOT_INTENDING_TO_ADD", 0)))
                .post("/ServiceRequest/$ers.createReferral");
    }

    @Test
    default void anAdminNamesAnActiveReferringClinicianOfTheOrganisation() {
        String service = bookable();
        String patient = patient();
        String inactive = clinician(GP, "REFERRING_CLINICIAN");
        String role = "PractitionerRole/PractitionerRole-" + GP + "-" + inactive;
        put(get(role).toString().replace("\"active\":true", "\"active\":false"));
        for (String[] one : List.of(
                new String[] {"REFERENCE_NOT_FOUND", user()},
                new String[] {"REFERENCED_USER_IS_NOT_ACTIVE", inactive},
                new String[] {"REFERENCED_USER_IS_NOT_RC", clinician(GP, "SERVICE_PROVIDER_CLINICIAN")},
                new String[] {"REFERENCED_USER_IS_NOT_RC_AT_ORG", clinician("B82002", "REFERRING_CLINICIAN")})) {
            assertRule(referFor("REFERRING_CLINICIAN_ADMIN", patient, service, one[1]), 422, one[0]);
            assertRule(find("REFERRING_CLINICIAN_ADMIN", patient, "", referring(one[1])), 400, one[0]);
        }
        String right = clinician(GP, "REFERRING_CLINICIAN");
        JsonNode referral = created(referFor("REFERRING_CLINICIAN_ADMIN", patient, service, right));
        JsonNode requester = ErsTree.contained(referral, "PractitionerRole");
        assertThat(referral.at("/requester/reference").asText())
                .isEqualTo("#" + requester.path("id").asText());
        assertThat(requester.at("/practitioner/identifier").toString())
                .isEqualTo("{\"system\":\"https://fhir.nhs.uk/Id/sds-user-id\",\"value\":\"%s\"}".formatted(right));
        assertThat(requester.at("/organization/identifier/value").asText()).isEqualTo(GP);
        assertThat(requester.at("/code/0/coding/0/code").asText()).isEqualTo("REFERRING_CLINICIAN");
        assertThat(matches("ServiceRequest?requester=" + role.replace(inactive, right)))
                .containsExactly("ServiceRequest/" + id(referral));
        assertRule(referFor("REFERRING_CLINICIAN", patient, service, user()), 422, "FIELD_NOT_PERMITTED");
        assertRule(find("REFERRING_CLINICIAN", patient, "", referring(user())), 400, "FIELD_NOT_PERMITTED");
        assertRule(find("REFERRING_CLINICIAN_ADMIN", patient, "", ""), 400, "VALUE_IS_REQUIRED");
    }

    private Response askFor(String function, String service, String more) {
        String all = String.join(
                ", ",
                of(patient()),
                "{\"name\": \"providerConversionAuthorisation\", \"valueCoding\": {\"code\": \"AUTHORISED_TO_CONVERT\"}}",
                shortlist("ROUTINE", service),
                "{\"name\": \"request\", \"valueString\": \"Which?\"}" + (more.isEmpty() ? "" : ", " + more));
        return sending(as(function, GP), parameters(all)).post("/ServiceRequest/$ers.createAdviceAndGuidance");
    }

    /** 5.6. */
    @Test
    default void anAdminWhoAsksForAdviceNamesTheClinicianAndAClinicianNamesNobody() {
        String service = service("ADVICE_AND_GUIDANCE");
        String user = clinician(GP, "REFERRING_CLINICIAN");
        assertRule(askFor("REFERRING_CLINICIAN_ADMIN", service, ""), 422, "VALUE_IS_REQUIRED");
        assertRule(askFor("REFERRING_CLINICIAN_ADMIN", service, referring(user())), 422, "REFERENCE_NOT_FOUND");
        assertRule(askFor("REFERRING_CLINICIAN", service, referring(user())), 422, "FIELD_NOT_PERMITTED");
        JsonNode asked = ok(askFor("REFERRING_CLINICIAN_ADMIN", service, referring(user)));
        for (int part = 0; part < 2; part++) { // the request and its first message
            JsonNode role = ErsTree.contained(asked.at("/parameter/%d/resource".formatted(part)), "PractitionerRole");
            assertThat(role.at("/practitioner/identifier/value").asText()).isEqualTo(user);
            assertThat(role.at("/organization/identifier/value").asText()).isEqualTo(GP);
        }
    }

    /** Services for a patient, by specialty or, if there is one, by the clinician who is named. */
    private Response find(String function, String patient, String named, String more) {
        String by = named.isEmpty()
                ? "{\"name\": \"specialty\", \"valueCoding\": {\"code\": \"CARDIOLOGY\"}}"
                : "{\"name\": \"namedClinician\", \"valueIdentifier\": {\"value\": \"%s\"}}".formatted(named);
        String criteria = """
                {"name": "searchCriteria", "resource": {"resourceType": "Parameters", "id": "ServiceSearchCriteria-1", "parameter": [
                  {"name": "priority", "valueCoding": {"code": "ROUTINE"}}, %s,
                  {"name": "ageAndGenderAppropriate", "valueBoolean": true}]}}""".formatted(by);
        String all = String.join(
                ", ",
                "{\"name\": \"requestType\", \"valueCoding\": {\"code\": \"APPOINTMENT_REQUEST\"}}",
                "{\"name\": \"sortBy\", \"valueCoding\": {\"code\": \"IWT\"}}",
                of(patient),
                criteria + (more.isEmpty() ? "" : ", " + more));
        return sending(as(function, GP), parameters(all))
                .post("/HealthcareService/$ers.searchHealthcareServicesForPatient");
    }

    private static String named(String list, String user) {
        return list.replace(
                "{\"name\": \"specialty\"",
                "{\"name\": \"namedClinician\", \"valueIdentifier\": {\"value\": \"%s\"}}, {\"name\": \"specialty\""
                        .formatted(user));
    }

    @Test
    default void aNamedClinicianIsFoundAtTheServicesTheyWorkFor() {
        String byDiary = bookable();
        String byRole = bookable();
        String elsewhere = bookable();
        String user = clinician(TRUST, "SERVICE_PROVIDER_CLINICIAN");
        put("""
                {"resourceType": "Schedule", "id": "diary-of-%s", "actor": [{"reference": "HealthcareService/%s"},
                 {"identifier": {"system": "https://fhir.nhs.uk/Id/sds-user-id", "value": "%s"}}]}""".formatted(user, byDiary, user));
        ObjectNode role = (ObjectNode) get("PractitionerRole/PractitionerRole-" + TRUST + "-" + user);
        role.putArray("healthcareService").addObject().put("reference", "HealthcareService/" + byRole);
        put(role.toString());
        String patient = patient();
        JsonNode found = ok(find("REFERRING_CLINICIAN", patient, user, ""));
        assertThat(found.path("entry").findValuesAsText("value"))
                .contains(byDiary, byRole)
                .doesNotContain(elsewhere);
        assertThat(found.path("entry")).hasSize(2);
        assertRule(find("REFERRING_CLINICIAN", patient, user(), ""), 400, "REFERENCE_NOT_FOUND");
        assertRule(
                find("REFERRING_CLINICIAN", patient, clinician(GP, "REFERRING_CLINICIAN"), ""),
                400,
                "REFERENCED_USER_IS_NOT_SPC");
        for (String service : List.of(byDiary, byRole, elsewhere)) {
            Response response = sending(
                            referrer(),
                            parameters(
                                    of(patient),
                                    named(shortlist("ROUTINE", service), user),
                                    letters("NOT_INTENDING_TO_ADD", 0)))
                    .post("/ServiceRequest/$ers.createReferral");
            if (service.equals(elsewhere)) {
                assertRule(response, 422, "SHORTLISTED_SERVICE_NOT_IN_RESULTS");
            } else {
                assertThat(created(response).toString()).contains(user);
            }
        }
    }

    private static String assigned(String user) {
        return "{\"name\": \"clinicianAssignedIndicator\", \"valueCodeableConcept\": {\"coding\": [{\"code\": \"%s\"}]}}%s"
                .formatted(
                        user.isEmpty() ? "NOT_ASSIGNED" : "ASSIGNED",
                        user.isEmpty()
                                ? ""
                                : ", {\"name\": \"clinician\", \"valueIdentifier\": {\"value\": \"%s\"}}"
                                        .formatted(user));
    }

    @Test
    default void aReferralIsAllocatedToAClinicianUntilItIsDecided() {
        String service = bookable();
        JsonNode referral = booked(service);
        String user = clinician(TRUST, "SERVICE_PROVIDER_CLINICIAN");
        ObjectNode stored = (ObjectNode) get("ServiceRequest/" + id(referral));
        stored.withArray("performer")
                .addObject()
                .put("reference", "PractitionerRole/PractitionerRole-" + TRUST + "-" + user);
        put(stored.toString());
        JsonNode list =
                ok(list(provider(), "REFERRALS_FOR_REVIEW", ErsWorklistContract.ofService(service), assigned(user)));
        JsonNode line = ErsTree.extension(ErsWorklistContract.entry(list, referral), "ReferralsforReview-WorkListItem");
        assertThat(ErsTree.byUrl(line, "allocatedClinician")
                        .at("/valueReference/reference")
                        .asText())
                .isEqualTo("#Practitioner-" + user);
        assertThat(ErsTree.contained(list, "Practitioner").at("/identifier/0").toString())
                .isEqualTo("{\"system\":\"https://fhir.nhs.uk/Id/sds-user-id\",\"value\":\"%s\"}".formatted(user));
        String colleague = clinician(TRUST, "SERVICE_PROVIDER_CLINICIAN");
        for (String filter : List.of(assigned(colleague), assigned(""))) {
            assertThat(ok(list(provider(), "REFERRALS_FOR_REVIEW", ErsWorklistContract.ofService(service), filter))
                            .has("entry"))
                    .as(filter)
                    .isFalse();
        }
        JsonNode rejected =
                ok(operation(provider(), reread(referral), "rejectReferral", ErsReviewContract.rejection("OTHER", "")));
        assertThat(rejected.path("performer")).hasSize(1);
    }

    @Test
    default void aListIsFilteredByCliniciansOfTheProvider() {
        String service = bookable();
        for (String[] one : List.of(
                new String[] {"REFERENCE_NOT_FOUND", user()},
                new String[] {"REFERENCED_USER_NOT_IN_ORG", clinician("RY2", "SERVICE_PROVIDER_CLINICIAN")},
                new String[] {"REFERENCED_USER_IS_NOT_SPC", clinician(TRUST, "SERVICE_PROVIDER_ADMIN")})) {
            assertRule(
                    list(provider(), "REFERRALS_FOR_REVIEW", ErsWorklistContract.ofService(service), assigned(one[1])),
                    422,
                    one[0]);
        }
        assertRule(
                list(
                        provider(),
                        "REFERRALS_FOR_REVIEW",
                        assigned(clinician(TRUST, "SERVICE_PROVIDER_CLINICIAN")).replace("\"ASSIGNED\"", "\"SOME\"")),
                422,
                "INVALID_CODE");
    }

    @Test
    default void aSlotOfAClinicianIsBookedWithThem() {
        String service = bookable();
        String user = clinician(TRUST, "SERVICE_PROVIDER_CLINICIAN");
        String slot = slot(service, 48);
        put("""
                {"resourceType": "Schedule", "id": "diary-%s", "actor": [{"reference": "HealthcareService/%s"},
                 {"reference": "PractitionerRole/PractitionerRole-%s-%s"}]}""".formatted(service, service, TRUST, user));
        JsonNode referral = refer(patient(), service);
        String body = booking(referral, service, slot);
        assertRule(sending(referrer(), body).post("/Appointment"), 422, "VALUE_IS_REQUIRED");
        assertRule(
                sending(referrer(), with(body, clinician(TRUST, "SERVICE_PROVIDER_CLINICIAN")))
                        .post("/Appointment"),
                422,
                "INAPPROPRIATE_SLOT");
        JsonNode appointment = created(sending(referrer(), with(body, user)).post("/Appointment"));
        assertThat(appointment.at("/participant/2/type/0/coding/0/code").asText())
                .isEqualTo("CON");
        assertThat(appointment.at("/participant/2/actor/identifier/value").asText())
                .isEqualTo(user);
        JsonNode list =
                ok(list(provider(), "REFERRALS_FOR_REVIEW", ErsWorklistContract.ofService(service), assigned(user)));
        JsonNode line = ErsTree.extension(ErsWorklistContract.entry(list, referral), "ReferralsforReview-WorkListItem");
        assertThat(ErsTree.byUrl(line, "namedClinician")
                        .at("/valueReference/reference")
                        .asText())
                .isEqualTo("#Practitioner-" + user);
        String query = "/Slot?schedule.actor:HealthcareService=%s&appointmentType=ROUTINE&status=free&_count=5&page=1";
        String other = slot(service, 72);
        put("""
                {"resourceType": "Schedule", "id": "diary-%s", "actor": [{"reference": "HealthcareService/%s"},
                 {"reference": "PractitionerRole/PractitionerRole-%s-%s"}]}""".formatted(service, service, TRUST, user));
        JsonNode free = ok(referrer()
                .header("NHSD-eRS-Comm-Rule-Org", GP)
                .get(query.formatted(service) + "&schedule.actor:Practitioner=" + user));
        assertThat(free.at("/entry/0/resource/id").asText()).isEqualTo(other);
        assertThat(ok(referrer()
                                .header("NHSD-eRS-Comm-Rule-Org", GP)
                                .get(query.formatted(service) + "&schedule.actor:Practitioner=" + user()))
                        .path("total")
                        .asInt())
                .isZero();
    }

    private static String with(String booking, String user) {
        return booking.replaceFirst(
                "\\}\\]\\}$",
                "}, {\"type\": [{\"coding\": [{\"code\": \"CON\"}]}, {\"text\": \"x\"}], \"actor\": {\"identifier\": {\"system\": \"http://fhir.nhs.net/Id/sds-user-id\", \"value\": \"%s\"}}, \"status\": \"accepted\"}]}"
                        .formatted(user));
    }
}
