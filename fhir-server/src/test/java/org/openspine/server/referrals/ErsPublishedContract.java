package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** The R4 endpoints as published (A030, A033, A035, A037, A040, A041, A042). */
interface ErsPublishedContract extends ServedErs {
    @Test
    default void a033ReadsAServiceWithTagAndCacheHeader() {
        String id = bookable();
        Response response = referrer().header("X-Correlation-ID", "case 7").get("/HealthcareService/" + id);
        JsonNode service = ok(response);
        assertThat(response.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(response.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(response.header("X-Correlation-ID")).isEqualTo("case 7");
        assertThat(response.header("X-Request-ID")).matches("[0-9a-f-]{36}-1");
        assertThat(response.contentType()).isEqualTo("application/fhir+json");
        assertThat(service.path("language").asText()).isEqualTo("en");
        assertThat(service.at("/location/0/identifier/value").asText()).isEqualTo("RX101");
        assertThat(service.at("/meta").toString()).isEqualTo("{\"versionId\":\"1\"}");
        assertThat(service.at("/characteristic/1/coding/0/code").asText()).isEqualTo("DIRECTLY_BOOKABLE");
        assertRequestError(referrer().get("/HealthcareService/999999"), 404, "not-found", "REC_NOT_FOUND");
    }
}
