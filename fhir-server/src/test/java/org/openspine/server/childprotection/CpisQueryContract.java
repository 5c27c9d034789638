package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.childprotection.ServedProtection.assertError;
import static org.openspine.server.childprotection.ServedProtection.ok;
import static org.openspine.server.childprotection.ServedProtection.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.StatementCounts;

/** Queries for the plans of a child: shapes, spellings, headers, and what a look leaves behind. */
interface CpisQueryContract extends ServedProtection {
    @Test
    default void everyPlanIsOneCareTeamInThePublishedShape() {
        String number = patient();
        storePlan(number);
        JsonNode bundle = ok(silent().get("/CareTeam?" + BY_NUMBER + number));
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        assertThat(bundle.path("total").asInt()).isEqualTo(1);
        assertThat(bundle.at("/entry/0/search/mode").asText()).isEqualTo("match");
        JsonNode team = bundle.at("/entry/0/resource");
        assertThat(team.has("meta")).isFalse();
        assertThat(team.path("status").asText()).isEqualTo("active");
        assertThat(team.at("/category/0/coding/0/system").asText()).isEqualTo("http://snomed.info/sct");
        assertThat(team.at("/category/0/coding/0/code").asText()).isEqualTo(CHILD_PROTECTION);
        assertThat(team.at("/category/0/coding/0/display").asText()).isEqualTo("Subject to child protection plan");
        assertThat(team.path("name").asText()).isEqualTo("991 - WHARFEDALE COUNCIL");
        assertThat(team.at("/subject/identifier/system").asText()).isEqualTo("https://fhir.nhs.uk/Id/nhs-number");
        assertThat(team.at("/subject/identifier/value").asText()).isEqualTo(number);
        assertThat(team.at("/subject/reference").asText()).isEqualTo("Patient/" + number);
        assertThat(team.at("/period/start").asText()).isEqualTo("2026-07-22");
        assertThat(team.at("/telecom/0/use").asText()).isEqualTo("work");
        assertThat(team.at("/telecom/1/use").asText()).isEqualTo("mobile");
        assertThat(team.at("/managingOrganization/0/identifier/value").asText()).isEqualTo("991");
    }

    @Test
    default void totalIsZeroWhereThereIsNoPlan() {
        for (String number : List.of(patient(), Numbers.next())) {
            JsonNode bundle = ok(silent().get("/CareTeam?" + BY_NUMBER + number));
            assertThat(bundle.path("total").asInt(-1)).isZero();
            assertThat(bundle.has("entry")).isFalse();
        }
    }

    @Test
    default void allSpellingsOfThePatientAreAccepted() {
        String number = patient();
        storePlan(number);
        for (String query : List.of(
                "patient=" + number,
                "patient=Patient/" + number,
                "patient=https://fhir.nhs.uk/Id/nhs-number%7C" + number,
                "patient:identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C" + number,
                BY_NUMBER + number + ";")) {
            assertThat(ok(silent().get("/CareTeam?" + query)).path("total").asInt())
                    .as(query)
                    .isEqualTo(1);
        }
        assertThat(ok(silent().get("/CPIS/CareTeam?patient=" + number))
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    default void badSearchDataIsRefused() {
        String number = patient();
        for (String query : List.of(
                "",
                "?patient:identifier=",
                "?" + BY_NUMBER + "1234567890",
                "?" + BY_NUMBER + "12345",
                "?patient:identifier=https://fhir.nhs.uk/Id/other%7C" + number,
                "?patient=" + number + "&patient=" + number,
                "?" + BY_NUMBER + number + "&status=active")) {
            for (String type : List.of("CareTeam", "AuditEvent")) {
                assertError(silent().get("/" + type + query), 400, "invalid", "INVALID_SEARCH_DATA", "");
            }
        }
    }

    @Test
    default void anotherWordThanTrueOrFalseInTheHeaderIsRefusedBeforeTheNumberIsLookedAt() {
        Response response = cpis().header("IsUnscheduledAccessEvent", "maybe").get("/CareTeam?" + BY_NUMBER + "1");
        assertError(response, 400, "invalid", "PRECONDITION_FAILED", "Missing or invalid head parameter");
    }

    @Test
    default void theTokenComesBeforeTheHeader() {
        Response response = cpis().header("Authorization", "Bearer ")
                .header("IsUnscheduledAccessEvent", "maybe")
                .get("/CareTeam");
        assertError(response, 401, "forbidden", "ACCESS_DENIED", "");
    }

    @Test
    default void unattendedAccessIsNotAcceptableAndLeavesARefusedAuditRecord() {
        String number = patient();
        Response response =
                cpis().header("OpenSpine-Access-Mode", "application-restricted").get("/CareTeam?" + BY_NUMBER + number);
        assertError(response, 403, "forbidden", "ACCESS_DENIED", "");
        JsonNode audit = get("AuditEvent?patient=Patient/" + number).at("/entry/0/resource");
        assertThat(audit.path("outcome").asText()).isEqualTo("8");
        assertThat(accesses(number)).isEmpty();
    }

    @Test
    default void patientsAreNeverShownChildProtection() {
        String number = patient();
        Response response = cpis().header("NHSD-NHSLogin-User", "P9:" + number).get("/CareTeam?" + BY_NUMBER + number);
        assertError(response, 403, "forbidden", "ACCESS_DENIED", "");
    }

    @Test
    default void answersMirrorTheHeadersOfTheRequest() {
        Response response = silent().header("TraceID", "7b2f8f0e-6d0a-4c39-b0c6-91b5d4f0b111")
                .header("X-Request-ID", "60e0b220-8136-4ca5-ae46-1d97ef59d068")
                .header("X-Correlation-ID", "anything")
                .get("/CareTeam?" + BY_NUMBER + Numbers.next());
        assertThat(response.header("TraceID")).isEqualTo("7b2f8f0e-6d0a-4c39-b0c6-91b5d4f0b111");
        assertThat(response.header("X-Request-ID")).isEqualTo("60e0b220-8136-4ca5-ae46-1d97ef59d068");
        assertThat(response.header("X-Correlation-ID")).isEqualTo("anything");
        assertThat(response.header("Date")).isNotEmpty();
        assertThat(response.contentType()).isEqualTo("application/fhir+json");
    }

    @Test
    default void unscheduledIsWhatIsSaidOrWhatIsNotSaidAtAll() {
        String number = patient();
        cpis().get("/CareTeam?" + BY_NUMBER + number).then().statusCode(200);
        cpis().header("IsUnscheduledAccessEvent", "TRUE").get("/CareTeam?" + BY_NUMBER + number);
        cpis().header("IsUnscheduledEvent", "true").get("/CareTeam?" + BY_NUMBER + number);
        assertThat(accesses(number)).hasSize(3);
        cpis().header("IsUnscheduledEvent", "False").get("/CareTeam?" + BY_NUMBER + number);
        cpis().header("IsUnscheduledAccessEvent", "false")
                .header("IsUnscheduledEvent", "true")
                .get("/CareTeam?" + BY_NUMBER + number);
        assertThat(accesses(number)).hasSize(3);
    }

    @Test
    default void theAccessListNamesTheViewerAsTheDirectoryKnowsThem() {
        String number = patient();
        sending("""
                {"resourceType": "PractitionerRole", "id": "role-night", "active": true,
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/sds-role-profile-id", "value": "555254240100"}],
                 "practitioner": {"display": "Nurse Adaeze Quill",
                   "identifier": {"system": "https://fhir.nhs.uk/Id/sds-user-id", "value": "555254239107"}},
                 "organization": {"reference": "Organization/RZ901", "display": "Dalehead Royal Infirmary",
                   "identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "RZ901"}},
                 "code": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/NHSDigital-SDS-JobRoleCode",
                   "code": "S8000:G8000:R8001", "display": "Nurse Access Role"}]}]}""").put("/PractitionerRole/role-night");
        cpis().header("NHSD-Session-URID", "555254240100")
                .header("TraceID", "7b2f8f0e-6d0a-4c39-b0c6-91b5d4f0b222")
                .get("/CareTeam?" + BY_NUMBER + number);
        JsonNode bundle = ok(silent().get("/AuditEvent?" + BY_NUMBER + number
                + "&_include=AuditEvent:entity-type=http://terminology.hl7.org/CodeSystem/v3-RoleClass%7CASSIGNED"));
        assertThat(bundle.path("total").asInt()).isEqualTo(1);
        JsonNode event = bundle.at("/entry/0/resource");
        assertThat(event.path("recorded").asText()).isNotEmpty();
        assertThat(event.path("action").asText()).isEqualTo("R");
        assertThat(event.at("/type/code").asText()).isEqualTo("rest");
        assertThat(event.at("/subtype/0/code").asText()).isEqualTo("search-type");
        assertThat(event.at("/agent/0/who/reference").asText()).isEqualTo("PractitionerRole/role-night");
        assertThat(event.at("/agent/0/requestor").asBoolean()).isTrue();
        assertThat(event.at("/entity/0/type/code").asText()).isEqualTo("ASSIGNED");
        assertThat(event.at("/entity/0/what/reference").asText()).isEqualTo("PractitionerRole/role-night");
        assertThat(event.at("/entity/1/what/identifier/value").asText()).isEqualTo(number);
        assertThat(bundle.at("/entry/1/search/mode").asText()).isEqualTo("include");
        JsonNode role = bundle.at("/entry/1/resource");
        assertThat(role.at("/practitioner/display").asText()).isEqualTo("Nurse Adaeze Quill");
        assertThat(role.at("/code/0/coding/0/display").asText()).isEqualTo("Nurse Access Role");
        assertThat(role.at("/organization/display").asText()).isEqualTo("Dalehead Royal Infirmary");
        assertThat(get("AuditEvent?patient=Patient/" + number).toString())
                .contains("7b2f8f0e-6d0a-4c39-b0c6-91b5d4f0b222");
    }

    @Test
    default void practitionerRolesAreIncludedWithoutBeingAskedForAndUnknownOnesArePlaceholders() {
        String number = patient();
        cpis().get("/CareTeam?" + BY_NUMBER + number);
        JsonNode bundle = ok(silent().get("/AuditEvent?" + BY_NUMBER + number));
        JsonNode role = resources(bundle, "PractitionerRole").get(0);
        assertThat(role.at("/practitioner/display").asText()).isEqualTo("Unknown");
        assertThat(role.at("/organization/display").asText()).isEqualTo("Unknown");
        assertThat(bundle.at("/entry/0/resource/agent/0/who/reference").asText())
                .isEqualTo("PractitionerRole/" + role.path("id").asText());
    }

    @Test
    default void theAccessListHoldsTheTwentyFiveLatestNewestFirst() {
        String number = patient();
        for (int i = 0; i < 27; i++) {
            cpis().get("/CareTeam?" + BY_NUMBER + number).then().statusCode(200);
        }
        JsonNode bundle = ok(silent().get("/AuditEvent?" + BY_NUMBER + number));
        assertThat(bundle.path("total").asInt()).isEqualTo(25);
        List<String> times = resources(bundle, "AuditEvent").stream()
                .map(event -> event.path("recorded").asText())
                .toList();
        assertThat(times).hasSize(25).isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(resources(bundle, "PractitionerRole")).hasSize(1);
    }

    @Test
    default void aLookAtTheAccessListIsAuditedButDoesNotAddToIt() {
        String number = patient();
        cpis().get("/AuditEvent?" + BY_NUMBER + number).then().statusCode(200);
        assertThat(accesses(number)).isEmpty();
        assertThat(get("AuditEvent?patient=Patient/" + number).path("entry")).hasSize(2);
    }

    @Test
    default void everyUnscheduledQueryNotifiesTheTeamOfEachActivePlan() {
        String number = patient();
        storePlan(number);
        upload(plan(number, LOOKED_AFTER, "2026-08-01", "", "992 - CALDER VALE COUNCIL"));
        upload(plan(number, UNBORN, "2018-08-01", ", \"end\": \"2019-03-04\"", "991 - WHARFEDALE COUNCIL"));
        silent().get("/CareTeam?" + BY_NUMBER + number);
        assertThat(notifications(number)).isEmpty();
        cpis().get("/CareTeam?" + BY_NUMBER + number);
        cpis().get("/CareTeam?" + BY_NUMBER + number);
        List<JsonNode> notifications = notifications(number);
        assertThat(notifications).hasSize(4);
        assertThat(notifications)
                .extracting(node -> node.at("/recipient/1/identifier/value").asText())
                .containsExactlyInAnyOrder("991", "992", "991", "992");
        JsonNode first = notifications.get(0);
        assertThat(first.at("/category/0/coding/0/system").asText())
                .isEqualTo("http://terminology.hl7.org/CodeSystem/communication-category");
        assertThat(first.at("/category/0/coding/0/code").asText()).isEqualTo("notification");
        assertThat(first.at("/reasonCode/0/coding/0/code").asText()).isEqualTo("unscheduled-access");
        assertThat(first.at("/reasonCode/0/coding/0/system").asText())
                .isEqualTo("https://openspine.org/fhir/CodeSystem/cpis-notification-reason");
        assertThat(first.at("/recipient/0/reference").asText()).startsWith("CareTeam/");
        assertThat(first.at("/about/0/reference").asText()).startsWith("CarePlan/");
        assertThat(first.at("/about/1/reference").asText()).startsWith("Flag/");
        assertThat(first.path("sent").asText()).isNotEmpty();
        assertThat(first.at("/payload/0/contentString").asText()).contains("unscheduled", "Unknown");
    }

    @Test
    default void aPlanIsReadByTheIdUnderWhichItWasFound() {
        String number = patient();
        storePlan(number);
        JsonNode found = plans(number).get(0);
        assertThat(ok(silent().get("/CareTeam/" + found.path("id").asText()))).isEqualTo(found);
        assertError(silent().get("/CareTeam/nobody"), 404, "not-found", "RESOURCE_NOT_FOUND", "");
        cpis().get("/CareTeam?" + BY_NUMBER + number);
        JsonNode access = accesses(number).get(0);
        assertThat(ok(silent().get("/AuditEvent/" + access.path("id").asText())))
                .isEqualTo(access);
        assertError(silent().get("/AuditEvent/nobody"), 404, "not-found", "RESOURCE_NOT_FOUND", "");
    }

    @Test
    default void plansThatShareATeamAreShownUnderIdsOfTheirOwn() {
        String number = patient();
        String team = create("""
                {"resourceType": "CareTeam", "status": "active", "name": "991 - WHARFEDALE COUNCIL",
                 "telecom": [{"system": "phone", "value": "0113 496 0101", "use": "work"}]}""");
        String plan = """
                {"resourceType": "CarePlan", "status": "active", "intent": "plan",
                 "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "%s"}]}],
                 "subject": {"reference": "Patient/%s"}, "period": {"start": "2026-01-01"},
                 "careTeam": [{"reference": "%s"}]}""";
        String first = create(plan.formatted(CHILD_PROTECTION, number, team));
        assertThat(plans(number))
                .extracting(node -> "CareTeam/" + node.path("id").asText())
                .containsExactly(team);
        String second = create(plan.formatted(LOOKED_AFTER, number, team));
        assertThat(plans(number))
                .extracting(node -> "CarePlan/" + node.path("id").asText())
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    default void nothingIsWrittenAtTheQueries() {
        for (String path : List.of("/CareTeam", "/AuditEvent", "/CareTeam/1")) {
            for (String method : List.of("PUT", "DELETE", "POST")) {
                assertError(cpis().contentType(JSON).body("{}").request(method, path), 405, "not-supported", "", "");
            }
        }
        assertError(cpis().get("/Observation"), 404, "not-found", "", "");
    }

    @Test
    default void theCapabilityStatementListsBothTypes() {
        JsonNode statement = ok(cpis().get("/metadata"));
        assertThat(statement.path("resourceType").asText()).isEqualTo("CapabilityStatement");
        assertThat(statement.at("/rest/0/resource/0/type").asText()).isEqualTo("CareTeam");
        assertThat(statement.at("/rest/0/resource/1/type").asText()).isEqualTo("AuditEvent");
    }

    @Test
    default void plansOfAMergedRecordAreFoundUnderBothNumbers() {
        String old = patient();
        storePlan(old);
        String survivor =
                patient("\"link\": [{\"type\": \"replaces\", \"other\": {\"reference\": \"Patient/" + old + "\"}}]");
        storePatient(
                old,
                "\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/" + survivor + "\"}}]");
        assertThat(plans(old)).hasSize(1);
        assertThat(plans(survivor)).hasSize(1);
    }

    /** What the survivor's record does not say is known all the same, across any number of mergers. */
    @Test
    default void plansLooksAndFlagsAreKnownUnderEveryNumberOfAChild() {
        String first = patient();
        storePlan(first);
        String second = patient();
        String third = patient();
        for (String[] merger : new String[][] {{first, second}, {second, third}}) {
            storePatient(
                    merger[0],
                    "\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]"
                            .formatted(merger[1]));
        }
        int told = notifications(first).size();
        for (String number : List.of(first, second, third)) {
            assertThat(plans(number)).as(number).hasSize(1);
            cpis().get("/CareTeam?" + BY_NUMBER + number);
            assertThat(ok(flags().get("/PatientFlag?patient=" + number))
                            .path("total")
                            .asInt())
                    .isEqualTo(1);
            assertThat(resources(
                            ok(flags().header("IsUnscheduledAccessEvent", "false")
                                    .get("/PatientFlag?code=CPIS&patient=" + number)),
                            "CarePlan"))
                    .hasSize(1);
        }
        for (String number : List.of(first, second, third)) {
            assertThat(accesses(number)).hasSize(3);
        }
        int sum = 0;
        for (String number : List.of(first, second, third)) {
            for (JsonNode notification : notifications(number)) {
                assertThat(notification.path("about").size())
                        .as(notification.toString())
                        .isEqualTo(2);
                sum++;
            }
        }
        assertThat(sum).isEqualTo(told + 3);
    }

    @Test
    default void aQueryTakesABoundedNumberOfStatements() {
        String number = patient();
        storePlan(number);
        assertThat(fewestStatements(this::cpis, number)).isLessThanOrEqualTo(13);
        assertThat(fewestStatements(this::silent, number)).isLessThanOrEqualTo(10);
    }

    private long fewestStatements(Supplier<RequestSpecification> request, String number) {
        return StatementCounts.fewest(repository(), () -> assertThat(
                        request.get().get("/CareTeam?" + BY_NUMBER + number).statusCode())
                .isEqualTo(200));
    }
}
