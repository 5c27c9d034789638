package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** batch: every entry on its own. */
interface BatchContract extends ServedBase {
    @Test
    default void oneBadEntryLeavesTheOthersAlone() {
        String name = Sample.word();
        JsonNode answer = process(Sample.batch(
                Sample.entry("POST", "Organization", Sample.organization(name)),
                Sample.entry("POST", "Patient", "{\"resourceType\":\"Patient\",\"gender\":\"purple\"}"),
                Sample.entry("GET", "Patient/nobody"),
                Sample.entry("BREW", "Patient/nobody"),
                "{\"fullUrl\":\"urn:uuid:a\"}",
                Sample.entry("GET", "Organization?name=" + name),
                Sample.entry("DELETE", "Organization?nmae=" + name),
                Sample.entry("PUT", "Organization/" + name, Sample.withId(name, Sample.organization("other")))));
        assertThat(answer.path("type").asText()).isEqualTo("batch-response");
        assertThat(answer.path("entry").findValuesAsText("status").stream().map(status -> status.substring(0, 3)))
                .containsExactly("201", "400", "404", "400", "400", "200", "400", "201");
        assertThat(answer.at("/entry/1/response/outcome/resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(answer.at("/entry/5/resource/type").asText()).isEqualTo("searchset");
        assertThat(matches("Organization?name=" + name)).hasSize(1);
    }

    @Test
    default void conditionsCountInABatchToo() {
        String name = Sample.word();
        String create = Sample.when(
                "ifNoneExist", "name=" + name, Sample.entry("POST", "Organization", Sample.organization(name)));
        JsonNode answer = process(Sample.batch(create, create));
        assertThat(answer.path("entry").findValuesAsText("status")).containsExactly("201 Created", "200 OK");
    }

    @Test
    default void aReadOfAKnownVersionIsNotRepeated() {
        String patient = create(Sample.patient(Sample.word()));
        JsonNode answer = process(Sample.batch(
                Sample.when("ifNoneMatch", "W/\"1\"", Sample.entry("GET", patient)),
                Sample.entry("GET", patient + "/_history/1"),
                Sample.entry("GET", patient + "/_history"),
                Sample.entry("GET", "metadata?_summary=true")));
        assertThat(answer.path("entry").findValuesAsText("status").subList(0, 1))
                .containsExactly("304 Not Modified");
        assertThat(answer.at("/entry/1/resource/resourceType").asText()).isEqualTo("Patient");
        assertThat(answer.at("/entry/2/resource/type").asText()).isEqualTo("history");
        assertThat(answer.at("/entry/3/resource/resourceType").asText()).isEqualTo("CapabilityStatement");
    }

    @Test
    default void aSearchIsReadOnlyEvenAsPost() {
        String name = Sample.word();
        String organization = create(Sample.organization(name));
        JsonNode answer = process(Sample.batch(Sample.entry("POST", "Organization/_search?name=" + name)));
        assertThat(ServedBase.references(answer.at("/entry/0/resource"), "match"))
                .containsExactly(organization);
    }
}
