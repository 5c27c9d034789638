package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.restassured.response.Response;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** create, update, patch and delete: <a href="https://hl7.org/fhir/R4/http.html#create">FHIR R4 create</a>. */
interface WriteContract extends ServedBase {
    @Test
    default void createAnswersWhereTheNewVersionIs() {
        Response response = sending(Sample.patient("Fresh")).post("/Patient");
        String id = ServedBase.body(response).path("id").asText();
        response.then()
                .statusCode(201)
                .header("Location", base() + "/Patient/" + id + "/_history/1")
                .header("ETag", "W/\"1\"")
                .body("name[0].family", equalTo("Fresh"));
        assertThat(get(response.header("Location")).path("id").asText()).isEqualTo(id);
    }

    @Test
    default void createDoesNotTakeTheIdOfTheBody() {
        Response response = sending(Sample.patient("mine", "Fresh")).post("/Patient");
        response.then().statusCode(201);
        assertThat(ServedBase.body(response).path("id").asText()).isNotEqualTo("mine");
        fhir().get("/Patient/mine").then().statusCode(404);
    }

    @Test
    default void updateMakesTheNextVersion() {
        String patient = create(Sample.patient("Before"));
        String id = patient.substring("Patient/".length());
        sending(Sample.patient(id, "After"))
                .put("/" + patient)
                .then()
                .statusCode(200)
                .header("ETag", "W/\"2\"")
                .header("Location", base() + "/" + patient + "/_history/2")
                .body("meta.versionId", equalTo("2"));
        assertThat(get(patient).at("/name/0/family").asText()).isEqualTo("After");
    }

    @Test
    default void updateOfAnUnusedIdCreates() {
        String id = Sample.word();
        sending(Sample.patient(id, "New"))
                .put("/Patient/" + id)
                .then()
                .statusCode(201)
                .header("Location", base() + "/Patient/" + id + "/_history/1");
        assertThat(get("Patient/" + id).path("id").asText()).isEqualTo(id);
    }

    @Test
    default void updateOfADeletedOneBringsItBack() {
        String patient = create(Sample.patient("Before"));
        String id = patient.substring("Patient/".length());
        fhir().delete("/" + patient).then().statusCode(204);
        sending(Sample.patient(id, "Back"))
                .put("/" + patient)
                .then()
                .statusCode(201)
                .header("ETag", "W/\"3\"");
        assertThat(get(patient).at("/name/0/family").asText()).isEqualTo("Back");
    }

    @Test
    default void updateNeedsTheIdOfTheUrlInTheBody() {
        String patient = create(Sample.patient("Before"));
        sending(Sample.patient("other", "After")).put("/" + patient).then().statusCode(400);
        sending(Sample.patient("After")).put("/" + patient).then().statusCode(400);
        assertThat(get(patient).at("/meta/versionId").asText()).isEqualTo("1");
    }

    @Test
    default void theBodyMustBeOfTheTypeOfTheUrl() {
        sending(Sample.organization("x")).post("/Patient").then().statusCode(400);
        sending(Sample.withId("a", Sample.organization("x")))
                .put("/Patient/a")
                .then()
                .statusCode(400);
        fhir().get("/Patient/a").then().statusCode(404);
    }

    @Test
    default void ifMatchLetsTheCurrentVersionThrough() {
        String patient = create(Sample.patient("Before"));
        String body = Sample.patient(patient.substring("Patient/".length()), "After");
        sending(body).header("If-Match", "W/\"1\"").put("/" + patient).then().statusCode(200);
        sending(body).header("If-Match", "\"2\"").put("/" + patient).then().statusCode(200);
        sending(body)
                .header("If-Match", "*")
                .put("/" + patient)
                .then()
                .statusCode(200)
                .header("ETag", "W/\"4\"");
    }

    @Test
    default void ifMatchRefusesAStaleVersion() {
        String patient = create(Sample.patient("Before"));
        String body = Sample.patient(patient.substring("Patient/".length()), "After");
        sending(body).header("If-Match", "W/\"2\"").put("/" + patient).then().statusCode(412);
        fhir().header("If-Match", "W/\"2\"").delete("/" + patient).then().statusCode(412);
        assertThat(get(patient).at("/meta/versionId").asText()).isEqualTo("1");
    }

    @Test
    default void ifMatchOfWhatDoesNotExistCreatesNothing() {
        String id = Sample.word();
        sending(Sample.patient(id, "New"))
                .header("If-Match", "W/\"1\"")
                .put("/Patient/" + id)
                .then()
                .statusCode(412);
        sending(Sample.patient(id, "New"))
                .header("If-Match", "*")
                .put("/Patient/" + id)
                .then()
                .statusCode(412);
        fhir().get("/Patient/" + id).then().statusCode(404);
    }

    @Test
    default void ifNoneMatchOfAnythingLetsAPutOnlyCreate() {
        String id = Sample.word();
        sending(Sample.patient(id, "New"))
                .header("If-None-Match", "*")
                .put("/Patient/" + id)
                .then()
                .statusCode(201);
        sending(Sample.patient(id, "Newer"))
                .header("If-None-Match", "*")
                .put("/Patient/" + id)
                .then()
                .statusCode(412)
                .body("issue[0].diagnostics", containsString("If-None-Match"));
        assertThat(get("Patient/" + id).at("/meta/versionId").asText()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "W/1", "W/\"\"", "W/\"one\"", "W/\"1\", W/\"2\"", "W/\"99999999999999999999\""})
    default void aMalformedIfMatchIsRefused(String tag) {
        String patient = create(Sample.patient("Before"));
        String body = Sample.patient(patient.substring("Patient/".length()), "After");
        sending(body).header("If-Match", tag).put("/" + patient).then().statusCode(400);
        assertThat(get(patient).at("/meta/versionId").asText()).isEqualTo("1");
    }

    @Test
    default void preferDecidesWhatComesBack() {
        sending(Sample.patient("Fresh"))
                .header("Prefer", "return=minimal")
                .post("/Patient")
                .then()
                .statusCode(201)
                .header("ETag", "W/\"1\"")
                .body(is(emptyString()));
        sending(Sample.patient("Fresh"))
                .header("Prefer", "return=representation")
                .post("/Patient")
                .then()
                .statusCode(201)
                .body("resourceType", equalTo("Patient"));
        sending(Sample.patient("Fresh"))
                .header("Prefer", "return=OperationOutcome")
                .post("/Patient")
                .then()
                .statusCode(201)
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue[0].severity", equalTo("information"));
    }

    @Test
    default void deleteCanBeRepeated() {
        String patient = create(Sample.patient(Sample.word()));
        fhir().delete("/" + patient).then().statusCode(204).header("ETag", "W/\"2\"");
        fhir().delete("/" + patient).then().statusCode(204);
        fhir().delete("/Patient/nobody").then().statusCode(204);
        fhir().get("/Patient/nobody").then().statusCode(404);
    }

    @Test
    default void aDeletedResourceIsNotFoundBySearch() {
        String family = Sample.word();
        String patient = create(Sample.patient(family));
        assertThat(matches("Patient?family=" + family)).containsExactly(patient);
        fhir().delete("/" + patient).then().statusCode(204);
        assertThat(matches("Patient?family=" + family)).isEmpty();
    }

    @Test
    default void anUpdatedResourceIsFoundByItsNewValuesOnly() {
        String before = Sample.word();
        String after = Sample.word();
        String patient = create(Sample.patient(before));
        sending(Sample.patient(patient.substring("Patient/".length()), after)).put("/" + patient);
        assertThat(matches("Patient?family=" + before)).isEmpty();
        assertThat(matches("Patient?family=" + after)).containsExactly(patient);
    }

    @Test
    default void jsonPatchChangesWhatItNames() {
        String patient = create(Sample.patient("Before"));
        patch(patient, """
                [{"op":"test","path":"/gender","value":"female"},
                 {"op":"replace","path":"/name/0/family","value":"After"},
                 {"op":"add","path":"/name/0/given/-","value":"Byron"},
                 {"op":"remove","path":"/birthDate"}]""").then().statusCode(200).header("ETag", "W/\"2\"");
        var patched = get(patient);
        assertThat(patched.at("/name/0/family").asText()).isEqualTo("After");
        assertThat(patched.at("/name/0/given").toString()).isEqualTo("[\"Ada\",\"Byron\"]");
        assertThat(patched.has("birthDate")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "[{\"op\":\"fly\",\"path\":\"/gender\"}]",
                "[{\"op\":\"add\",\"path\":\"/gender\"}]",
                "[{\"op\":\"remove\",\"path\":\"/telecom/0\"}]",
                "[{\"op\":\"remove\",\"path\":\"gender\"}]",
                "[{\"op\":\"replace\",\"path\":\"/gender\",\"value\":\"purple\"}]",
                "[{\"op\":\"add\",\"path\":\"/colour\",\"value\":\"red\"}]",
                "[{\"op\":\"replace\",\"path\":\"/id\",\"value\":\"other\"}]",
                "[{\"op\":\"replace\",\"path\":\"/resourceType\",\"value\":\"Person\"}]",
                "[{\"op\":\"replace\",\"path\":\"\",\"value\":7}]",
                "[{\"op\":\"remove\",\"path\":\"\"}]",
                "[{\"op\":\"add\",\"path\":\"/name/9\",\"value\":{}}]",
                "[{\"op\":\"move\",\"from\":\"/name\",\"path\":\"/name/0\"}]",
                "[7]",
                "[{\"op\":\"remove\""
            })
    default void aPatchThatCannotBeAppliedChangesNothing(String patch) {
        String patient = create(Sample.patient("Before"));
        patch(patient, patch).then().statusCode(400).body("resourceType", equalTo("OperationOutcome"));
        assertThat(get(patient).at("/meta/versionId").asText()).isEqualTo("1");
    }

    @Test
    default void aFailedTestOfAPatchIsUnprocessable() {
        String patient = create(Sample.patient("Before"));
        patch(patient, "[{\"op\":\"test\",\"path\":\"/gender\",\"value\":\"male\"}]")
                .then()
                .statusCode(422);
    }

    @Test
    default void patchTakesIfMatch() {
        String patient = create(Sample.patient("Before"));
        String patch = "[{\"op\":\"remove\",\"path\":\"/gender\"}]";
        fhir().contentType(JSON_PATCH)
                .header("If-Match", "W/\"4\"")
                .body(patch)
                .patch("/" + patient)
                .then()
                .statusCode(412);
        fhir().contentType(JSON_PATCH)
                .header("If-Match", "W/\"1\"")
                .body(patch)
                .patch("/" + patient)
                .then()
                .statusCode(200);
    }

    @Test
    default void onlyWhatExistsCanBePatched() {
        String patch = "[{\"op\":\"remove\",\"path\":\"/gender\"}]";
        patch("Patient/nobody", patch).then().statusCode(404);
        String patient = create(Sample.patient("Before"));
        fhir().delete("/" + patient).then().statusCode(204);
        patch(patient, patch).then().statusCode(410);
    }

    @Test
    default void aPatchOfAnotherMediaTypeIsRefused() {
        String patient = create(Sample.patient("Before"));
        fhir().contentType("text/plain").body("[]").patch("/" + patient).then().statusCode(415);
        fhir().contentType("application/merge-patch+json")
                .body("{}")
                .patch("/" + patient)
                .then()
                .statusCode(415);
    }

    @Test
    default void oneOfThirtyTwoRacingUpdatesWins() {
        String patient = create(Sample.patient("Before"));
        String body = Sample.patient(patient.substring("Patient/".length()), "After");
        List<Integer> statuses = Racing.statuses(
                32, racer -> sending(body).header("If-Match", "W/\"1\"").put("/" + patient));
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(1);
        assertThat(Collections.frequency(statuses, 412)).isEqualTo(31);
        assertThat(get(patient).at("/meta/versionId").asText()).isEqualTo("2");
    }

    @Test
    default void racingUpdatesWithoutConditionAllCount() {
        String patient = create(Sample.patient("Before"));
        String body = Sample.patient(patient.substring("Patient/".length()), "After");
        List<Integer> statuses = Racing.statuses(16, racer -> sending(body).put("/" + patient));
        assertThat(statuses).containsOnly(200);
        assertThat(get(patient).at("/meta/versionId").asText()).isEqualTo("17");
        assertThat(get(patient + "/_history").path("entry")).hasSize(17);
    }

    @Test
    default void racingUpdatesOfAnUnusedIdCreateOnce() {
        String id = Sample.word();
        List<Integer> statuses =
                Racing.statuses(16, racer -> sending(Sample.patient(id, "New")).put("/Patient/" + id));
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(1);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(15);
    }

    private Response patch(String reference, String patch) {
        return fhir().contentType(JSON_PATCH).body(patch).patch("/" + reference);
    }
}
