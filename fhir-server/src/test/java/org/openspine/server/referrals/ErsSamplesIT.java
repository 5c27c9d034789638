package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.ServedBase;
import org.openspine.server.http.TestServers;

/** The sample people at the referral services: the requests that the front page shows, and what can be done with the stories. */
class ErsSamplesIT implements ServedErs {
    private static final String IQBAL = "r.1944e42d-b953-56d1-bb31-4a97d6e16e36";

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
    public OpenSpine server() {
        return server;
    }

    @Test
    void everyExampleOfTheFrontPageWorksAndFindsSomething() {
        for (String basePath : List.of("/referrals/FHIR/R4", "/booking-and-referral/FHIR/R4")) {
            JsonNode examples = examplesOf(basePath);
            assertThat(examples).isNotEmpty();
            for (JsonNode example : examples) {
                Response response = send(example);
                String title = example.path("title").asText();
                assertThat(response.statusCode())
                        .as(title + ": " + response.asString())
                        .isIn(Set.of(200, 201, 307));
                if (response.asString().contains("\"searchset\"")) {
                    assertThat(ServedBase.body(response).path("total").asInt())
                            .as(title)
                            .isPositive();
                }
            }
        }
    }

    private JsonNode examplesOf(String basePath) {
        JsonNode services = ServedBase.tree("{\"all\": %s}"
                .formatted(
                        fhir().baseUri(server.address()).get("/services.json").asString()));
        for (JsonNode service : services.path("all")) {
            if (service.path("basePath").asText().equals(basePath)) {
                return service.path("examples");
            }
        }
        return MissingNode.getInstance();
    }

    private Response send(JsonNode example) {
        RequestSpecification request = fhir().baseUri(server.address());
        for (Map.Entry<String, JsonNode> header : example.path("headers").properties()) {
            if (!header.getKey().equals("Content-Type")) {
                request = request.header(header.getKey(), header.getValue().asText());
            }
        }
        RequestSpecification whole =
                example.has("body") ? sending(request, example.path("body").asText()) : request;
        return whole.request(
                example.path("method").asText(), example.path("path").asText());
    }

    @Test
    void storiesStandOnTheListsOfTheirProviders() {
        assertThat(list("SERVICE_PROVIDER_CLINICIAN", "RZ9", "REFERRALS_FOR_REVIEW")
                        .toString())
                .contains("ServiceRequest/r.25ab1da6-9536-50b0-8f1e-e727ae9a841b")
                .contains("ServiceRequest/r.1e9b5c5e-c0ea-551d-a113-18919aa6107e");
        assertThat(list("REFERRING_CLINICIAN", "A99981", "AWAITING_BOOKING").toString())
                .contains(IQBAL);
    }

    private JsonNode list(String function, String organisation, String type) {
        return ServedErs.ok(sending(as(function, organisation), ServedErs.parameters("""
                                {"name": "listType", "valueCodeableConcept": {"coding": [
                                  {"system": "https://fhir.nhs.uk/CodeSystem/eRS-ReferralListSelector", "code": "%s"}]}}""".formatted(type)))
                .post("/ServiceRequest/$ers.fetchworklist"));
    }
}
