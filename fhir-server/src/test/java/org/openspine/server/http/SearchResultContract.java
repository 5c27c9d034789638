package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search brings back, in which order and how much of it at a time. */
interface SearchResultContract extends ServedBase {
    @Test
    default void anEmptyResultIsABundleWithoutEntries() {
        JsonNode bundle = get("Patient?family=" + Sample.word());
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        assertThat(bundle.has("entry")).isFalse();
    }

    @Test
    default void matchesSayWhereTheyAreAndWhatTheyAre() {
        String family = Sample.word();
        String patient = create(Sample.patient(family));
        JsonNode entry = get("Patient?family=" + family).at("/entry/0");
        assertThat(entry.path("fullUrl").asText()).isEqualTo(base() + "/" + patient);
        assertThat(entry.at("/search/mode").asText()).isEqualTo("match");
        assertThat(entry.path("resource")).isEqualTo(get(patient));
    }

    @Test
    default void includesBringWhatMatchesReferTo() {
        String word = Sample.word();
        String practice = create(Sample.organization(word));
        String patient = create(Sample.patient(word)
                .replace("\"active\"", "\"managingOrganization\":{\"reference\":\"" + practice + "\"},\"active\""));
        String rate = create(Sample.heartRate(word, patient, 70));
        String search = "Observation?_tag=" + word;
        assertThat(included(search + "&_include=Observation:subject")).containsExactly(patient);
        assertThat(included(search + "&_include=Observation:patient")).containsExactly(patient);
        assertThat(included(search + "&_include=Observation:subject:Patient")).containsExactly(patient);
        assertThat(included(search + "&_include=Observation:subject:Group")).isEmpty();
        assertThat(included(search + "&_include=*")).containsExactly(patient);
        assertThat(included(search + "&_include=Observation:*")).containsExactly(patient);
        assertThat(included(search + "&_include=Observation:subject&_include=Patient:organization"))
                .as("without iterate only matches are looked at")
                .containsExactly(patient);
        assertThat(included(search + "&_include=Observation:subject&_include:iterate=Patient:organization"))
                .containsExactlyInAnyOrder(patient, practice);
        assertThat(matches(search + "&_include=Observation:subject")).containsExactly(rate);
    }

    @Test
    default void revincludesBringWhatRefersToMatches() {
        String word = Sample.word();
        String practice = create(Sample.organization(word));
        String patient = create(Sample.patient(word)
                .replace("\"active\"", "\"managingOrganization\":{\"reference\":\"" + practice + "\"},\"active\""));
        String rate = create(Sample.heartRate(word, patient, 70));
        assertThat(included("Patient?family=" + word + "&_revinclude=Observation:subject"))
                .containsExactly(rate);
        assertThat(included("Patient?family=" + word + "&_revinclude=Observation:*"))
                .containsExactly(rate);
        assertThat(included("Organization?name=" + word
                        + "&_revinclude=Patient:organization&_revinclude:iterate=Observation:patient"))
                .containsExactlyInAnyOrder(patient, rate);
    }

    @Test
    default void anIncludedResourceStandsOnce() {
        String word = Sample.word();
        String patient = create(Sample.patient(word));
        create(Sample.heartRate(word, patient, 70));
        create(Sample.heartRate(word, patient, 71));
        assertThat(included("Observation?_tag=" + word + "&_include=Observation:subject&_include=Observation:patient"))
                .containsExactly(patient);
    }

    @Test
    default void includesLeaveOutWhatIsGoneOrElsewhere() {
        String word = Sample.word();
        String patient = create(Sample.patient(word));
        create(Sample.heartRate(word, patient, 70));
        create(Sample.heartRate(word, "Patient/nobody", 70));
        create(Sample.heartRate(word, "http://elsewhere.example/Patient/1", 70));
        fhir().delete("/" + patient).then().statusCode(204);
        assertThat(included("Observation?_tag=" + word + "&_include=Observation:subject"))
                .isEmpty();
    }

    @Test
    default void sortPutsValuesInOrderAndMissingOnesLast() {
        String word = Sample.word();
        String b = create(named(word, "b", "2001-01-01"));
        String c = create(named(word, "c", "2003-01-01"));
        String a = create(named(word, "a", "2003-01-01"));
        String none = create("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"" + word + "\"}]}");
        String search = "Patient?family=" + word;
        assertThat(matches(search + "&_sort=given")).containsExactly(a, b, c, none);
        assertThat(matches(search + "&_sort=-given")).startsWith(c, b, a);
        assertThat(matches(search + "&_sort=birthdate,given")).containsExactly(b, a, c, none);
        assertThat(matches(search + "&_sort=-birthdate,given").subList(0, 3)).containsExactly(a, c, b);
        assertThat(matches(search + "&_sort=_lastUpdated")).containsExactly(b, c, a, none);
        assertThat(matches(search + "&_sort=-_lastUpdated")).containsExactly(none, a, c, b);
        assertThat(matches(search + "&_sort=_id")).isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&_sort=given", "&_sort=-given", "&_sort=birthdate,-given", "&_sort=-_lastUpdated"})
    default void nextLinksLeadThroughAllMatchesOnce(String sort) {
        String word = Sample.word();
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 11; i++) {
            all.add(create(
                    i % 4 == 3
                            ? Sample.patient(word).replace(",\"given\":[\"Ada\"]", "")
                            : named(word, "given" + i % 3, "200" + i % 4 + "-01-01")));
        }
        List<String> inOne = matches("Patient?family=" + word + "&_count=50" + sort);
        List<String> paged = new ArrayList<>();
        String next = "Patient?family=" + word + "&_count=3" + sort;
        int pages = 0;
        while (!next.isEmpty()) {
            JsonNode page = get(next);
            paged.addAll(ServedBase.references(page, "match"));
            next = ServedBase.link(page, "next");
            pages++;
        }
        assertThat(paged).isEqualTo(inOne).containsExactlyInAnyOrderElementsOf(all);
        assertThat(pages).isEqualTo(4);
    }

    @Test
    default void pagingIsNotDisturbedByOtherWrites() {
        String word = Sample.word();
        List<String> kept = new ArrayList<>();
        List<String> doomed = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            kept.add(create(Sample.patient(word)));
            doomed.add(create(Sample.patient(word)));
        }
        List<String> seen = new ArrayList<>();
        String next = "Patient?family=" + word + "&_count=2";
        while (!next.isEmpty()) {
            JsonNode page = get(next);
            seen.addAll(ServedBase.references(page, "match"));
            next = ServedBase.link(page, "next");
            if (!doomed.isEmpty()) {
                fhir().delete("/" + doomed.remove(doomed.size() - 1)).then().statusCode(204);
                create(Sample.patient(word));
            }
            assertThat(seen.size()).as("the pages end").isLessThan(60);
        }
        assertThat(seen).doesNotHaveDuplicates().containsAll(kept);
    }

    @Test
    default void pagesOfASearchOverSeveralTypesEndToo() {
        String word = Sample.word();
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            all.add(create(Sample.heartRate(word, "Patient/x", 60 + i)));
            all.add(create(tagged("Organization", word)));
        }
        List<String> seen = new ArrayList<>();
        String next = "?_type=Observation,Organization&_tag=" + word + "&_count=2";
        while (!next.isEmpty()) {
            JsonNode page = get(next);
            assertThat(page.path("entry").size()).isLessThanOrEqualTo(2);
            seen.addAll(ServedBase.references(page, "match"));
            next = ServedBase.link(page, "next");
        }
        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
        assertThat(matches("?_tag=" + word)).as("all types").containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    default void aNextLinkOfAnotherQueryIsRefused() {
        String word = Sample.word();
        create(Sample.patient(word));
        create(Sample.patient(word));
        String next = ServedBase.link(get("Patient?family=" + word + "&_count=1"), "next");
        fhir().get(next).then().statusCode(200);
        fhir().get(next.replace(word, "other")).then().statusCode(400);
        fhir().get(next.replace("/Patient?", "/Person?")).then().statusCode(400);
        char last = next.charAt(next.length() - 1);
        fhir().get(next.substring(0, next.length() - 1) + (last == 'A' ? 'E' : 'A'))
                .then()
                .statusCode(400);
        fhir().get(next.replaceFirst("_page=.", "_page=" + (next.contains("_page=A") ? "B" : "A")))
                .then()
                .statusCode(400);
    }

    @Test
    default void totalsAreCountedIfAskedFor() {
        String word = Sample.word();
        create(Sample.patient(word));
        create(Sample.patient(word));
        String search = "Patient?family=" + word;
        assertThat(get(search).has("total")).isFalse();
        assertThat(get(search + "&_total=none").has("total")).isFalse();
        JsonNode page = get(search + "&_total=accurate&_count=1");
        assertThat(page.path("total").asInt()).isEqualTo(2);
        assertThat(page.path("entry")).hasSize(1);
        for (String countOnly : List.of("&_count=0", "&_summary=count")) {
            JsonNode count = get(search + countOnly);
            assertThat(count.path("total").asInt()).isEqualTo(2);
            assertThat(count.has("entry")).isFalse();
            assertThat(ServedBase.link(count, "next")).isEmpty();
        }
    }

    @Test
    default void summariesHoldPartsOfTheResource() {
        String word = Sample.word();
        create("""
                {"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">x</div>"},
                 "name":[{"family":"%s"}],"gender":"female","maritalStatus":{"text":"x"},
                 "contact":[{"name":{"family":"y"}}]}""".formatted(word));
        JsonNode summary = get("Patient?family=" + word + "&_summary=true").at("/entry/0/resource");
        assertThat(fields(summary)).contains("name", "gender").doesNotContain("text", "maritalStatus", "contact");
        assertThat(summary.at("/meta/tag/0/code").asText()).isEqualTo("SUBSETTED");
        assertThat(fields(get("Patient?family=" + word + "&_summary=text").at("/entry/0/resource")))
                .contains("text")
                .doesNotContain("name", "gender");
        assertThat(fields(get("Patient?family=" + word + "&_summary=data").at("/entry/0/resource")))
                .contains("name", "maritalStatus")
                .doesNotContain("text");
        assertThat(fields(get("Patient?family=" + word + "&_summary=false").at("/entry/0/resource")))
                .contains("name", "maritalStatus", "text");
        assertThat(fields(get("Patient?family=" + word + "&_elements=name,Patient.gender")
                        .at("/entry/0/resource")))
                .containsExactlyInAnyOrder("resourceType", "id", "meta", "name", "gender");
    }

    @Test
    default void elementsKeepWhatMustBePresent() {
        String word = Sample.word();
        create(Sample.heartRate(word, "Patient/x", 70));
        assertThat(fields(get("Observation?_tag=" + word + "&_elements=subject").at("/entry/0/resource")))
                .contains("status", "code", "subject")
                .doesNotContain("valueQuantity");
        assertThat(fields(get("Observation?_tag=" + word + "&_elements=value").at("/entry/0/resource")))
                .contains("valueQuantity");
    }

    @Test
    default void elementsAreThoseOfResourcesAndNotOfTheirBundle() {
        JsonNode nothing = get("Patient?family=" + Sample.word() + "&_elements=name");
        assertThat(fields(nothing)).contains("type", "link").doesNotContain("meta");
        String stored = create("""
                {"resourceType": "Bundle", "type": "collection", "timestamp": "2026-01-01T00:00:00Z",
                 "identifier": {"value": "b"}, "entry": [{"fullUrl": "urn:uuid:5d9fa9b6-9e0e-4bd3-8cfb-3e3b7ae3b6f0",
                 "resource": {"resourceType": "Basic", "code": {"text": "x"}}}]}""");
        assertThat(fields(get(stored + "?_elements=identifier")))
                .contains("identifier", "type")
                .doesNotContain("entry", "timestamp");
    }

    @Test
    default void whatIsAsDeepAsAllowedCanBeSearchedAndLaidOut() {
        String word = Sample.word();
        String items = "{\"linkId\": \"1\", \"type\": \"group\", \"item\": [".repeat(29)
                + "{\"linkId\": \"2\", \"type\": \"display\", \"text\": \"x\"}" + "]}".repeat(29);
        create("""
                {"resourceType": "Questionnaire", "status": "draft", "name": "%s", "item": [%s]}""".formatted(word, items));
        for (String shape : List.of("_pretty=true", "_elements=item", "_summary=false")) {
            assertThat(get("Questionnaire?name=" + word + "&" + shape).path("entry"))
                    .hasSize(1);
        }
    }

    @Test
    default void aSearchCanBePosted() {
        String word = Sample.word();
        String patient = create(Sample.patient("Ü " + word));
        Response response = fhir().contentType("application/x-www-form-urlencoded")
                .body("family=%C3%9C+" + word)
                .post("/Patient/_search");
        response.then().statusCode(200);
        assertThat(ServedBase.references(ServedBase.body(response), "match")).containsExactly(patient);
        Response both = fhir().contentType("application/x-www-form-urlencoded")
                .body("gender=female")
                .post("/Patient/_search?family=%C3%9C%20" + word);
        assertThat(ServedBase.references(ServedBase.body(both), "match")).containsExactly(patient);
        Response system = fhir().contentType("application/x-www-form-urlencoded")
                .body("_type=Patient&_id=" + patient.substring(8))
                .post("/_search");
        assertThat(ServedBase.references(ServedBase.body(system), "match")).containsExactly(patient);
    }

    @Test
    default void thePostedBodyOfASearchIsAForm() {
        for (String place : List.of("/Patient/_search", "/_search?_type=Patient")) {
            fhir().contentType("application/fhir+json")
                    .body("{\"resourceType\":\"Parameters\"}")
                    .post(place)
                    .then()
                    .statusCode(415)
                    .body("issue[0].diagnostics", containsString("application/x-www-form-urlencoded"));
        }
    }

    @Test
    default void aPostedSearchCanBePaged() {
        String word = Sample.word();
        create(Sample.patient(word));
        create(Sample.patient(word));
        Response first = fhir().contentType("application/x-www-form-urlencoded")
                .body("family=" + word + "&_count=1")
                .post("/Patient/_search");
        String next = ServedBase.link(ServedBase.body(first), "next");
        assertThat(get(next).path("entry")).hasSize(1);
    }

    @Test
    default void compartmentsHoldWhatBelongsToTheirOwner() {
        String word = Sample.word();
        String patient = create(Sample.patient(word));
        String rate = create(Sample.heartRate(word, patient, 70));
        create(Sample.heartRate(word, create(Sample.patient(word)), 70));
        assertThat(matches(patient + "/Observation")).containsExactly(rate);
        assertThat(matches(patient + "/Observation?code=8867-4")).containsExactly(rate);
        assertThat(matches(patient + "/Observation?code=0")).isEmpty();
        assertThat(matches(patient + "/*")).contains(rate);
        Response posted = fhir().contentType("application/x-www-form-urlencoded")
                .body("code=8867-4")
                .post("/" + patient + "/Observation/_search");
        assertThat(ServedBase.references(ServedBase.body(posted), "match")).containsExactly(rate);
        fhir().get("/" + patient + "/Wizard").then().statusCode(404);
        fhir().get("/" + patient + "/Medication").then().statusCode(404);
        fhir().get("/Organization/x/Observation").then().statusCode(404);
    }

    @Test
    default void theSelfLinkSaysWhatWasSearched() {
        String word = Sample.word();
        assertThat(ServedBase.link(get("Patient?family=" + word + "&gender=&_count=5"), "self"))
                .isEqualTo(base() + "/Patient?family=" + word + "&_count=5");
        Response lenient = fhir().header("Prefer", "handling=lenient").get("/Patient?family=" + word + "&colour=red");
        lenient.then().statusCode(200);
        assertThat(ServedBase.link(ServedBase.body(lenient), "self")).isEqualTo(base() + "/Patient?family=" + word);
        String self = ServedBase.link(get("Patient?family=M%C3%BCller%20%26%20" + word), "self");
        assertThat(fhir().get(self).statusCode()).isEqualTo(200);
        assertThat(ServedBase.link(get(self), "self")).isEqualTo(self);
    }

    @Test
    default void lenientHandlingSaysWhatItLeftOut() {
        String word = Sample.word();
        String patient = create(Sample.patient(word));
        String query = "/Patient?family=" + word + "&colour=red&_text=x&name:foo=y";
        fhir().get(query).then().statusCode(400);
        fhir().header("Prefer", "handling=strict").get(query).then().statusCode(400);
        Response lenient = fhir().header("Prefer", "handling=lenient").get(query);
        JsonNode bundle = ServedBase.body(lenient);
        assertThat(ServedBase.references(bundle, "match")).containsExactly(patient);
        JsonNode outcome = bundle.at("/entry/1");
        assertThat(outcome.at("/search/mode").asText()).isEqualTo("outcome");
        assertThat(outcome.at("/resource/issue/0/diagnostics").asText()).contains("colour", "_text", "name:foo");
        fhir().header("Prefer", "handling=lenient")
                .get("/Patient?birthdate=nonsense")
                .then()
                .statusCode(400)
                .body("issue[0].code", equalTo("value"));
    }

    @Test
    default void aCountBeyondTheLimitGivesALargePage() {
        fhir().get("/Patient?_count=100000").then().statusCode(200);
    }

    private List<String> included(String query) {
        return ServedBase.references(get(query), "include");
    }

    private static List<String> fields(JsonNode resource) {
        List<String> names = new ArrayList<>();
        resource.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String named(String family, String given, String birthDate) {
        return Sample.patient(family).replace("Ada", given).replace("1970-03-30", birthDate);
    }

    private static String tagged(String type, String tag) {
        return "{\"resourceType\":\"%s\",\"meta\":{\"tag\":[{\"code\":\"%s\"}]},\"name\":\"x\"}".formatted(type, tag);
    }
}
