package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.carerecords.ServedScr.assertError;
import static org.openspine.server.carerecords.ServedScr.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** {@code GET DocumentReference}: parameters, the shape of the answer, headers, paths and methods. */
interface ScrFindContract extends ServedScr {
    @Test
    default void newestSummaryIsFoundWithThePermissionAndWhereToReadIt() {
        String number = patient("");
        String scrId = uploaded(number);
        JsonNode bundle = ok(find(number));
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        assertThat(bundle.path("total").asInt()).isEqualTo(1);
        JsonNode reference = bundle.at("/entry/0/resource");
        assertThat(bundle.at("/entry/0/fullUrl").asText())
                .isEqualTo(
                        scrBase() + "/DocumentReference/" + reference.path("id").asText());
        assertThat(bundle.at("/entry/0/search/mode").asText()).isEqualTo("match");
        assertThat(reference.at("/masterIdentifier/system").asText()).isEqualTo("https://fhir.nhs.uk/Id/nhsSCRUUID");
        assertThat(reference.at("/masterIdentifier/value").asText()).isEqualTo(scrId);
        assertThat(reference.path("status").asText()).isEqualTo("current");
        assertThat(reference.at("/type/coding/0/display").asText()).isEqualTo("General Practice Summary");
        assertThat(reference.at("/securityLabel/0/coding/0").toString())
                .isEqualTo("{\"system\":\"https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission\",\"code\":\"Ask\"}");
        assertThat(reference.at("/content/0/attachment/url").asText())
                .isEqualTo(scrBase() + "/Bundle?composition.identifier=" + scrId
                        + "&composition.subject:Patient.identifier=https://fhir.nhs.uk/Id/nhs-number|" + number);
        assertThat(reference.at("/context/event/0/coding/0/code").asText()).isEqualTo("196981000000101");
        JsonNode person = bundle.at("/entry/1/resource");
        assertThat(reference.at("/subject/reference").asText())
                .isEqualTo("Patient/" + person.path("id").asText());
        assertThat(reference.at("/subject/identifier/value").asText()).isEqualTo(number);
        assertThat(person.fieldNames()).toIterable().containsExactlyInAnyOrder("resourceType", "id", "identifier");
        assertThat(person.at("/identifier/0/value").asText()).isEqualTo(number);
        assertThat(bundle.at("/entry/1/fullUrl").asText())
                .isEqualTo(scrBase() + "/Patient/" + person.path("id").asText());
    }

    @Test
    default void whereNoSummaryIsTheSearchsetIsEmpty() {
        JsonNode bundle = ok(find(Numbers.next()));
        assertThat(bundle.path("total").asInt()).isZero();
        assertThat(bundle.has("entry")).isFalse();
    }

    @Test
    default void parametersHaveTheValuesTheServiceTakes() {
        String number = Numbers.next();
        String patient = "patient=https://fhir.nhs.uk/Id/nhs-number%7C" + number;
        assertThat(scr().get("/DocumentReference?" + patient
                                + "&type=http://snomed.info/sct%7C196981000000101&_sort=date&_count=1")
                        .statusCode())
                .isEqualTo(200);
        String[][] cases = {
            {"patient=" + number, "Invalid value - " + number + " in field 'patient'"},
            {
                "patient=https://fhir.nhs.uk/Id/nhs-number%7C",
                "Invalid value - https://fhir.nhs.uk/Id/nhs-number| in field 'patient'"
            },
            {
                "patient=https://fhir.nhs.uk/Id/nhs-number%7C9000000000",
                "Invalid value - https://fhir.nhs.uk/Id/nhs-number|9000000000 in field 'patient'"
            },
            {patient + "&type=http://snomed.info/sct%7C1", "Invalid value - http://snomed.info/sct|1 in field 'type'"},
            {patient + "&_sort=-date", "Invalid value - -date in field '_sort'"},
            {patient + "&_count=2", "Invalid value - 2 in field '_count'"},
            {patient + "&_sort=x&_count=2", "Invalid value - x in field '_sort'"},
            {"_count=1", "Required request parameter 'patient' is not present"},
            {"identifier=x", "Required request parameter 'patient' is not present"}
        };
        for (String[] example : cases) {
            assertError(scr().get("/DocumentReference?" + example[0]), 400, "value", example[1]);
        }
    }

    @Test
    default void requestAndCorrelationIdAreUuidsAndMirroredOrMade() {
        String number = Numbers.next();
        String id = "60e0b220-8136-4ca5-ae46-1d97ef59d068";
        Response mirrored = scr().header("X-Request-ID", id)
                .header("X-Correlation-ID", id)
                .get("/DocumentReference?patient=https://fhir.nhs.uk/Id/nhs-number%7C" + number);
        assertThat(mirrored.header("X-Request-ID")).isEqualTo(id);
        assertThat(mirrored.header("X-Correlation-ID")).isEqualTo(id);
        Response made = find(number);
        assertThat(made.header("X-Request-ID")).matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
        assertThat(made.header("X-Correlation-ID")).matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
    }

    @Test
    default void headersAreCheckedBeforeEverythingElseTheCorrelationIdFirst() {
        String pattern = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";
        assertError(
                scr().header("X-Request-ID", "1")
                        .header("X-Correlation-ID", "2")
                        .get("/Nothing"),
                400,
                "value",
                "Invalid X-Correlation-ID. Should be a UUIDv4 matching \"" + pattern + "\"");
        assertError(
                scr().header("X-Request-ID", "1").delete("/Bundle"),
                400,
                "value",
                "Invalid X-Request-ID. Should be a UUIDv4 matching \"" + pattern + "\"");
        assertError(
                scr().header("NHSD-Session-URID", "a1").get("/DocumentReference"),
                400,
                "value",
                "Invalid value - a1 in header 'NHSD-Session-URID'");
    }

    @Test
    default void unknownPathIsNotFound() {
        assertError(scr().get("/Patient/1"), 404, "not-found", "/summary-care-record/FHIR/R4/Patient/1 not found");
    }

    @Test
    default void otherMethodsAreNotSupportedAndThoseThatAreAreNamed() {
        String[][] cases = {
            {"/Bundle", "GET,POST"}, {"/DocumentReference", "GET"}, {"/$setPermission", "POST"}, {"/AuditEvent", "POST"}
        };
        for (String[] example : cases) {
            Response response = scr().delete(example[0]);
            assertError(response, 405, "not-supported", "Request method 'DELETE' not supported");
            assertThat(response.header("Allow")).isEqualTo(example[1]);
        }
        Response health = scrSending("{}").post("/healthcheck");
        assertThat(health.statusCode()).isEqualTo(405);
        assertThat(health.header("Allow")).isEqualTo("GET");
    }

    @Test
    default void monitorsAreAnswered() {
        for (String path : new String[] {"/_ping", "/_status", "/healthcheck"}) {
            assertThat(ok(scr().get(path)).path("status").asText()).isEqualTo("pass");
        }
        assertThat(ok(scr().get("/metadata")).path("resourceType").asText()).isEqualTo("CapabilityStatement");
    }

    @Test
    default void applicationsFindReadAndUploadOnly() {
        String number = patient("");
        assertThat(application()
                        .get("/DocumentReference?patient=https://fhir.nhs.uk/Id/nhs-number%7C" + number)
                        .statusCode())
                .isEqualTo(200);
        assertThat(application()
                        .contentType(JSON)
                        .body(Summary.of(number, Summary.newId()).toString())
                        .post("/Bundle")
                        .statusCode())
                .isEqualTo(201);
        for (String path : new String[] {"/$setPermission", "/AuditEvent"}) {
            Response refused = application().contentType(JSON).body("{}").post(path);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.path("issue[0].code").toString()).isEqualTo("forbidden");
            assertThat(refused.path("issue[0].diagnostics").toString())
                    .isEqualTo("Your app has insufficient permissions to use this method. Please contact support.");
        }
        Response deletion = application().delete("/Bundle");
        assertThat(deletion.statusCode()).isEqualTo(403);
        assertThat(deletion.path("issue[0].details.coding[0].code").toString()).isEqualTo("INVALID_METHOD");
        assertThat(deletion.path("issue[0].details.coding[0].display").toString())
                .isEqualTo("Cannot update resource with Application-Restricted access token");
    }

    @Test
    default void malformedTokenIsRefused() {
        Response refused = scr().header("Authorization", "Basic abc").get("/DocumentReference");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.path("issue[0].code").toString()).isEqualTo("forbidden");
        assertThat(refused.path("issue[0].details.coding[0].code").toString()).isEqualTo("ACCESS_DENIED");
        assertThat(refused.path("issue[0].details.coding[0].display").toString())
                .isEqualTo("Invalid access token");
    }

    private io.restassured.specification.RequestSpecification application() {
        return scr().header("OpenSpine-Access-Mode", "application-restricted");
    }

    /** Section 4: the older interactions are gone; whatever else is asked is not silently left out. */
    @Test
    default void parametersOfOlderInteractionsAndUnknownOnesAreRefused() {
        String number = patient("");
        String scrId = uploaded(number);
        String find = "/DocumentReference?patient=https://fhir.nhs.uk/Id/nhs-number%7C" + number;
        String read =
                "/Bundle?composition.identifier=%s&composition.subject:Patient.identifier=https://fhir.nhs.uk/Id/nhs-number%%7C%s"
                        .formatted(scrId, number);
        assertError(
                scr().get("/DocumentReference?patient=" + number),
                400,
                "value",
                "Invalid value - %s in field 'patient'".formatted(number));
        assertError(
                scr().get(find + "&identifier=" + scrId),
                400,
                "value",
                "Invalid value - %s in field 'identifier'".formatted(scrId));
        assertError(scr().get(find + "&status=current"), 400, "value", "Invalid value - current in field 'status'");
        assertError(scr().get(read + "&_include=x"), 400, "value", "Invalid value - x in field '_include'");
        assertThat(scr().get(find + "&_format=json").statusCode()).isEqualTo(200);
    }
}
