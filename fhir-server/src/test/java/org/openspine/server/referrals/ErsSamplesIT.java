package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.api.ApiDescription;
import org.openspine.referrals.ers.ErsApi;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.TestServers;

/** The sample people at the e-Referral Service: the requests that the front page shows, and what can be done with the stories. */
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
    void everyExampleOfTheFrontPageWorks() {
        ApiDescription description = new ErsApi(server.repository(), () -> {}, Clock.systemUTC()).description();
        assertThat(description.examples()).isNotEmpty();
        for (ApiDescription.Example example : description.examples()) {
            RequestSpecification request = ers();
            for (String header : example.headers()) {
                if (header.startsWith("Content-Type")) {
                    continue;
                }
                String[] parts = header.split(": ", 2);
                request = request.header(parts[0], parts[1]);
            }
            Response response = example.body().isEmpty()
                    ? request.request(example.method().name(), example.path())
                    : sending(request, example.body()).request(example.method().name(), example.path());
            assertThat(response.statusCode())
                    .as(example.title() + ": " + response.asString())
                    .isIn(Set.of(200, 201, 307));
        }
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
