package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** The answer that lists people related to a patient (contract 1.12). */
interface PdsRelatedPersonContract extends ServedPds {
    private String relate(String patient, String members) {
        return create("""
                {"resourceType": "RelatedPerson", "patient": {"reference": "Patient/%s"},
                 "relationship": [{"coding": [{"system": "http://hl7.org/fhir/ValueSet/relatedperson-relationshiptype",
                   "code": "Guardian"}]}]%s}""".formatted(patient, members));
    }

    @Test
    default void theAnswerIsASearchSetWithoutScores() {
        String patient = storePatient("");
        relate(patient, "");
        relate(patient, "");
        Response response = pds().get("/Patient/%s/RelatedPerson".formatted(patient));
        JsonNode bundle = ok(response);
        assertThat(response.contentType()).isEqualTo(JSON);
        assertThat(bundle.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("resourceType", "type", "timestamp", "total", "entry");
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        assertThat(Instant.parse(bundle.path("timestamp").asText())).isNotNull();
        assertThat(bundle.path("total").asInt()).isEqualTo(2);
        assertThat(bundle.at("/entry/0").fieldNames()).toIterable().containsExactlyInAnyOrder("fullUrl", "resource");
    }

    @Test
    default void aPersonWithoutANumberIsToldUnderThatOfTheSubject() {
        String patient = storePatient("");
        relate(
                patient,
                ", \"active\": false, \"name\": [{\"family\": \"Penkerris\"}], \"birthDate\": \"1950-01-01\", \"gender\": \"male\"");
        JsonNode person =
                ok(pds().get("/Patient/%s/RelatedPerson".formatted(patient))).at("/entry/0/resource");
        assertThat(person.path("patient"))
                .isEqualTo(ServedBase.tree(
                        "{\"identifier\": {\"system\": \"https://fhir.nhs.uk/Id/nhs-number\", \"value\": \"%s\"}}"
                                .formatted(patient)));
        assertThat(person.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("resourceType", "id", "active", "patient", "relationship", "name");
        assertThat(person.path("active").asBoolean()).isFalse();
        assertThat(person.at("/relationship/0/coding")).hasSize(1);
    }

    @Test
    default void thePeopleOfASupersededNumberAreThoseOfTheSurvivor() {
        String survivor = storePatient("");
        String old = storePatient("\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]"
                .formatted(survivor));
        String reference = relate(survivor, "");
        JsonNode bundle = ok(pds().get("/Patient/%s/RelatedPerson".formatted(old)));
        assertThat(bundle.at("/entry/0/fullUrl").asText())
                .isEqualTo("%s/Patient/%s/%s".formatted(pdsBase(), old, reference));
    }
}
