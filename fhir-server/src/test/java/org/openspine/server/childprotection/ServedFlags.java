package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.childprotection.ServedProtection.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import org.openspine.server.http.ServedBase;

/** What tests of the flags API send. */
interface ServedFlags extends ServedProtection {
    String NOTES = "https://fhir.nhs.uk/England/StructureDefinition/Extension-England-FlagNotes";

    default Response post(String path, String body) {
        return flags().contentType(JSON).body(body).post(path);
    }

    default String patientFlag(String number, String kind, String note) {
        return """
                {"resourceType": "Flag", "status": "active",
                 "extension": [{"url": "%s", "valueAnnotation": {"text": "%s"}}],
                 "code": {"coding": [{"system": "%s", "code": "%s"}]},
                 "subject": {"reference": "Patient/%s"}}""".formatted(NOTES, note, KINDS, kind, number);
    }

    default String adjustment(String number, String kind, String snomed, String note) {
        return """
                {"resourceType": "Flag", "status": "active",
                 "extension": [{"url": "%s", "valueAnnotation": {"text": "%s"}}],
                 "category": [{"coding": [{"system": "%s", "code": "%s"}]},
                   {"coding": [{"system": "https://fhir.nhs.uk/England/CodeSystem/England-FlagCategoryRA",
                     "code": "communication-support"}]}],
                 "code": {"coding": [{"system": "http://snomed.info/sct", "code": "%s"}]},
                 "subject": {"reference": "Patient/%s"}}""".formatted(NOTES, note, KINDS, kind, snomed, number);
    }

    default String condition(String number, String code) {
        return """
                {"resourceType": "Condition",
                 "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
                 "category": [{"coding": [{"system": "%s", "code": "%s"}]},
                   {"coding": [{"system": "https://fhir.nhs.uk/England/CodeSystem/England-ConditionCategoryRA", "code": "issue"}]}],
                 "code": {"coding": [{"system": "https://fhir.nhs.uk/England/CodeSystem/England-ConditionCodeRA", "code": "%s"}]},
                 "subject": {"reference": "Patient/%s"}}""".formatted(KINDS, ADJUSTMENTS, code, number);
    }

    /** A patient with a reasonable adjustment flag, one adjustment and one condition. */
    default String adjusted() {
        String number = patient();
        assertThat(post("/PatientFlag", patientFlag(number, ADJUSTMENTS, "First"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(post("/Flag", adjustment(number, ADJUSTMENTS, "441092009", "Lips"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(post("/Condition", condition(number, "hearing")).statusCode())
                .isEqualTo(201);
        return number;
    }

    default JsonNode flagsOf(String number) {
        return ok(flags().get("/PatientFlag?patient=" + number));
    }

    default JsonNode flagsOf(String number, String kind) {
        return ok(flags().header("IsUnscheduledAccessEvent", "false")
                .get("/PatientFlag?patient=" + number + "&code=" + kind));
    }

    static String id(Response response) {
        return ServedBase.body(response).path("id").asText();
    }
}
