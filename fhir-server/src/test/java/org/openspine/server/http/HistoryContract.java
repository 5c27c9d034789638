package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** history: <a href="https://hl7.org/fhir/R4/http.html#history">FHIR R4 history</a>. */
interface HistoryContract extends ServedBase {
    @Test
    default void theHistoryOfAResourceTellsEveryVersionNewestFirst() {
        String patient = create(Sample.patient("First"));
        String id = patient.substring("Patient/".length());
        sending(Sample.patient(id, "Second")).put("/" + patient);
        fhir().contentType(JSON_PATCH)
                .body("[{\"op\":\"remove\",\"path\":\"/gender\"}]")
                .patch("/" + patient);
        fhir().delete("/" + patient);
        sending(Sample.patient(id, "Back")).put("/" + patient);
        JsonNode history = get(patient + "/_history");
        assertThat(history.path("type").asText()).isEqualTo("history");
        assertThat(texts(history, "/response/etag"))
                .containsExactly("W/\"5\"", "W/\"4\"", "W/\"3\"", "W/\"2\"", "W/\"1\"");
        assertThat(texts(history, "/request/method")).containsExactly("PUT", "DELETE", "PATCH", "PUT", "POST");
        assertThat(texts(history, "/resource/name/0/family")).containsExactly("Back", "", "Second", "Second", "First");
        assertThat(texts(history, "/response/status"))
                .containsExactly("200 OK", "204 No Content", "200 OK", "200 OK", "201 Created");
        assertThat(texts(history, "/fullUrl")).containsOnly(base() + "/" + patient);
    }

    @Test
    default void theHistoryOfADeletedResourceRemains() {
        String patient = create(Sample.patient(Sample.word()));
        fhir().delete("/" + patient);
        assertThat(get(patient + "/_history").path("entry")).hasSize(2);
    }

    @Test
    default void theHistoryOfATypeAndOfTheSystemHoldTheLatestChangesFirst() {
        String basic = create("{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}");
        String other = create(Sample.organization(Sample.word()));
        fhir().delete("/" + basic);
        assertThat(texts(get("Basic/_history?_count=2"), "/fullUrl"))
                .containsExactly(base() + "/" + basic, base() + "/" + basic);
        assertThat(texts(get("_history?_count=3"), "/fullUrl"))
                .containsExactly(base() + "/" + basic, base() + "/" + other, base() + "/" + basic);
    }

    @Test
    default void historyIsPaged() {
        String patient = create(Sample.patient("First"));
        String id = patient.substring("Patient/".length());
        for (int i = 0; i < 6; i++) {
            sending(Sample.patient(id, "Next")).put("/" + patient);
        }
        List<String> tags = new ArrayList<>();
        String next = patient + "/_history?_count=3";
        while (!next.isEmpty()) {
            JsonNode page = get(next);
            tags.addAll(texts(page, "/response/etag"));
            next = ServedBase.link(page, "next");
        }
        assertThat(tags).containsExactly("W/\"7\"", "W/\"6\"", "W/\"5\"", "W/\"4\"", "W/\"3\"", "W/\"2\"", "W/\"1\"");
    }

    @Test
    default void sinceLeavesOutWhatIsOlder() {
        String patient = create(Sample.patient("First"));
        assertThat(get(patient + "/_history?_since=2020-01-01").path("entry")).hasSize(1);
        assertThat(get(patient + "/_history?_since=2999-01-01").has("entry")).isFalse();
        String time = get(patient).at("/meta/lastUpdated").asText();
        assertThat(get(patient + "/_history?_since=" + time).path("entry")).hasSize(1);
    }

    @Test
    default void atTellsWhatWasCurrentThen() {
        String patient = create(Sample.patient("First"));
        String id = patient.substring("Patient/".length());
        String time = get(patient).at("/meta/lastUpdated").asText();
        pauseUntilAfter(time);
        sending(Sample.patient(id, "Second")).put("/" + patient);
        assertThat(texts(get(patient + "/_history?_at=" + time), "/response/etag"))
                .containsExactly("W/\"1\"");
        assertThat(get(patient + "/_history?_at=2020-01-01").has("entry")).isFalse();
        assertThat(texts(get(patient + "/_history?_at=2999"), "/response/etag")).containsExactly("W/\"2\"");
    }

    /** Writes until the clock has moved on, so that the next version has a later time. */
    private void pauseUntilAfter(String time) {
        String other = create(Sample.patient(Sample.word()));
        while (get(other).at("/meta/lastUpdated").asText().equals(time)) {
            other = create(Sample.patient(Sample.word()));
        }
    }

    private static List<String> texts(JsonNode bundle, String pointer) {
        List<String> texts = new ArrayList<>();
        bundle.path("entry").forEach(entry -> texts.add(entry.at(pointer).asText()));
        return texts;
    }
}
