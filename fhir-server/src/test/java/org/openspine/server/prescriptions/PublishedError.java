package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.openspine.server.http.ServedBase;

/** The published errors of the record, row by row: sections 4.6 and, for cancellations told by an outcome, 7.5 of the contract. */
final class PublishedError {
    /** Last part of the system, code, issue type, status, severity, display; with … at its end how that begins. */
    private static final String ROWS = """
            EPS-IssueCode DUPLICATE_PRESCRIPTION_ID duplicate 400 error Duplicate prescription ID exists
            EPS-IssueCode MISSING_DIGITAL_SIGNATURE business-rule 400 error Digital signature not found
            EPS-IssueCode PRESCRIPTION_NOT_FOUND not-found 400 error Prescription can not be found. Contact prescriber
            EPS-IssueCode INVALID_MESSAGE structure 400 error Invalid Message
            EPS-IssueCode PRESCRIPTION_INVALID_STATE_TRANSITION business-rule 400 error Invalid State Transition for Prescription
            EPS-IssueCode MEDICATIONREQUEST_INVALID_STATE_TRANSITION business-rule 400 error Invalid State Transition for Prescription Item
            EPS-IssueCode MEDICATIONREQUEST_NOT_FOUND not-found 400 error Prescription Item Not found
            EPS-IssueCode CLAIM_INVALID_NOT_DISPENSED business-rule 400 error Invalid Claim. Prescription is not Dispensed
            EPS-IssueCode MISMATCH_AUTHORISED_REPEAT_COUNT business-rule 400 error Mismatch in authorised repeat counts
            EPS-IssueCode INVALID_REPEAT_COUNT business-rule 400 error Repeat count should be between 1 and 99
            EPS-IssueCode DISPENSE_AMEND_IDENTIFIER_MISMATCH business-rule 400 error Dispense Amendment/Cancellation Request does not pertain to Last Dispense
            Spine-ErrorOrWarningCode CLAIM_AMEND_PERIOD_ISSUE business-rule 400 error Claim amendment is not permitted outside of the claim period
            Spine-ErrorOrWarningCode FAILURE_TO_PROCESS_MESSAGE processing 400 error Unable to process message. Information missing or invalid - …
            EPS-IssueCode PRESCRIPTION_CANCELLED business-rule 400 error Prescription has been cancelled
            EPS-IssueCode PRESCRIPTION_EXPIRED business-rule 400 error Prescription has expired
            Spine-ErrorOrWarningCode RESOURCE_NOT_FOUND not-found 400 error Resource not found
            EPS-IssueCode PRESCRIPTION_WITH_ANOTHER_DISPENSER business-rule 400 error Prescription is with another dispenser
            EPS-IssueCode PRESCRIPTION_DISPENSED business-rule 400 error Prescription has been dispensed
            EPS-IssueCode NO_MORE_PRESCRIPTIONS informational 200 information No more prescriptions available
            medicationrequest-status-history R-0008 not-found 400 error Prescription/item not found
            medicationrequest-status-history R-0009 not-supported 400 error Cancellation functionality disabled in SPINE
            medicationrequest-status-history R-5000 processing 400 error Unable to process message. Information missing or invalid - …
            medicationrequest-status-history R-5888 invalid 400 error Invalid Message.
            """;

    private static final Map<String, String[]> BY_CODE = new LinkedHashMap<>();

    static {
        ROWS.lines().map(row -> row.split(" ", 6)).forEach(row -> BY_CODE.put(row[1], row));
    }

    private PublishedError() {}

    static Set<String> codes() {
        return BY_CODE.keySet();
    }

    /** Asserts that an answer is the outcome of this row, and nothing else. */
    static void isTold(Response response, String code) {
        String[] row = Objects.requireNonNull(BY_CODE.get(code), code);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(Integer.parseInt(row[3]));
        assertThat(response.contentType()).isEqualTo("application/fhir+json; fhirVersion=4.0");
        JsonNode outcome = ServedBase.body(response);
        assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(outcome.at("/meta/lastUpdated").asText()).endsWith("+00:00");
        JsonNode told = outcome.path("issue");
        assertThat(told)
                .isEqualTo(issue(row, told.at("/0/details/coding/0/display").asText()));
    }

    /** The issue of a row; a display that the row only begins is as it was told. */
    private static JsonNode issue(String[] row, String told) {
        String display = row[5];
        if (display.endsWith("…")) {
            assertThat(told)
                    .startsWith(display.substring(0, display.length() - 1))
                    .hasSizeGreaterThan(display.length());
            display = told;
        }
        ObjectNode issue =
                new ObjectMapper().createObjectNode().put("severity", row[4]).put("code", row[2]);
        issue.putObject("details")
                .putArray("coding")
                .addObject()
                .put("system", "https://fhir.nhs.uk/CodeSystem/" + row[0])
                .put("code", row[1])
                .put("display", display);
        return issue.arrayNode().add(issue);
    }
}
