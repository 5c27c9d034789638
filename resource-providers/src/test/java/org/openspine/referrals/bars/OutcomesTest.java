package org.openspine.referrals.bars;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

/** The published error table: status, code and issue of failures that other parts report. */
class OutcomesTest {
    private static String told(ErrorCode failure) {
        FhirResponse answer = Outcomes.refusal(new SpineException(failure, "why"));
        JsonNode outcome = ResourceJson.parseAny(answer.body().orElseThrow().toBytes(), JsonLimits.TOKEN);
        JsonNode issue = outcome.at("/issue/0");
        assertThat(outcome.path("id").asText()).isNotEmpty();
        assertThat(outcome.at("/meta/profile/0").asText()).endsWith("/UKCore-OperationOutcome");
        assertThat(issue.path("severity").asText()).isEqualTo("error");
        assertThat(issue.path("diagnostics").asText()).isEqualTo("why");
        assertThat(issue.at("/details/coding/0/system").asText())
                .isEqualTo("https://fhir.nhs.uk/Codesystem/http-error-codes");
        return "%d %s %s"
                .formatted(
                        answer.status(),
                        issue.at("/details/coding/0/code").asText(),
                        issue.path("code").asText());
    }

    @Test
    void failuresOfSharedPartsAreRowsOfTheTable() {
        Map<ErrorCode, String> rows = Map.ofEntries(
                Map.entry(FhirError.MALFORMED_CONTENT, "400 REC_BAD_REQUEST structure"),
                Map.entry(FhirError.INVALID_CONTENT, "400 REC_BAD_REQUEST invalid"),
                Map.entry(AccessError.NO_AUTHORIZATION, "401 SEND_UNAUTHORIZED login"),
                Map.entry(AccessError.INVALID_TOKEN, "401 SEND_UNAUTHORIZED security"),
                Map.entry(AccessError.EXPIRED_TOKEN, "401 SEND_UNAUTHORIZED expired"),
                Map.entry(AccessError.UNKNOWN_APPLICATION, "401 SEND_UNAUTHORIZED unknown"),
                Map.entry(AccessError.WRONG_SCOPE, "403 SEND_FORBIDDEN forbidden"),
                Map.entry(FhirError.NOT_FOUND, "404 REC_NOT_FOUND not-found"),
                Map.entry(FhirError.DELETED, "404 REC_NOT_FOUND not-found"),
                Map.entry(FhirError.METHOD_NOT_ALLOWED, "405 REC_METHOD_NOT_ALLOWED not-supported"),
                Map.entry(FhirError.NOT_ACCEPTABLE, "406 SEND_NOT_ACCEPTABLE processing"),
                Map.entry(FhirError.TIMED_OUT, "408 REC_TIMEOUT timeout"),
                Map.entry(FhirError.VERSION_CONFLICT, "409 REC_CONFLICT conflict"),
                Map.entry(FhirError.DUPLICATE, "409 REC_CONFLICT duplicate"),
                Map.entry(FhirError.TOO_COSTLY, "422 REC_UNPROCESSABLE_ENTITY too-costly"),
                Map.entry(FhirError.BUSINESS_RULE, "422 REC_UNPROCESSABLE_ENTITY processing"),
                Map.entry(FhirError.TOO_MANY_REQUESTS, "429 SEND_TOO_MANY_REQUESTS throttled"),
                Map.entry(AccessError.TOO_MANY_REQUESTS, "429 SEND_TOO_MANY_REQUESTS throttled"),
                Map.entry(FhirError.INTERNAL, "500 REC_SERVER_ERROR exception"),
                Map.entry(FhirError.NOT_IMPLEMENTED, "501 REC_NOT_IMPLEMENTED not-supported"),
                Map.entry(FhirError.OVERDUE, "503 REC_UNAVAILABLE transient"),
                Map.entry(FhirError.BUSY, "503 REC_UNAVAILABLE transient"));

        rows.forEach((failure, row) ->
                assertThat(told(failure)).as(failure.toString()).isEqualTo(row));
    }

    @Test
    void whoMustWaitIsToldHowLong() {
        assertThat(Outcomes.refusal(new SpineException(FhirError.BUSY, "")).headers())
                .containsEntry("Retry-After", "5");
    }

    @Test
    void everyRowKeepsItsStatus() {
        Arrays.stream(BarsError.values()).forEach(row -> assertThat(told(row)).startsWith(row.status() + " "));
    }
}
