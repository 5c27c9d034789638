package org.openspine.server.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.server.http.ServedBase;

/** Profiles and terminology on the unified base, whatever the database. */
public interface DefinitionsContract extends ServedBase {
    @Test
    default void ownProfilesAreServed() {
        JsonNode found =
                get("StructureDefinition?url=https://openspine.org/fhir/StructureDefinition/openspine-patient");

        assertThat(found.path("entry")).hasSize(1);
        assertThat(get("CapabilityStatement/demographics").path("kind").asText())
                .isEqualTo("requirements");
        assertThat(get("ImplementationGuide/openspine")
                        .path("definition")
                        .path("resource")
                        .size())
                .isGreaterThan(20);
    }

    @Test
    default void rulesOfR4RefuseWritesOfCentralTypesAndAreToldForOthers() {
        sending("{\"resourceType\":\"Patient\",\"contact\":[{\"gender\":\"male\"}]}")
                .post("/Patient")
                .then()
                .statusCode(400);

        Response stored = sending("{\"resourceType\":\"Organization\",\"active\":true}")
                .header("Prefer", "return=OperationOutcome")
                .post("/Organization");
        stored.then().statusCode(201);
        assertThat(ServedBase.body(stored)
                        .path("issue")
                        .path(0)
                        .path("details")
                        .path("text")
                        .asText())
                .startsWith("org-1");
    }

    @Test
    default void validateAnswersForLoadedProfilesAtTypeAndInstance() {
        String profile = "https://openspine.org/fhir/StructureDefinition/openspine-organization";
        String organization = create("{\"resourceType\":\"Organization\",\"name\":\"x\"}");

        JsonNode outcome = get(organization + "/$validate?profile=" + profile);
        assertThat(outcome.path("issue").path(0).path("severity").asText()).isEqualTo("error");
        assertThat(outcome.path("issue").path(0).path("details").path("text").asText())
                .contains(profile);

        Response sent = sending("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"profile\",\"valueUri\":\""
                        + profile
                        + "\"},{\"name\":\"resource\",\"resource\":{\"resourceType\":\"Organization\",\"name\":\"x\",\"identifier\":"
                        + "[{\"system\":\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"A99\"}]}}]}")
                .post("/Organization/$validate");
        sent.then().statusCode(200);
        assertThat(ServedBase.body(sent).path("issue").path(0).path("severity").asText())
                .isEqualTo("information");
    }

    @Test
    default void snapshotsHaveAllElementsOfWhatTheyDeriveFrom() {
        JsonNode snapshot = get("StructureDefinition/openspine-patient/$snapshot");

        assertThat(snapshot.path("snapshot").path("element").findValuesAsText("id"))
                .contains("Patient.id", "Patient.identifier:nhsNumber.value", "Patient.contact.name", "Patient.photo");
        assertThat(snapshot.path("snapshot").path("element"))
                .allSatisfy(element -> assertThat(element.has("min") && element.has("max") && element.has("base"))
                        .isTrue());
        assertThat(get("StructureDefinition/$snapshot?url=http://hl7.org/fhir/StructureDefinition/Flag")
                        .path("type")
                        .asText())
                .isEqualTo("Flag");
        fhir().get("/StructureDefinition/$snapshot").then().statusCode(400);
        fhir().get("/StructureDefinition/$snapshot?url=http://example.org/none")
                .then()
                .statusCode(404);
    }

    @Test
    default void validateTakesXml() {
        Response sent = fhir().contentType(XML)
                .body("<Patient xmlns=\"http://hl7.org/fhir\"><contact><gender value=\"male\"/></contact></Patient>")
                .post("/Patient/$validate");

        sent.then().statusCode(200);
        assertThat(sent.asString()).contains("pat-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<gender value=\"x\"/>; code-invalid; Patient.gender",
                "<birthDate value=\"1.1.2000\"/>; value; Patient.birthDate",
                "<active value=\"yes\"/>; value; Patient.active",
                "<colour value=\"red\"/>; structure; Patient.colour",
                "<gender value=\"male\"/><gender value=\"male\"/>; structure; Patient.gender",
                "<gender/>; structure; Patient.gender",
                "<gender>male</gender>; structure; Patient.gender"
            })
    default void whatIsWrongInXmlIsFoundAsInJson(String content, String code, String place) {
        Response sent = fhir().contentType(XML)
                .accept(JSON)
                .body("<Patient xmlns=\"http://hl7.org/fhir\">%s</Patient>".formatted(content))
                .post("/Patient/$validate");

        sent.then().statusCode(200);
        JsonNode issue = ServedBase.body(sent).path("issue").path(0);
        assertThat(issue.path("severity").asText()).isEqualTo("error");
        assertThat(issue.path("code").asText()).isEqualTo(code);
        assertThat(issue.path("expression").path(0).asText()).isEqualTo(place);
        fhir().contentType(XML)
                .body("<Patient xmlns=\"http://hl7.org/fhir\">%s</Patient>".formatted(content))
                .post("/Patient")
                .then()
                .statusCode(400);
    }

    @Test
    default void validateIsForTheTypeInItsPathAndOneResource() {
        String flag = "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}";

        Response other = sending(flag).post("/Patient/$validate");
        other.then().statusCode(200);
        assertThat(ServedBase.body(other).path("issue").path(0).path("severity").asText())
                .isEqualTo("error");
        sending(
                        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":%s},{\"name\":\"resource\",\"resource\":%s}]}"
                                .formatted(flag, flag))
                .post("/Basic/$validate")
                .then()
                .statusCode(400);
    }
}
