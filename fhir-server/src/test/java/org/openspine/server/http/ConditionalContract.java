package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.Response;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditional interactions: <a href="https://hl7.org/fhir/R4/http.html#ccreate">FHIR R4 conditional create</a>. */
interface ConditionalContract extends ServedBase {
    @Test
    default void conditionalCreateMakesOneResourceOnly() {
        String name = Sample.word();
        Response first = createUnless("identifier=urn:test%7C" + name, name);
        first.then().statusCode(201);
        Response second = createUnless("identifier=urn:test%7C" + name, name);
        second.then().statusCode(200);
        assertThat(ServedBase.body(second).path("id"))
                .isEqualTo(ServedBase.body(first).path("id"));
        assertThat(matches("Organization?name=" + name)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Organization?name=%s",
                "?name=%s",
                "name=%s",
                "http://anywhere.example/fhir/Organization?name=%s",
                "identifier=urn:test%%7C%s"
            })
    default void theConditionMayNameItsType(String condition) {
        String name = Sample.word();
        create(Sample.organization(name));
        createUnless(condition.formatted(name), name).then().statusCode(200);
    }

    @Test
    default void aConditionWithSeveralMatchesIsRefused() {
        String name = Sample.word();
        create(Sample.organization(name));
        create(Sample.organization(name));
        createUnless("name=" + name, name).then().statusCode(412).body("issue[0].code", equalTo("multiple-matches"));
        sending(Sample.organization(name))
                .put("/Organization?name=" + name)
                .then()
                .statusCode(412);
        fhir().delete("/Organization?name=" + name).then().statusCode(412);
        patchMatch(name).then().statusCode(412);
        assertThat(matches("Organization?name=" + name)).hasSize(2);
    }

    @Test
    default void aConditionWithoutCriterionIsRefused() {
        String name = Sample.word();
        fhir().delete("/Organization").then().statusCode(400);
        fhir().delete("/Organization?_delete=multiple").then().statusCode(400);
        sending(Sample.organization(name)).put("/Organization").then().statusCode(400);
        fhir().delete("/Organization?name=").then().statusCode(400);
        createUnless("?", name).then().statusCode(400);
        createUnless("unknown=x", name).then().statusCode(400);
        assertThat(matches("Organization?name=" + name)).isEmpty();
    }

    @Test
    default void aTypoInTheConditionNeverDeletes() {
        String name = Sample.word();
        String organization = create(Sample.organization(name));
        fhir().header("Prefer", "handling=lenient")
                .delete("/Organization?nmae=" + name)
                .then()
                .statusCode(400);
        fhir().get("/" + organization).then().statusCode(200);
    }

    @Test
    default void conditionalUpdateCreatesThenUpdates() {
        String name = Sample.word();
        String url = "/Organization?identifier=urn:test%7C" + name;
        Response first = sending(Sample.organization(name)).put(url);
        first.then().statusCode(201).header("ETag", "W/\"1\"");
        sending(Sample.organization(name))
                .put(url)
                .then()
                .statusCode(200)
                .header("ETag", "W/\"2\"")
                .body("id", equalTo(ServedBase.body(first).path("id").asText()));
    }

    @Test
    default void conditionalUpdateTakesTheIdOfTheBodyWhenItCreates() {
        String name = Sample.word();
        sending(Sample.withId(name, Sample.organization(name)))
                .put("/Organization?name=" + name)
                .then()
                .statusCode(201)
                .body("id", equalTo(name));
        sending(Sample.withId("other", Sample.organization(name)))
                .put("/Organization?name=" + name)
                .then()
                .statusCode(400);
    }

    @Test
    default void conditionalUpdateTakesIfMatch() {
        String name = Sample.word();
        create(Sample.organization(name));
        sending(Sample.organization(name))
                .header("If-Match", "W/\"8\"")
                .put("/Organization?name=" + name)
                .then()
                .statusCode(412);
    }

    @Test
    default void conditionalPatchChangesTheMatch() {
        String name = Sample.word();
        patchMatch(name).then().statusCode(404);
        String organization = create(Sample.organization(name));
        patchMatch(name).then().statusCode(200);
        assertThat(get(organization).path("active").asBoolean()).isTrue();
    }

    @Test
    default void conditionalDeleteTakesTheMatch() {
        String name = Sample.word();
        fhir().delete("/Organization?name=" + name).then().statusCode(204);
        String organization = create(Sample.organization(name));
        fhir().delete("/Organization?name=" + name).then().statusCode(204);
        fhir().get("/" + organization).then().statusCode(410);
    }

    @Test
    default void conditionalDeleteOfSeveralHasToBeAskedFor() {
        String name = Sample.word();
        String first = create(Sample.organization(name));
        String second = create(Sample.organization(name));
        fhir().delete("/Organization?name=" + name + "&_delete=multiple").then().statusCode(204);
        fhir().get("/" + first).then().statusCode(410);
        fhir().get("/" + second).then().statusCode(410);
    }

    @Test
    default void racingConditionalCreatesMakeOneResource() {
        String name = Sample.word();
        List<Integer> statuses = Racing.statuses(16, racer -> createUnless("identifier=urn:test%7C" + name, name));
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(1);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(15);
        assertThat(matches("Organization?name=" + name)).hasSize(1);
    }

    @Test
    default void racingConditionalUpdatesMakeOneResource() {
        String name = Sample.word();
        List<Integer> statuses = Racing.statuses(
                16, racer -> sending(Sample.organization(name)).put("/Organization?identifier=urn:test%7C" + name));
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(1);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(15);
    }

    private Response createUnless(String condition, String name) {
        return sending(Sample.organization(name))
                .header("If-None-Exist", condition)
                .post("/Organization");
    }

    private Response patchMatch(String name) {
        return fhir().contentType(JSON_PATCH)
                .body("[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]")
                .patch("/Organization?name=" + name);
    }
}
