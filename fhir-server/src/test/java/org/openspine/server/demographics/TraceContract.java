package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Searching for patients, and patients to search for. */
interface TraceContract extends ServedPds {
    /** A search with these parameters, names and values in turn. */
    default Response search(String... namesAndValues) {
        return search(pds(), namesAndValues);
    }

    default Response search(RequestSpecification request, String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            request.queryParam(namesAndValues[i], URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return request.get("/Patient");
    }

    /** NHS numbers of the matches, in order. */
    default List<String> numbers(String... namesAndValues) {
        return numbers(ok(search(namesAndValues)));
    }

    static List<String> numbers(JsonNode bundle) {
        List<String> numbers = new ArrayList<>();
        bundle.path("entry")
                .forEach(entry -> numbers.add(entry.at("/resource/id").asText()));
        assertThat(bundle.path("total").asInt()).as(bundle.toString()).isEqualTo(numbers.size());
        return numbers;
    }

    default double score(String... namesAndValues) {
        JsonNode bundle = ok(search(namesAndValues));
        assertThat(bundle.path("total").asInt()).as(bundle.toString()).isEqualTo(1);
        return bundle.at("/entry/0/search/score").asDouble();
    }

    /** A patient with one usual name, and more members. */
    default String person(String family, String given, String gender, String birthDate, String... more) {
        return storePatient("""
                "name": [{"use": "usual", "family": "%s", "given": [%s]}], "gender": "%s", "birthDate": "%s"%s""".formatted(
                        family,
                        "\"" + given.replace(",", "\", \"") + "\"",
                        gender,
                        birthDate,
                        more.length == 0 ? "" : ", " + String.join(", ", more)));
    }

    static String home(String postcode) {
        return "\"address\": [{\"use\": \"home\", \"line\": [\"1 High Street\"], \"postalCode\": \"%s\"}]"
                .formatted(postcode);
    }

    static String telecom(String system, String value) {
        return "\"telecom\": [{\"system\": \"%s\", \"value\": \"%s\", \"use\": \"home\"}]".formatted(system, value);
    }

    static String practice(String code) {
        return """
                "generalPractitioner": [{"type": "Organization", "identifier":
                  {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}}]""".formatted(code);
    }
}
