package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Patient's logical id is its NHS number, and the check digit of every NHS number is right. */
interface NhsNumberContract extends ServedBase {
    @Test
    default void aPatientIsStoredUnderItsNhsNumber() {
        String number = Sample.nhsNumber();
        assertThat(create(Sample.patientWithNhsNumber(number, "Moss"))).isEqualTo("Patient/" + number);
        assertThat(matches("Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + number))
                .containsExactly("Patient/" + number);
    }

    @Test
    default void aWrongCheckDigitIsRefusedWithoutRepeatingTheNumber() {
        String wrong = Sample.withWrongCheckDigit(Sample.nhsNumber());
        sending(Sample.patientWithNhsNumber(wrong, "Moss"))
                .post("/Patient")
                .then()
                .statusCode(422)
                .body("issue[0].expression[0]", equalTo("Patient.identifier[0].value"))
                .body(not(containsString(wrong)));
        sending(Sample.withId(wrong, Sample.patientWithNhsNumber(wrong, "Moss")))
                .put("/Patient/" + wrong)
                .then()
                .statusCode(422);
        sending(Sample.patient(wrong, "Moss")).put("/Patient/" + wrong).then().statusCode(422);
        fhir().get("/Patient/" + wrong).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9", "987654321A", "98765432100", "987 654 3210", "Ã©", "../../etc"})
    default void whatIsNoNhsNumberIsRefused(String text) {
        int status = sending(Sample.patientWithNhsNumber(text, "Moss"))
                .post("/Patient")
                .then()
                .extract()
                .statusCode();
        assertThat(status).isIn(400, 422);
    }

    @Test
    default void aSecondPatientWithTheNumberIsAConflict() {
        String number = Sample.nhsNumber();
        create(Sample.patientWithNhsNumber(number, "Moss"));
        sending(Sample.patientWithNhsNumber(number, "Fern"))
                .post("/Patient")
                .then()
                .statusCode(409)
                .body("issue[0].code", equalTo("duplicate"));
        assertThat(get("Patient/" + number).at("/name/0/family").asText()).isEqualTo("Moss");
    }

    @Test
    default void aDeletedPatientCanBeCreatedAgain() {
        String patient = create(Sample.patientWithNhsNumber(Sample.nhsNumber(), "Moss"));
        fhir().delete("/" + patient).then().statusCode(204);
        sending(Sample.patientWithNhsNumber(patient.substring(8), "Fern"))
                .post("/Patient")
                .then()
                .statusCode(201)
                .header("ETag", "W/\"3\"");
    }

    @Test
    default void thePatientOfAnotherIdCannotHaveTheNumber() {
        String id = Sample.word();
        sending(Sample.withId(id, Sample.patientWithNhsNumber(Sample.nhsNumber(), "Moss")))
                .put("/Patient/" + id)
                .then()
                .statusCode(422);
        fhir().get("/Patient/" + id).then().statusCode(404);
    }

    @Test
    default void aPatchCannotChangeTheNumber() {
        String patient = create(Sample.patientWithNhsNumber(Sample.nhsNumber(), "Moss"));
        fhir().contentType(JSON_PATCH)
                .body("[{\"op\":\"replace\",\"path\":\"/identifier/0/value\",\"value\":\"%s\"}]"
                        .formatted(Sample.nhsNumber()))
                .patch("/" + patient)
                .then()
                .statusCode(422);
    }

    @Test
    default void racingCreatesOfOneNumberMakeOnePatient() {
        String number = Sample.nhsNumber();
        List<Integer> statuses = Racing.statuses(16, racer -> sending(Sample.patientWithNhsNumber(number, "Moss"))
                .post("/Patient"));
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(1);
        assertThat(Collections.frequency(statuses, 409)).isEqualTo(15);
    }

    @Test
    default void aTransactionFindsThePatientByItsNumber() {
        String number = Sample.nhsNumber();
        var answer = process(Sample.transaction(
                Sample.entry("urn:uuid:a", "POST", "Patient", Sample.patientWithNhsNumber(number, "Moss")),
                Sample.entry("POST", "Observation", Sample.heartRate(number, "urn:uuid:a", 70))));
        assertThat(answer.at("/entry/0/response/location").asText()).endsWith("/Patient/" + number + "/_history/1");
        assertThat(matches("Observation?subject=Patient/" + number)).hasSize(1);
    }
}
