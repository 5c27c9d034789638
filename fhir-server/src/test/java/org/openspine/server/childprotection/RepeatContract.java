package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.childprotection.ServedProtection.ok;
import static org.openspine.server.childprotection.ServedProtection.resources;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.Racing;

/** Changes that are sent again with their {@code X-Request-ID}, since their answer was lost: SECURITY section 8. */
interface RepeatContract extends ServedFlags {
    private static RequestSpecification with(String id, RequestSpecification request) {
        return request.header("X-Request-ID", id);
    }

    private static void assertSameAnswer(Response again, Response first) {
        assertThat(first.header("OpenSpine-Replayed")).isNull();
        assertThat(again.header("OpenSpine-Replayed")).as(again.asString()).isEqualTo("true");
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("X-Request-ID")).isEqualTo(first.header("X-Request-ID"));
    }

    private Response uploadWith(String id, String bundle) {
        return with(id, cpis()).contentType(JSON).body(bundle).post("");
    }

    private Response postWith(String id, String path, String body) {
        return with(id, flags()).contentType(JSON).body(body).post(path);
    }

    @Test
    default void aPlanUploadedAgainIsAnsweredAsTheFirstTime() {
        String number = patient();
        String id = UUID.randomUUID().toString();
        String bundle = plan(number, CHILD_PROTECTION, "2026-07-22", "", "991 - WHARFEDALE COUNCIL");
        Response first = uploadWith(id, bundle);
        assertThat(first.statusCode()).isEqualTo(200);
        assertSameAnswer(uploadWith(id, bundle), first);
        assertThat(get("Flag?patient=Patient/" + number)
                        .at("/entry/0/resource/meta/versionId")
                        .asText())
                .isEqualTo("1");
        Response otherBody = uploadWith(id, plan(number, LOOKED_AFTER, "2026-07-22", "", "991 - WHARFEDALE COUNCIL"));
        assertThat(otherBody.header("OpenSpine-Replayed")).isNull();
        assertThat(plans(number)).hasSize(2);
    }

    @Test
    default void aFlagStoredAgainIsNotMergedWithItself() {
        String number = patient();
        String id = UUID.randomUUID().toString();
        Response first = postWith(id, "/PatientFlag", patientFlag(number, ADJUSTMENTS, "First"));
        assertThat(first.statusCode()).isEqualTo(201);
        assertSameAnswer(postWith(id, "/PatientFlag", patientFlag(number, ADJUSTMENTS, "First")), first);
        assertThat(postWith(UUID.randomUUID().toString(), "/PatientFlag", patientFlag(number, ADJUSTMENTS, "First"))
                        .statusCode())
                .as("a request of its own")
                .isEqualTo(200);
    }

    @Test
    default void aFlagUpdatedOrRemovedAgainIsAnsweredAsTheFirstTime() {
        String number = adjusted();
        Response stored = post("/Flag", adjustment(number, ADJUSTMENTS, "285055002", "Aid"));
        String flag = ServedFlags.id(stored);
        String update = UUID.randomUUID().toString();
        String body = adjustment(number, ADJUSTMENTS, "285055002", "New aid")
                .replaceFirst("\\{", "{\"id\": \"" + flag + "\",");
        Response put = with(update, flags()).contentType(JSON).body(body).put("/Flag/" + flag);
        assertThat(put.statusCode()).as(put.asString()).isEqualTo(200);
        assertSameAnswer(with(update, flags()).contentType(JSON).body(body).put("/Flag/" + flag), put);
        String removal = UUID.randomUUID().toString();
        Response removed = with(removal, flags()).delete("/Flag/" + flag + "?reason=Gone");
        assertThat(removed.statusCode()).as(removed.asString()).isEqualTo(200);
        assertSameAnswer(with(removal, flags()).delete("/Flag/" + flag + "?reason=Gone"), removed);
        assertThat(with(removal, flags())
                        .delete("/Flag/" + flag + "?reason=Other")
                        .statusCode())
                .as("another query is a request of its own")
                .isBetween(400, 499);
    }

    /** Of racing twins one has the effect; the others get its answer. */
    @Test
    default void ofRacingTwinsOneHasTheEffect() {
        String number = patient();
        String id = UUID.randomUUID().toString();
        List<Response> answers =
                Racing.responses(8, racer -> postWith(id, "/PatientFlag", patientFlag(number, ADJUSTMENTS, "Raced")));
        assertThat(answers).extracting(Response::statusCode).containsOnly(201);
        assertThat(answers)
                .extracting(Response::asString)
                .containsOnly(answers.get(0).asString());
        assertThat(answers)
                .filteredOn(answer -> answer.header("OpenSpine-Replayed") == null)
                .hasSize(1);
        assertThat(resources(flagsOf(number), "Flag")).hasSize(1);
        assertThat(get("Flag?patient=Patient/" + number)
                        .at("/entry/0/resource/meta/versionId")
                        .asText())
                .isEqualTo("1");
    }

    /** What was refused may go well the next time, and is told to the patient's audit each time. */
    @Test
    default void aRefusalIsNotKept() {
        String number = patient();
        String id = UUID.randomUUID().toString();
        String detail = adjustment(number, ADJUSTMENTS, "441092009", "Lips");
        assertThat(postWith(id, "/Flag", detail).statusCode()).isEqualTo(400);
        post("/PatientFlag", patientFlag(number, ADJUSTMENTS, "n"));
        Response good = postWith(id, "/Flag", detail);
        assertThat(good.statusCode()).as(good.asString()).isEqualTo(201);
        assertSameAnswer(postWith(id, "/Flag", detail), good);
    }

    /** Reads are done each time: the second look at a plan is a look of its own. */
    @Test
    default void readsAreNotKept() {
        String number = patient();
        storePlan(number);
        String id = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            Response read = with(id, cpis()).get("/CareTeam?" + BY_NUMBER + number);
            ok(read);
            assertThat(read.header("OpenSpine-Replayed")).isNull();
        }
        assertThat(accesses(number)).hasSize(2);
    }

    @Test
    default void anIdThatIsNoUuidNamesNoRequest() {
        String number = patient();
        assertThat(postWith("mine", "/PatientFlag", patientFlag(number, ADJUSTMENTS, "n"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(postWith("mine", "/PatientFlag", patientFlag(number, ADJUSTMENTS, "n"))
                        .statusCode())
                .isEqualTo(200);
    }
}
