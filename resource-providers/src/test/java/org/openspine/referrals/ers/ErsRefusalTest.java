package org.openspine.referrals.ers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openspine.access.AccessError;
import org.openspine.api.FhirResponse;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.ErrorCode;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** The published error catalogue of the e-Referral Service: status, code and issue of failures that other parts report. */
class ErsRefusalTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private static String told(ErrorCode failure) {
        FhirResponse answer = ErsRefusal.of(new SpineException(failure, "why"), NOON);
        JsonNode outcome = ResourceJson.parseAny(answer.body().orElseThrow().toBytes(), JsonLimits.TOKEN);
        JsonNode issue = outcome.at("/issue/0");
        assertThat(outcome.at("/meta/lastUpdated").asText()).isEqualTo("2026-01-01T12:00:00.000Z");
        assertThat(outcome.path("issue")).hasSize(1);
        assertThat(issue.path("severity").asText()).isEqualTo("error");
        assertThat(issue.path("diagnostics").asText()).isNotEmpty();
        String system = issue.at("/details/coding/0/system").asText();
        return "%d %s %s %s"
                .formatted(
                        answer.status(),
                        issue.at("/details/coding/0/code").asText(),
                        issue.path("code").asText(),
                        system.substring(system.lastIndexOf('/') + 1));
    }

    @Test
    void failuresOfSharedPartsAreRowsOfTheCatalogue() {
        Map<ErrorCode, String> rows = Map.ofEntries(
                Map.entry(FhirError.MALFORMED_CONTENT, "400 REC_BAD_REQUEST invalid http-error-codes"),
                Map.entry(FhirError.INVALID_CONTENT, "400 REC_BAD_REQUEST invalid http-error-codes"),
                Map.entry(AccessError.NO_AUTHORIZATION, "401 ACCESS_DENIED login NHSD-API-ErrorOrWarningCode"),
                Map.entry(AccessError.EXPIRED_TOKEN, "401 ACCESS_DENIED login NHSD-API-ErrorOrWarningCode"),
                Map.entry(AccessError.WRONG_SCOPE, "403 REC_FORBIDDEN forbidden http-error-codes"),
                Map.entry(AccessError.WRONG_ORGANISATION, "403 ACCESS_DENIED forbidden NHSD-API-ErrorOrWarningCode"),
                Map.entry(FhirError.NOT_FOUND, "404 REC_NOT_FOUND not-found http-error-codes"),
                Map.entry(FhirError.DELETED, "404 REC_NOT_FOUND not-found http-error-codes"),
                Map.entry(FhirError.NOT_ACCEPTABLE, "406 REC_NOT_ACCEPTABLE not-supported http-error-codes"),
                Map.entry(FhirError.VERSION_CONFLICT, "409 REC_CONFLICT conflict http-error-codes"),
                Map.entry(
                        FhirError.UNSUPPORTED_MEDIA_TYPE,
                        "415 REC_UNSUPPORTED_MEDIA_TYPE not-supported http-error-codes"),
                Map.entry(AccessError.TOO_MANY_REQUESTS, "429 TOO_MANY_REQUESTS throttled NHSD-API-ErrorOrWarningCode"),
                Map.entry(FhirError.INTERNAL, "500 REC_SERVER_ERROR exception http-error-codes"),
                Map.entry(FhirError.BUSY, "503 REC_UNAVAILABLE transient http-error-codes"),
                Map.entry(FhirError.OVERDUE, "503 REC_UNAVAILABLE transient http-error-codes"));
        rows.forEach((failure, row) ->
                assertThat(told(failure)).as(failure.toString()).isEqualTo(row));
    }

    @Test
    void whoMustWaitIsToldHowLong() {
        assertThat(ErsRefusal.of(new SpineException(FhirError.OVERDUE, ""), NOON)
                        .headers())
                .containsKey("Retry-After");
    }

    @Test
    void everyRowKeepsItsStatus() {
        Arrays.stream(ErsError.values()).forEach(row -> assertThat(told(row)).startsWith(row.status() + " "));
        Arrays.stream(BusinessError.values())
                .forEach(row -> assertThat(told(row)).startsWith(row.status() + " " + row.name() + " "));
    }
}
