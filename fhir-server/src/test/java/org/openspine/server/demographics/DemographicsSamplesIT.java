package org.openspine.server.demographics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.api.ApiDescription;
import org.openspine.api.ContentRules;
import org.openspine.api.SpineApi;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.demographics.Demographics;
import org.openspine.demographics.pds.PdsConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.ServedBase;
import org.openspine.server.http.TestServers;

/** The front page's examples of the demographics services, with the sample people. */
class DemographicsSamplesIT {
    @Test
    void everyExampleOfTheFrontPageWorks(@TempDir Path folder) {
        try (OpenSpine server = TestServers.withSamples(folder)) {
            ContentRules content =
                    new ContentRules(new ResourceValidator(Structures.r4(FhirContext.forR4Cached())), List.of());
            Demographics demographics =
                    new Demographics(server.repository(), content, PdsConfig.SANDBOX, Clock.systemUTC());
            for (SpineApi api : demographics.apis()) {
                for (ApiDescription.Example example : api.description().examples()) {
                    assertWorks(server.address() + api.basePath(), example);
                }
            }
        }
    }

    private static void assertWorks(String base, ApiDescription.Example example) {
        RequestSpecification request =
                given().config(ServedBase.PLAIN).baseUri(base).urlEncodingEnabled(false);
        for (String header : example.headers()) {
            String[] parts = header.split(": ", 2);
            request = request.header(parts[0], parts[1]);
        }
        if (!example.body().isEmpty()) {
            request = request.body(example.body());
        }
        Response response = request.request(example.method().name(), example.path());
        assertThat(response.statusCode())
                .as(example.title() + ": " + response.asString())
                .isIn(200, 201);
        assertThat(response.asString())
                .as(example.title())
                .doesNotContain("\"total\":0", "no-match", "OperationOutcome");
    }
}
