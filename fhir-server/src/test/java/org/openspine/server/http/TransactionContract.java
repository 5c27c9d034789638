package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** transaction: <a href="https://hl7.org/fhir/R4/http.html#trules">FHIR R4 transaction processing rules</a>. */
interface TransactionContract extends ServedBase {
    @Test
    default void entriesAreAnsweredInTheirOrder() {
        String patient = create(Sample.patient("Before"));
        String id = patient.substring("Patient/".length());
        JsonNode answer = process(Sample.transaction(
                Sample.entry("GET", patient),
                Sample.entry("PUT", patient, Sample.patient(id, "After")),
                Sample.entry("POST", "Organization", Sample.organization(Sample.word())),
                Sample.entry("DELETE", "Organization/nobody")));
        assertThat(answer.path("type").asText()).isEqualTo("transaction-response");
        assertThat(statuses(answer)).containsExactly("200 OK", "200 OK", "201 Created", "204 No Content");
        assertThat(answer.at("/entry/0/resource/name/0/family").asText())
                .as("reads come last")
                .isEqualTo("After");
        assertThat(answer.at("/entry/1/response/etag").asText()).isEqualTo("W/\"2\"");
        assertThat(answer.at("/entry/2/response/location").asText()).startsWith(base() + "/Organization/");
    }

    @Test
    default void deletionsComeBeforeCreationsBeforeUpdates() {
        String name = Sample.word();
        String old = create(Sample.organization(name));
        JsonNode answer = process(Sample.transaction(
                Sample.entry("GET", "Organization?name=" + name),
                Sample.entry("PUT", "Organization/" + name, Sample.withId(name, Sample.organization(name))),
                Sample.entry("DELETE", old)));
        assertThat(ServedBase.references(answer.at("/entry/0/resource"), "match"))
                .containsExactly("Organization/" + name);
    }

    @Test
    default void linksBetweenEntriesBecomeReferencesWhereverTheyStand() {
        String name = Sample.word();
        String composition = """
                {"resourceType":"Composition","status":"final","type":{"text":"x"},"date":"2024-01-01","title":"%s",
                 "author":[{"reference":"urn:uuid:11111111-1111-4111-8111-111111111111"}],
                 "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">\
                <a href=\\"urn:uuid:11111111-1111-4111-8111-111111111111\\">who</a></div>"},
                 "extension":[{"url":"urn:test:uri","valueUri":"urn:uuid:11111111-1111-4111-8111-111111111111"},
                              {"url":"urn:test:canonical","valueCanonical":"urn:uuid:11111111-1111-4111-8111-111111111111"},
                              {"url":"urn:test:string","valueString":"urn:uuid:11111111-1111-4111-8111-111111111111"}],
                 "section":[{"entry":[{"reference":"urn:uuid:11111111-1111-4111-8111-111111111111"}]}]}""".formatted(name);
        JsonNode answer = process(Sample.transaction(
                Sample.entry("POST", "Composition", composition),
                Sample.entry(
                        "urn:uuid:11111111-1111-4111-8111-111111111111",
                        "POST",
                        "Organization",
                        Sample.organization(name))));
        String organization = reference(answer, 1);
        JsonNode stored = get(reference(answer, 0));
        assertThat(stored.at("/author/0/reference").asText()).isEqualTo(organization);
        assertThat(stored.at("/section/0/entry/0/reference").asText()).isEqualTo(organization);
        assertThat(stored.at("/text/div").asText()).contains("href=\"" + organization + "\"");
        assertThat(stored.at("/extension/0/valueUri").asText()).isEqualTo(organization);
        assertThat(stored.at("/extension/1/valueCanonical").asText()).isEqualTo(organization);
        assertThat(stored.at("/extension/2/valueString").asText())
                .as("text is no link")
                .startsWith("urn:uuid:");
    }

    @Test
    default void absoluteFullUrlsLinkEntriesToo() {
        String name = Sample.word();
        JsonNode answer = process(Sample.transaction(
                Sample.entry("http://example.org/fhir/Patient/1", "POST", "Patient", Sample.patient(name)),
                Sample.entry("POST", "Observation", Sample.heartRate(name, "http://example.org/fhir/Patient/1", 60))));
        assertThat(get(reference(answer, 1)).at("/subject/reference").asText()).isEqualTo(reference(answer, 0));
    }

    @Test
    default void aRelativeReferenceResolvesAgainstTheFullUrlOfItsEntry() {
        String name = Sample.word();
        JsonNode answer = process(Sample.transaction(
                Sample.entry("http://example.org/fhir/Patient/1", "POST", "Patient", Sample.patient(name)),
                Sample.entry(
                        "http://example.org/fhir/Observation/1",
                        "POST",
                        "Observation",
                        Sample.heartRate(name, "Patient/1", 60))));
        assertThat(get(reference(answer, 1)).at("/subject/reference").asText()).isEqualTo(reference(answer, 0));
    }

    @Test
    default void aDocumentInsideIsStoredAsItIs() {
        String document = """
                {"resourceType":"Bundle","type":"collection","identifier":{"system":"urn:test","value":"%s"},"entry":[
                  {"fullUrl":"urn:uuid:22222222-2222-4222-8222-222222222222",
                   "resource":{"resourceType":"Patient","id":"inner","gender":"female"}},
                  {"fullUrl":"urn:uuid:33333333-3333-4333-8333-333333333333",
                   "resource":{"resourceType":"Flag","status":"active","code":{"text":"x"},
                               "subject":{"reference":"urn:uuid:22222222-2222-4222-8222-222222222222"}}}]}""".formatted(Sample.word());
        JsonNode answer = process(Sample.transaction(
                Sample.entry("POST", "Bundle", document),
                Sample.entry(
                        "urn:uuid:22222222-2222-4222-8222-222222222222",
                        "POST",
                        "Patient",
                        Sample.patient(Sample.word()))));
        JsonNode stored = get(reference(answer, 0));
        assertThat(stored.at("/entry/1/resource/subject/reference").asText())
                .isEqualTo("urn:uuid:22222222-2222-4222-8222-222222222222");
        assertThat(stored.at("/entry/0/resource/id").asText()).isEqualTo("inner");
    }

    @Test
    default void conditionalReferencesFindTheirTargets() {
        String name = Sample.word();
        String patient = create(Sample.patient(name));
        String organization = create(Sample.organization(name));
        JsonNode answer = process(Sample.transaction(Sample.entry(
                "POST",
                "Observation",
                Sample.heartRate(name, "Patient?family=" + name + "&birthdate=1970-03-30", 70)
                        .replace(
                                "\"subject\"",
                                "\"performer\":[{\"reference\":\"Organization?identifier=urn:test|" + name
                                        + "\"}],\"subject\""))));
        JsonNode stored = get(reference(answer, 0));
        assertThat(stored.at("/subject/reference").asText()).isEqualTo(patient);
        assertThat(stored.at("/performer/0/reference").asText()).isEqualTo(organization);
    }

    @Test
    default void aConditionalReferenceWithoutExactlyOneTargetIsRefused() {
        String name = Sample.word();
        String bundle = Sample.transaction(
                Sample.entry("POST", "Observation", Sample.heartRate(name, "Patient?family=" + name, 70)));
        refused(bundle, 412, "Bundle.entry[0]");
        create(Sample.patient(name));
        create(Sample.patient(name));
        refused(bundle, 412, "Bundle.entry[0]");
        assertThat(matches("Observation?_tag=" + name)).isEmpty();
    }

    @Test
    default void ifNoneExistLetsOthersReferToTheMatch() {
        String name = Sample.word();
        String patient = create(Sample.patient(name));
        JsonNode answer = process(Sample.transaction(
                Sample.when(
                        "ifNoneExist",
                        "family=" + name,
                        Sample.entry(
                                "urn:uuid:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa",
                                "POST",
                                "Patient",
                                Sample.patient(name))),
                Sample.entry(
                        "POST",
                        "Observation",
                        Sample.heartRate(name, "urn:uuid:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", 70))));
        assertThat(statuses(answer)).containsExactly("200 OK", "201 Created");
        assertThat(get(reference(answer, 1)).at("/subject/reference").asText()).isEqualTo(patient);
    }

    @Test
    default void conditionalUpdateLetsOthersReferToWhatItMakes() {
        String name = Sample.word();
        String bundle = Sample.transaction(
                Sample.entry(
                        "urn:uuid:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa",
                        "PUT",
                        "Patient?family=" + name,
                        Sample.patient(name)),
                Sample.entry(
                        "POST",
                        "Observation",
                        Sample.heartRate(name, "urn:uuid:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", 70)));
        JsonNode first = process(bundle);
        JsonNode second = process(bundle);
        assertThat(statuses(first)).containsExactly("201 Created", "201 Created");
        assertThat(statuses(second)).containsExactly("200 OK", "201 Created");
        assertThat(get(reference(second, 1)).at("/subject/reference").asText()).isEqualTo(reference(first, 0));
    }

    @Test
    default void patchesStandInBinaries() {
        String patient = create(Sample.patient("Before"));
        // [{"op":"remove","path":"/gender"}]
        String binary = "{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\","
                + "\"data\":\"W3sib3AiOiJyZW1vdmUiLCJwYXRoIjoiL2dlbmRlciJ9XQ==\"}";
        process(Sample.transaction(Sample.entry("PATCH", patient, binary)));
        assertThat(get(patient).has("gender")).isFalse();
    }

    @Test
    default void conditionalDeletesAndPatchesWork() {
        String name = Sample.word();
        String organization = create(Sample.organization(name));
        JsonNode answer = process(Sample.transaction(Sample.entry("DELETE", "Organization?name=" + name)));
        assertThat(statuses(answer)).containsExactly("204 No Content");
        fhir().get("/" + organization).then().statusCode(410);
    }

    @Test
    default void aStaleIfMatchStopsAllEntries() {
        String name = Sample.word();
        String patient = create(Sample.patient("Before"));
        String id = patient.substring("Patient/".length());
        String put = Sample.entry("PUT", patient, Sample.patient(id, "After"));
        refused(
                Sample.transaction(
                        Sample.entry("POST", "Organization", Sample.organization(name)),
                        Sample.when("ifMatch", "W/\"5\"", put)),
                412,
                "Bundle.entry[1]");
        assertThat(matches("Organization?name=" + name)).isEmpty();
        process(Sample.transaction(Sample.when("ifMatch", "W/\"1\"", put)));
    }

    @Test
    default void oneBadEntryStopsAllAndIsNamed() {
        String name = Sample.word();
        String good = Sample.entry("POST", "Organization", Sample.organization(name));
        String patient = "{\"resourceType\":\"Patient\",\"gender\":\"purple\"}";
        refused(Sample.transaction(good, good, Sample.entry("POST", "Patient", patient)), 400, "Bundle.entry[2]");
        refused(Sample.transaction(good, Sample.entry("GET", "Patient/nobody")), 404, "Bundle.entry[1]");
        refused(Sample.transaction(good, Sample.entry("GET", "Patient?colour=x")), 400, "Bundle.entry[1]");
        refused(Sample.transaction(good, Sample.entry("GET", "Wizard/1")), 404, "Bundle.entry[1]");
        refused(
                Sample.transaction(good, Sample.entry("POST", "Wizard", Sample.organization(name))),
                404,
                "Bundle.entry[1]");
        refused(
                Sample.transaction(good, Sample.entry("POST", "Parameters", "{\"resourceType\":\"Parameters\"}")),
                404,
                "Bundle.entry[1]");
        refused(Sample.transaction(good, Sample.entry("BREW", "Patient/1")), 400, "Bundle.entry[1]");
        refused(Sample.transaction(good, Sample.entry("POST", "Patient")), 400, "Bundle.entry[1]");
        refused(Sample.transaction(good, Sample.entry("PUT", "Patient/x")), 400, "Bundle.entry[1]");
        refused(Sample.transaction(good, "{\"resource\":" + Sample.organization(name) + "}"), 400, "Bundle.entry[1]");
        refused(
                Sample.transaction(good, "{\"fullUrl\":\"urn:uuid:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa\"}"),
                400,
                "Bundle.entry[1]");
        refused(
                Sample.transaction(good, Sample.entry("PUT", "Patient/a", Sample.patient("b", "x"))),
                400,
                "Bundle.entry[1]");
        assertThat(matches("Organization?name=" + name)).isEmpty();
    }

    @Test
    default void aLinkToNoEntryIsRefused() {
        String name = Sample.word();
        refused(
                Sample.transaction(Sample.entry(
                        "POST",
                        "Observation",
                        Sample.heartRate(name, "urn:uuid:bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb", 70))),
                400,
                "Bundle.entry[0]");
        assertThat(matches("Observation?_tag=" + name)).isEmpty();
    }

    @Test
    default void aFullUrlStandsOnce() {
        String name = Sample.word();
        String entry = Sample.entry(
                "urn:uuid:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "POST", "Organization", Sample.organization(name));
        refused(Sample.transaction(entry, entry), 400, "Bundle.entry[1]");
        assertThat(matches("Organization?name=" + name)).isEmpty();
    }

    @Test
    default void twoEntriesCannotWriteToOneResource() {
        String name = Sample.word();
        String put = Sample.entry("PUT", "Organization/" + name, Sample.withId(name, Sample.organization(name)));
        refused(Sample.transaction(put, put), 400, "Bundle.entry[1]");
        refused(Sample.transaction(put, Sample.entry("DELETE", "Organization/" + name)), 400, "Bundle.entry[1]");
        fhir().get("/Organization/" + name).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"searchset", "collection", "document", "message", "history", "transaction-response"})
    default void otherBundlesAreNotProcessed(String type) {
        sending("{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\"}")
                .post("")
                .then()
                .statusCode(400);
    }

    @Test
    default void anEmptyTransactionIsAnsweredWithAnEmptyBundle() {
        JsonNode answer = process("{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}");
        assertThat(answer.path("type").asText()).isEqualTo("transaction-response");
        assertThat(answer.has("entry")).isFalse();
    }

    @Test
    default void moreThanFiveHundredEntriesAreRefused() {
        String[] entries = new String[501];
        java.util.Arrays.fill(entries, Sample.entry("GET", "Patient/nobody"));
        sending(Sample.transaction(entries))
                .post("")
                .then()
                .statusCode(400)
                .body("issue[0].code", equalTo("too-costly"));
    }

    @Test
    default void representationsComeBackIfPreferred() {
        String bundle = Sample.transaction(Sample.entry("POST", "Organization", Sample.organization(Sample.word())));
        assertThat(process(bundle).path("entry").path(0).has("resource")).isFalse();
        Response full =
                sending(bundle).header("Prefer", "return=representation").post("");
        full.then().statusCode(200).body("entry[0].resource.resourceType", equalTo("Organization"));
    }

    @Test
    default void entriesMayUseTheAddressOfTheBase() {
        String name = Sample.word();
        JsonNode answer =
                process(Sample.transaction(Sample.entry("POST", base() + "/Organization", Sample.organization(name))));
        assertThat(statuses(answer)).containsExactly("201 Created");
        String elsewhere = Sample.transaction(
                Sample.entry("POST", "http://elsewhere.example/Organization", Sample.organization(name)));
        assertThat(sending(elsewhere).post("").statusCode()).isBetween(400, 404);
    }

    @Test
    default void racingTransactionsOverTheSameResourcesEachRunWhole() {
        String first = Sample.word();
        String second = Sample.word();
        List<Integer> statuses = Racing.statuses(12, racer -> sending(Sample.transaction(
                        put(racer % 2 == 0 ? first : second, "racer" + racer),
                        put(racer % 2 == 0 ? second : first, "racer" + racer)))
                .post(""));
        assertThat(statuses).containsOnly(200);
        JsonNode one = get("Organization/" + first);
        JsonNode other = get("Organization/" + second);
        assertThat(one.path("name")).isEqualTo(other.path("name"));
        assertThat(one.at("/meta/versionId").asText()).isEqualTo("12");
    }

    @Test
    default void racingTransactionsWithOneConditionMakeOneResource() {
        String name = Sample.word();
        List<Integer> statuses = Racing.statuses(12, racer -> sending(Sample.transaction(Sample.when(
                        "ifNoneExist",
                        "name=" + name,
                        Sample.entry("POST", "Organization", Sample.organization(name)))))
                .post(""));
        assertThat(statuses).containsOnly(200);
        assertThat(matches("Organization?name=" + name)).hasSize(1);
    }

    private static String put(String id, String name) {
        return Sample.entry("PUT", "Organization/" + id, Sample.withId(id, Sample.organization(name)));
    }

    private void refused(String bundle, int status, String place) {
        sending(bundle)
                .post("")
                .then()
                .statusCode(status)
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue[0].expression[0]", containsString(place));
    }

    private static List<String> statuses(JsonNode answer) {
        return answer.findValuesAsText("status");
    }

    /** {@code Type/id} from the location of an entry's answer. */
    private String reference(JsonNode answer, int entry) {
        String location =
                answer.path("entry").path(entry).at("/response/location").asText();
        return location.substring(base().length() + 1).replaceFirst("/_history/.*", "");
    }
}
