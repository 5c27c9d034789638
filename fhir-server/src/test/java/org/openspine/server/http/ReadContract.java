package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** read and vread: <a href="https://hl7.org/fhir/R4/http.html#read">FHIR R4 read</a>. */
interface ReadContract extends ServedBase {
    @Test
    default void readAnswersWithTagDateAndLength() {
        String patient = create(Sample.patient(Sample.word()));
        Response response = fhir().get("/" + patient);
        response.then()
                .statusCode(200)
                .contentType(JSON + ";charset=utf-8")
                .header("ETag", "W/\"1\"")
                .header("Content-Length", Integer.toString(response.asByteArray().length));
        assertThat(response.header("Last-Modified")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        var meta = ServedBase.body(response).path("meta");
        assertThat(meta.path("versionId").asText()).isEqualTo("1");
        assertThat(meta.path("lastUpdated").asText()).endsWith("Z");
    }

    @Test
    default void everyReadAnswersTheSameBytes() {
        String patient = create(Sample.patient("Ödipus " + Sample.word()));
        byte[] first = fhir().get("/" + patient).asByteArray();
        assertThat(fhir().get("/" + patient).asByteArray()).isEqualTo(first);
        assertThat(fhir().get("/" + patient + "/_history/1").asByteArray()).isEqualTo(first);
    }

    @Test
    default void decimalsKeepTheirDigits() {
        String observation =
                create(Sample.heartRate(Sample.word(), "Patient/x", 1).replace("\"value\":1,", "\"value\":72.500,"));
        assertThat(fhir().get("/" + observation).asString()).contains("\"value\":72.500,");
    }

    @Test
    default void headAnswersTheHeadersOfReadWithoutBody() {
        String patient = create(Sample.patient(Sample.word()));
        Response read = fhir().get("/" + patient);
        fhir().head("/" + patient)
                .then()
                .statusCode(200)
                .header("ETag", read.header("ETag"))
                .header("Last-Modified", read.header("Last-Modified"))
                .header("Content-Length", read.header("Content-Length"))
                .body(is(emptyString()));
        fhir().head("/Patient/nobody").then().statusCode(404).body(is(emptyString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"1\"", "\"1\"", "*", "W/\"7\", W/\"1\""})
    default void aVersionTheClientHasIsNotSentAgain(String tag) {
        String patient = create(Sample.patient(Sample.word()));
        fhir().header("If-None-Match", tag)
                .get("/" + patient)
                .then()
                .statusCode(304)
                .header("ETag", "W/\"1\"")
                .body(is(emptyString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"2\"", "\"x\"", "garbage"})
    default void anotherTagGetsTheResource(String tag) {
        String patient = create(Sample.patient(Sample.word()));
        fhir().header("If-None-Match", tag).get("/" + patient).then().statusCode(200);
    }

    @Test
    default void ifModifiedSinceComparesTheDateOfTheVersion() {
        String patient = create(Sample.patient(Sample.word()));
        String lastModified = fhir().get("/" + patient).header("Last-Modified");
        fhir().header("If-Modified-Since", lastModified)
                .get("/" + patient)
                .then()
                .statusCode(304);
        fhir().header("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT")
                .get("/" + patient)
                .then()
                .statusCode(200);
        fhir().header("If-Modified-Since", "yesterday")
                .get("/" + patient)
                .then()
                .statusCode(200);
    }

    @Test
    default void ifNoneMatchCountsBeforeIfModifiedSince() {
        String patient = create(Sample.patient(Sample.word()));
        fhir().header("If-None-Match", "W/\"9\"")
                .header("If-Modified-Since", "Fri, 31 Dec 2100 00:00:00 GMT")
                .get("/" + patient)
                .then()
                .statusCode(200);
    }

    @Test
    default void vreadAnswersEachVersion() {
        String patient = create(Sample.patient("Before"));
        String id = patient.substring("Patient/".length());
        sending(Sample.patient(id, "After")).put("/" + patient).then().statusCode(200);
        fhir().get("/" + patient + "/_history/1")
                .then()
                .statusCode(200)
                .header("ETag", "W/\"1\"")
                .body("name[0].family", equalTo("Before"));
        fhir().get("/" + patient + "/_history/2")
                .then()
                .statusCode(200)
                .header("ETag", "W/\"2\"")
                .body("name[0].family", equalTo("After"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "x", "-1", "1.0", "99999999999999999999"})
    default void aVersionThatNeverWasIsNotFound(String version) {
        String patient = create(Sample.patient(Sample.word()));
        fhir().get("/" + patient + "/_history/" + version)
                .then()
                .statusCode(404)
                .body("issue[0].code", equalTo("not-found"));
    }

    @Test
    default void whatNeverWasIsNotFound() {
        fhir().get("/Patient/nobody")
                .then()
                .statusCode(404)
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue[0].code", equalTo("not-found"));
        fhir().get("/Patient/nobody/_history/1").then().statusCode(404);
        fhir().get("/Patient/nobody/_history").then().statusCode(404);
    }

    @Test
    default void whatWasDeletedIsGone() {
        String patient = create(Sample.patient(Sample.word()));
        fhir().delete("/" + patient).then().statusCode(204);
        fhir().get("/" + patient).then().statusCode(410).body("issue[0].code", equalTo("deleted"));
        fhir().head("/" + patient).then().statusCode(410);
        fhir().get("/" + patient + "/_history/2").then().statusCode(410);
        fhir().get("/" + patient + "/_history/1").then().statusCode(200);
    }

    @Test
    default void anIdOfAnotherTypeIsNotFound() {
        String id = create(Sample.patient(Sample.word())).substring("Patient/".length());
        fhir().get("/Person/" + id).then().statusCode(404);
    }

    @Test
    default void readTakesElementsAndSummary() {
        String patient = create(Sample.patient(Sample.word()));
        var part = get(patient + "?_elements=gender");
        assertThat(part.has("gender")).isTrue();
        assertThat(part.has("name")).isFalse();
        assertThat(part.at("/meta/tag/0/code").asText()).isEqualTo("SUBSETTED");
        assertThat(get(patient + "?_summary=text").has("gender")).isFalse();
    }
}
