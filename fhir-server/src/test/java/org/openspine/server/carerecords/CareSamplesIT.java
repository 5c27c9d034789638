package org.openspine.server.carerecords;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.ServedBase;
import org.openspine.server.http.TestServers;

/** The front page's examples of care records, child protection and patient flags, with the sample people, twice. */
class CareSamplesIT {
    private static final List<String> BASES =
            List.of("/summary-care-record/FHIR/R4", "/cpis/FHIR/R4", "/patient-flags-api/FHIR/R4");

    @Test
    void everyExampleOfTheFrontPageWorks(@TempDir Path folder) {
        try (OpenSpine server = TestServers.withSamples(folder)) {
            JsonNode services =
                    ServedBase.body(given().config(ServedBase.PLAIN).get(server.address() + "/services.json"));
            for (int time = 0; time < 2; time++) {
                for (JsonNode service : services) {
                    if (BASES.contains(service.path("basePath").asText())) {
                        assertThat(service.path("examples").size()).isPositive();
                        service.path("examples").forEach(example -> assertWorks(server.address(), example));
                        service.path("errors")
                                .forEach(row ->
                                        assertThat(row.path("meaning").asText()).isNotBlank());
                    }
                }
            }
        }
    }

    private static void assertWorks(String address, JsonNode example) {
        RequestSpecification request =
                given().config(ServedBase.PLAIN).baseUri(address).urlEncodingEnabled(false);
        example.path("headers")
                .fields()
                .forEachRemaining(header ->
                        request.header(header.getKey(), header.getValue().asText()));
        String body = example.path("body").asText();
        if (!body.isEmpty()) {
            request.body(body);
        }
        Response response = request.request(
                example.path("method").asText(), example.path("path").asText());
        String title = example.path("title").asText();
        boolean refused = title.equals("A patient who said No");
        assertThat(response.statusCode())
                .as(title + ": " + response.asString())
                .isIn(refused ? List.of(403) : List.of(200, 201));
        assertThat(response.asString()).as(title).doesNotContain("\"total\":0");
    }
}
