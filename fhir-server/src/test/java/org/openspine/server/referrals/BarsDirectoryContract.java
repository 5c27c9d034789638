package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedBars.assertError;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.Racing;
import org.openspine.server.http.ServedBase;

/** Services, endpoints, templates and pointers to records, and what the API says of itself (9.2). */
interface BarsDirectoryContract extends ServedBars {
    String PRODUCT = "https://fhir.nhs.uk/id/product-id";

    private RequestSpecification versioned() {
        return withIds().header("Accept", "application/fhir+json; version=1.4.0");
    }

    private static String endpoint(String value) {
        return """
                {"resourceType":"Endpoint","status":"active","name":"Clinic",
                 "identifier":[{"system":"%s","value":"%s"},{"system":"%s","value":"Product-1"}],
                 "connectionType":{"system":"http://terminology.hl7.org/CodeSystem/endpoint-connection-type","code":"hl7-fhir-msg"},
                 "payloadType":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/endpoint-payload-type","code":"bars"}]}],
                 "address":"https://clinic.example.org/base"}""".formatted(DOS, value, PRODUCT);
    }

    private JsonNode made(String path, String body) {
        Response response = versioned().contentType(JSON).body(body).post(path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return ServedBase.body(response);
    }

    private List<String> found(String path) {
        Response response = versioned().get(path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        JsonNode bundle = ServedBase.body(response);
        List<String> ids = new java.util.ArrayList<>();
        bundle.path("entry").forEach(entry -> ids.add(entry.at("/resource/id").asText()));
        assertThat(bundle.path("total").asInt()).isEqualTo(ids.size());
        return ids;
    }

    @Test
    default void endpointsAreFoundByTheServiceThatHasThem() {
        String value = Fresh.serviceId();
        String id = ServedErs.id(made("/Endpoint", endpoint(value)));
        String other = ServedErs.id(made("/Endpoint", endpoint(value + "-other")));
        String service = ServedErs.id(made("/HealthcareService", """
                {"resourceType":"HealthcareService","active":true,"name":"Clinic","identifier":[{"system":"%s","value":"%s"}],
                 "providedBy":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"R778"}},
                 "endpoint":[{"reference":"Endpoint/%s"}]}""".formatted(DOS, value, id)));
        assertThat(found("/Endpoint?_has:HealthcareService.Id=" + service)).containsExactly(id);
        assertThat(found("/Endpoint?_has:HealthcareService.Identifier=" + DOS + "%7C" + value))
                .containsExactly(id);
        assertThat(found("/Endpoint?_has:HealthcareService.Id=" + service + "&Endpoint.identifier=" + PRODUCT
                        + "%7Cnone"))
                .isEmpty();
        assertThat(found("/Endpoint?Endpoint.identifier=" + DOS + "%7C" + value + "-other"))
                .containsExactly(other);
        assertThat(found("/HealthcareService?HealthcareService.identifier=" + DOS + "%7C" + value))
                .containsExactly(service);
        assertThat(found("/HealthcareService?HealthcareService.identifier=" + DOS.replace("https", "http") + "%7C"
                        + value))
                .containsExactly(service);
        assertError(versioned().get("/Endpoint?_has:HealthcareService.Name=x"), 400, "REC_BAD_REQUEST", "value");
    }

    @Test
    default void aSecondEndpointOfTheSameIdentityIsRefused() {
        String body = endpoint(Fresh.serviceId());
        String id = ServedErs.id(made("/Endpoint", body));
        assertError(versioned().contentType(JSON).body(body).post("/Endpoint"), 409, "BAD_REQUEST", "duplicate");
        Response replaced = versioned().contentType(JSON).body(body).put("/Endpoint/" + id);
        assertThat(replaced.statusCode()).isEqualTo(200);
        Response removed = versioned().delete("/Endpoint/" + id);
        assertThat(removed.path("issue[0].code").toString()).isEqualTo("informational");
        made("/Endpoint", body);
        Response another =
                versioned().contentType(JSON).body(endpoint(Fresh.serviceId())).put("/Endpoint/" + UUID.randomUUID());
        assertThat(another.statusCode()).isEqualTo(201);
    }

    /** 9.2: 201 for what an update makes, 200 for what it replaces, an OperationOutcome for what is removed. */
    @Test
    default void servicesAndEndpointsAreMadeReplacedAndRemovedUnderTheirId() {
        for (String type : List.of("HealthcareService", "Endpoint")) {
            String id = UUID.randomUUID().toString();
            String path = "/" + type + "/" + id;
            String body = type.equals("Endpoint")
                    ? endpoint(Fresh.serviceId())
                    : "{\"resourceType\":\"HealthcareService\",\"active\":true,\"name\":\"Clinic\"}";
            for (int expected : new int[] {201, 200}) {
                Response response = versioned().contentType(JSON).body(body).put(path);
                assertThat(response.statusCode()).as(response.asString()).isEqualTo(expected);
                assertThat(response.path("id").toString()).isEqualTo(id);
            }
            assertThat(versioned().get(path).path("name").toString()).isEqualTo("Clinic");
            assertError(
                    versioned()
                            .contentType(JSON)
                            .body(body.replace("\"name\"", "\"id\":\"other\",\"name\""))
                            .put(path),
                    400,
                    "REC_BAD_REQUEST",
                    "value");
            Response removed = versioned().delete(path);
            assertThat(removed.statusCode()).isEqualTo(200);
            assertThat(removed.path("issue[0].severity").toString()).isEqualTo("information");
            assertThat(removed.path("issue[0].code").toString()).isEqualTo("informational");
            assertError(versioned().get(path), 404, "REC_NOT_FOUND", "not-found");
            assertError(versioned().delete(path), 404, "REC_NOT_FOUND", "not-found");
        }
        String twin = endpoint(Fresh.serviceId());
        made("/Endpoint", twin);
        String other = ServedErs.id(made("/Endpoint", endpoint(Fresh.serviceId())));
        assertError(
                versioned().contentType(JSON).body(twin).put("/Endpoint/" + other), 409, "BAD_REQUEST", "duplicate");
    }

    @Test
    default void ofRacingTwinsOneEndpointIsMade() {
        for (String path : List.of("/Endpoint", "/Endpoint/$template")) {
            String value = Fresh.serviceId();
            List<Response> answers = Racing.responses(
                    8,
                    racer -> versioned().contentType(JSON).body(endpoint(value)).post(path));
            assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                    .hasSize(1);
            answers.stream()
                    .filter(answer -> answer.statusCode() != 200)
                    .forEach(answer -> assertError(answer, 409, "BAD_REQUEST", "duplicate"));
            assertThat(found(path + "?Endpoint.identifier=" + DOS + "%7C" + value))
                    .hasSize(1);
        }
    }

    @Test
    default void templatesAreEndpointsOfTheirOwn() {
        String value = Fresh.serviceId();
        String body = endpoint(value);
        String id = ServedErs.id(made("/Endpoint/$template", body));
        String place = "Endpoint.identifier=" + DOS + "%7C" + value;
        assertThat(found("/Endpoint/$template?" + place)).containsExactly(id);
        assertThat(found("/Endpoint/$template?" + place
                        + "&ConnectionType=https://terminology.hl7.org/CodeSystem/endpoint-connection-type%7Chl7-fhir-msg"
                        + "&PayloadType=bars"))
                .containsExactly(id);
        assertThat(found("/Endpoint/$template?" + place + "&ConnectionType=hl7-fhir-rest"))
                .isEmpty();
        assertThat(found("/Endpoint?" + place)).isEmpty();
        assertError(versioned().get("/Endpoint/" + id), 404, "REC_NOT_FOUND", "not-found");
        made("/Endpoint", body);
        String changed = body.replace("Clinic", "Pattern");
        assertThat(versioned()
                        .contentType(JSON)
                        .body(changed)
                        .put("/Endpoint/%s/$template".formatted(id))
                        .path("name")
                        .toString())
                .isEqualTo("Pattern");
        assertThat(versioned()
                        .contentType(JSON)
                        .body(endpoint(Fresh.serviceId()))
                        .put("/Endpoint/%s/$template".formatted(UUID.randomUUID()))
                        .statusCode())
                .isEqualTo(201);
        Response removed = versioned().delete("/Endpoint/%s/$template".formatted(id));
        assertThat(removed.path("issue[0].severity").toString()).isEqualTo("information");
        assertThat(found("/Endpoint/$template?" + place)).isEmpty();
        assertError(versioned().delete("/Endpoint/%s/$template".formatted(id)), 404, "REC_NOT_FOUND", "not-found");
        assertError(versioned().get("/Endpoint/1/$template"), 405, "REC_METHOD_NOT_ALLOWED", "not-supported");
    }

    @Test
    default void servicesInThePublishedShapeAreTakenAndKeptInThatOfR4() {
        JsonNode endpoint = made(
                "/Endpoint",
                endpoint(Fresh.serviceId())
                        .replace("\"connectionType\":{", "\"connectionType\":{\"coding\":[{")
                        .replace("\"hl7-fhir-msg\"}", "\"hl7-fhir-msg\"}]}")
                        .replace(
                                "\"address\"",
                                "\"header\":\"public\",\"managingOrganization\":[{\"display\":\"X\"}],\"address\""));
        assertThat(endpoint.at("/connectionType/code").asText()).isEqualTo("hl7-fhir-msg");
        assertThat(endpoint.at("/header/0").asText()).isEqualTo("public");
        assertThat(endpoint.at("/managingOrganization/display").asText()).isEqualTo("X");
        JsonNode service = made("/HealthcareService", """
                {"resourceType":"HealthcareService","name":"Clinic","providedBy":[{"display":"Trust"}]}""");
        assertThat(service.at("/providedBy/display").asText()).isEqualTo("Trust");
        assertError(
                versioned()
                        .contentType(JSON)
                        .body("{\"resourceType\":\"Endpoint\",\"status\":\"nonsense\"}")
                        .post("/Endpoint"),
                400,
                "REC_BAD_REQUEST",
                "invalid");
    }

    @Test
    default void twoServicesWithOneIdentifierAreNoTarget() {
        String value = Fresh.serviceId();
        for (int i = 0; i < 2; i++) {
            made("/HealthcareService", """
                    {"resourceType":"HealthcareService","active":true,"name":"Clinic","identifier":[{"system":"%s","value":"%s"}]}""".formatted(DOS, value));
        }
        assertError(bars(value).get("/MessageDefinition?context=x"), 404, "PROXY_NOT_FOUND", "multiple-matches");
    }

    @Test
    default void pointersAreFoundByPatientPageByPage() {
        String patient = patient();
        for (int i = 0; i < 22; i++) {
            Response response = versioned()
                    .contentType(JSON)
                    .body("""
                    {"resourceType":"DocumentReference","status":"current",
                     "type":{"coding":[{"system":"http://snomed.info/sct","code":"3457005"}]},
                     "subject":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}},
                     "custodian":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"X26"}},
                     "content":[{"attachment":{"url":"%s|%d"}}]}""".formatted(patient, DOS, i))
                    .post("/DocumentReference");
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
            assertThat(response.header("Location")).contains("/DocumentReference/");
            assertThat(response.path("issue[0].details.coding[0].code").toString())
                    .isEqualTo("RESOURCE_CREATED");
            assertThat(response.path("issue[0].details.coding[0].system").toString())
                    .isEqualTo("https://fhir.nhs.uk/CodeSystem/NRLF-SuccessCode");
        }
        String search = "/DocumentReference?subject:identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + patient;
        JsonNode first = ServedBase.body(versioned().get(search));
        assertThat(first.path("entry")).hasSize(20);
        String token = first.at("/meta/tag/0/code").asText();
        JsonNode second = ServedBase.body(versioned().get(search + "&next-page-token=" + token));
        assertThat(second.path("entry")).hasSize(2);
        String id = second.at("/entry/0/resource/id").asText();
        assertThat(found(search + "&type=http://snomed.info/sct%7C749001000000101"))
                .isEmpty();
        assertThat(versioned()
                        .contentType(JSON)
                        .body(second.at("/entry/0/resource").toString())
                        .put("/DocumentReference/" + id)
                        .path("issue[0].details.coding[0].code")
                        .toString())
                .isEqualTo("RESOURCE_UPDATED");
        assertThat(versioned()
                        .delete("/DocumentReference/" + id)
                        .path("issue[0].details.coding[0].code")
                        .toString())
                .isEqualTo("RESOURCE_REMOVED");
        assertError(versioned().get("/DocumentReference/" + id), 404, "REC_NOT_FOUND", "not-found");
        assertError(versioned().get(search + "&next-page-token=x"), 400, "REC_BAD_REQUEST", "value");
        assertError(versioned().get("/DocumentReference?subject:identifier=x"), 400, "REC_BAD_REQUEST", "value");
        for (String none : List.of("subject:identifier=", "subject:identifier=%20", "custodian:identifier=X26")) {
            assertError(versioned().get("/DocumentReference?" + none), 400, "REC_BAD_REQUEST", "required");
        }
        for (String accept : List.of("application/fhir+json", "application/fhir+json; version=1.0.0")) {
            assertError(withIds().header("Accept", accept).get(search), 406, "SEND_NOT_ACCEPTABLE", "processing");
        }
    }

    @Test
    default void metadataTellsWhatIsServed() {
        JsonNode statement = ServedBase.body(fhir().baseUri(barsBase()).get("/metadata"));
        assertThat(statement.path("resourceType").asText()).isEqualTo("CapabilityStatement");
        assertThat(statement.path("fhirVersion").asText()).isEqualTo("4.0.1");
        assertThat(statement.at("/rest/0/operation/0/name").asText()).isEqualTo("process-message");
        assertThat(statement.at("/messaging/0/supportedMessage")).hasSize(8);
        List<String> types = statement.at("/rest/0/resource").findValuesAsText("type").stream()
                .filter(type -> Character.isUpperCase(type.charAt(0)))
                .toList();
        assertThat(types)
                .containsExactlyInAnyOrder(
                        "Appointment",
                        "DocumentReference",
                        "Endpoint",
                        "HealthcareService",
                        "MessageDefinition",
                        "ServiceRequest",
                        "Slot");
        for (JsonNode resource : statement.at("/rest/0/resource")) {
            assertThat(resource.path("searchParam")).as(resource.toString()).isNotEmpty();
        }
    }

    @Test
    default void messageDefinitionsAreOfTheServiceAndUseCaseAskedFor() {
        JsonNode found = ServedBase.body(bars(urgentCare())
                .get("/MessageDefinition?context=" + DOS + "%7C2000011147"
                        + "&context=https://fhir.nhs.uk/CodeSystem/usecases-categories-bars%7Ca1t1"));
        assertThat(found.path("total").asInt())
                .isEqualTo(found.path("entry").size())
                .isEqualTo(8);
        for (JsonNode entry : found.path("entry")) {
            JsonNode definition = entry.path("resource");
            assertThat(definition.path("url").asText())
                    .isEqualTo("https://fhir.nhs.uk/MessageDefinition/" + ServedErs.id(definition));
            assertThat(definition
                            .at("/useContext/0/valueCodeableConcept/coding/0/code")
                            .asText())
                    .isEqualTo("2000011147");
            assertThat(definition
                            .at("/useContext/1/valueCodeableConcept/coding/0/code")
                            .asText())
                    .isEqualTo("a1t1");
            JsonNode kept = matches(
                            "MessageDefinition?url=" + definition.path("url").asText())
                    .stream()
                    .map(this::get)
                    .findFirst()
                    .orElseThrow();
            for (String name : List.of("name", "title", "date", "category", "eventCoding", "focus")) {
                assertThat(definition.path(name)).isEqualTo(kept.path(name));
            }
            assertThat(definition.at("/eventCoding/system").asText())
                    .isEqualTo("https://fhir.nhs.uk/CodeSystem/message-events-bars");
            put(definition.toString().replace(ServedErs.id(definition) + "\"", UUID.randomUUID() + "\""));
        }
        assertThat(ServedBase.body(bars(urgentCare()).get("/MessageDefinition?context=2000011147"))
                        .at("/entry/0/resource/useContext/0/valueCodeableConcept/coding/0/code")
                        .asText())
                .isEqualTo("2000011147");
    }

    @Test
    default void otherVerbsAreRefusedEverywhere() {
        String id = UUID.randomUUID().toString();
        List<String[]> refused = List.of(
                new String[] {"POST", "/metadata", "GET"},
                new String[] {"POST", "/MessageDefinition", "GET"},
                new String[] {"PUT", "/$process-message", "POST"},
                new String[] {"POST", "/Slot", "GET"},
                new String[] {"PUT", "/Appointment", "GET, POST"},
                new String[] {"PATCH", "/Appointment", "GET, POST"},
                new String[] {"DELETE", "/Appointment", "GET, POST"},
                new String[] {"POST", "/Appointment/" + id, "DELETE, GET, PATCH, PUT"},
                new String[] {"PUT", "/ServiceRequest", "GET, POST"},
                new String[] {"PATCH", "/ServiceRequest", "GET, POST"},
                new String[] {"DELETE", "/ServiceRequest", "GET, POST"},
                new String[] {"POST", "/ServiceRequest/" + id, "DELETE, GET, PATCH, PUT"},
                new String[] {"PATCH", "/DocumentReference/" + id, "DELETE, GET, PUT"},
                new String[] {"PATCH", "/HealthcareService/" + id, "DELETE, GET, PUT"},
                new String[] {"PATCH", "/Endpoint/" + id, "DELETE, GET, PUT"});
        for (String[] row : refused) {
            Response response = versioned().request(row[0], row[1]);
            assertError(response, 405, "REC_METHOD_NOT_ALLOWED", "not-supported");
            assertThat(response.header("Allow")).as(row[0] + " " + row[1]).isEqualTo(row[2]);
        }
        assertError(versioned().get("/Nonsense"), 404, "NOT_FOUND", "not-found");
    }
}
