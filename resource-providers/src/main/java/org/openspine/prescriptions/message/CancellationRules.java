package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.openspine.prescriptions.Finding;

/** Rules for the content of a {@code prescription-order-update}, which cancels one line item. */
final class CancellationRules {
    private CancellationRules() {}

    static List<Finding> check(MessageBundle message) {
        List<JsonNode> requests = message.all("MedicationRequest");
        if (requests.size() != 1) {
            return List.of(MessageError.ONE_REQUEST.finding());
        }
        JsonNode request = requests.get(0);
        List<Finding> findings = new ArrayList<>();
        if (!request.path("status").asText().equals("cancelled")) {
            findings.add(MessageError.REQUEST_STATUS.finding("cancelled"));
        }
        if (!request.has("statusReason")) {
            findings.add(MessageError.REQUEST_WITHOUT.finding("statusReason"));
        }
        return findings;
    }
}
