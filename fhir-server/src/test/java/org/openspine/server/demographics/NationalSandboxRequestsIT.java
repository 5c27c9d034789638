package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.ServedBase;
import org.openspine.server.http.TestServers;

/** The published examples of changes, sent to the sample data as they are, with their slots {@code #(…)} filled. */
class NationalSandboxRequestsIT implements ServedPds {
    private static OpenSpine server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = TestServers.withSamples(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public String address() {
        return server.address();
    }

    private static String published(String name) throws IOException {
        try (InputStream file = NationalSandboxRequestsIT.class.getResourceAsStream("/pds/" + name + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String filled(String request, Map<String, String> slots) {
        String text = request;
        for (Map.Entry<String, String> slot : slots.entrySet()) {
            text = text.replace("\"#(%s)\"".formatted(slot.getKey()), slot.getValue());
        }
        assertThat(text).doesNotContain("#(");
        return text;
    }

    private Response post(String path, String body) {
        return pds().contentType("application/json").body(body).post(path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            add-extension      | 9000000033 | 200 | /extension/0/valueReference/identifier/value | Y12345
            add-name           | 9000000033 | 200 | /name/0/suffix/0 | PhD
            add-death          | 9000000033 | 200 | /deceasedDateTime | 2020-01-02
            add-place-of-birth | 9000000033 | 200 | /extension/2/valueAddress/district | Greater Manchester
            add-pharmacy       | 5900057208 | 200 | /extension/0/valueReference/identifier/value | FWC87
            update-gender      | 9000000009 | 200 | /gender | male
            update-address     | 9000000017 | 200 | /address/0/line/0 | 2 Whitehall Quay
            delete-extension   | 9000000009 | 200 | /extension/1/url | https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicalApplianceSupplier
            delete-name        | 9000000009 | 403 | /issue/0/diagnostics | Forbidden update with error - not permitted to remove usual name
            add-deceased-date-time | 5900057208 | 400 | /issue/0/details/coding/0/code | INVALID_UPDATE
            """)
    void publishedUpdatesAreAnsweredAsTheirRulesSay(String request, String number, int status, String at, String value)
            throws IOException {
        String version = pds().get("/Patient/" + number).header("ETag");
        Response response = pds().header("If-Match", version)
                .contentType(JSON_PATCH)
                .body(filled(published("patch/" + request), Map.of("deceasedDate", "\"2020-01-02\"")))
                .patch("/Patient/" + number);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(ServedBase.body(response).at(at).asText()).as(response.asString()).isEqualTo(value);
    }

    @Test
    void aPublishedNewcomerGetsANumberAndIsAnsweredAsSent() throws IOException {
        String sent = published("create/allocate");
        Response response = post("/Patient", sent);
        String number = PdsCreateContract.given(response);
        ObjectNode expected = (ObjectNode) ServedBase.tree(sent);
        expected.remove(Set.of("resourceType", "extension")); // which tells who registers
        ObjectNode answered = withoutIds(ServedBase.body(response));
        assertThat(answered.remove(Set.of("resourceType", "meta", "identifier"))).isEqualTo(expected);
        assertThat(ok(pds().get("/Patient/" + number))).isEqualTo(ServedBase.body(response));
    }

    @Test
    void publishedPeopleWhoAreKnownAreNotCreated() throws IOException {
        Response single = post("/Patient", published("create/single-match"));
        assertThat(ServedBase.body(single).at("/issue/0/details/coding/0/code").asText())
                .isEqualTo("SINGLE_MATCH");
        assertThat(single.asString()).containsPattern("NHS number [0-9]{10} found for supplied demographic data");
        assertError(
                post(
                        "/Patient",
                        published("create/single-match")
                                .replace("McMatch-Single", "McMatch-Multiple")
                                .replace("BAP 4WG", "DN19 7UD")),
                200,
                "value",
                "MULTIPLE_MATCHES",
                "Multiple matches found",
                "Unable to create new patient. Multiple matches found for supplied demographic data.");
    }

    @Test
    void aPublishedBirthIsAnsweredWhole() throws IOException {
        ObjectNode expected = (ObjectNode) ServedBase.tree(published("birth/response"));
        Map<String, String> slots = Map.ofEntries(
                Map.entry("babyGivenName", "[\"Earnestine\", \"Kerstin\"]"),
                Map.entry("familyName", "\"ToRemove\""),
                Map.entry("babyBirthDate", "\"2026-01-02\""),
                Map.entry("babyGender", "\"male\""),
                Map.entry("babyBirthTime", "\"2026-01-02T12:34:56+00:00\""),
                Map.entry("address", expected.at("/address/0").toString()),
                Map.entry("babyBirthOrder", "1"),
                Map.entry("telecomValue", "\"01632960587\""),
                Map.entry("telecomUse", "\"home\""),
                Map.entry("birthDate", "\"1990-02-28\""),
                Map.entry("babyBirthWeight", "3200"),
                Map.entry("motherNhsNumber", "\"9000000009\""),
                Map.entry("givenName", "[\"Jane\"]"),
                Map.entry("prefix", "[\"Mrs\"]"));
        Response response = post("/Patient/$process-birth-details", filled(published("birth/request"), slots));
        PdsCreateContract.given(response);
        ObjectNode answered = withoutIds(ServedBase.body(response));
        assertThat(answered.at("/telecom/0/value").asText()).isEqualTo("01632960587");
        answered.remove("telecom"); // the published answer belongs to a request without any
        ((ObjectNode) expected.at("/identifier/0")).put("value", "");
        ((ObjectNode) answered.at("/identifier/0")).put("value", "");
        assertThat(answered).isEqualTo(withoutIds(expected));
    }

    @Test
    void aPublishedCardReplacesTheOneThatWas() throws IOException {
        JsonNode sent = ServedBase.tree(published("coverage/request"));
        Response response = pds().header("If-Match", pds().get("/Patient/9000000009").header("ETag"))
                .contentType("application/json")
                .body(sent.toString())
                .post("/Coverage");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        ((ObjectNode) sent.path("subscriber")).put("type", "Patient");
        ((ObjectNode) sent.path("beneficiary")).put("type", "Patient");
        assertThat(ServedBase.body(response).at("/entry/0/resource")).isEqualTo(sent);
    }

    private static ObjectNode withoutIds(JsonNode patient) {
        ObjectNode copy = patient.deepCopy();
        copy.findParents("id").forEach(owner -> ((ObjectNode) owner).remove("id"));
        copy.findParents("id").forEach(owner -> ((ObjectNode) owner).remove("id")); // parents hide their children's
        return copy;
    }
}
