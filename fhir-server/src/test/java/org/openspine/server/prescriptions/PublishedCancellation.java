package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.openspine.server.http.ServedBase;

/** What a cancellation leads to where that is told in a message: section 7.5 of the contract, row by row. */
final class PublishedCancellation {
    /** Code, status of the answer, MedicationRequest.status, display. */
    private static final String ROWS = """
            R-0001 200 cancelled Prescription/item was cancelled
            R-0002 400 active Prescription/item was not cancelled. With dispenser. Marked for cancellation
            R-0003 400 active Prescription/item was not cancelled. With dispenser active. Marked for cancellation
            R-0004 400 completed Prescription/item was not cancelled. Prescription has been dispensed.
            R-0005 400 stopped Prescription/item has expired
            R-0006 400 cancelled Prescription/item had already been cancelled
            R-0007 400 unknown Prescription/item cancellation requested by another prescriber
            R-0010 400 stopped Prescription/item was not cancelled. Prescription has been not dispensed.
            """;

    private static final Map<String, String[]> BY_CODE = new LinkedHashMap<>();

    static {
        ROWS.lines().map(row -> row.split(" ", 4)).forEach(row -> BY_CODE.put(row[0], row));
    }

    private PublishedCancellation() {}

    static Set<String> codes() {
        return BY_CODE.keySet();
    }

    /** Asserts that an answer is the message of this row. */
    static void isTold(Response response, String code) {
        String[] row = Objects.requireNonNull(BY_CODE.get(code), code);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(Integer.parseInt(row[1]));
        JsonNode bundle = ServedBase.body(response);
        assertThat(bundle.at("/entry/0/resource/eventCoding/code").asText()).isEqualTo("prescription-order-response");
        JsonNode request = bundle.at("/entry/1/resource");
        JsonNode history = request.at("/extension/0");
        assertThat(history.path("url").asText())
                .isEqualTo("https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionStatusHistory");
        JsonNode coding = history.at("/extension/0/valueCoding");
        assertThat(coding.path("system").asText())
                .isEqualTo("https://fhir.nhs.uk/CodeSystem/medicationrequest-status-history");
        assertThat(coding.path("code").asText()).isEqualTo(code);
        assertThat(coding.path("display").asText()).isEqualTo(row[3]);
        assertThat(history.at("/extension/1/url").asText()).isEqualTo("statusDate");
        assertThat(request.path("status").asText()).isEqualTo(row[2]);
    }
}
