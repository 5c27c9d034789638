package org.openspine.prescriptions.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.state.CancellationOutcome;

/** What a cancellation led to, and when, as an extension of the item. */
final class StatusHistory {
    private StatusHistory() {}

    static void put(ObjectNode request, CancellationOutcome outcome, Instant at) {
        ArrayNode parts = ResourceParts.only(request, EpsUrl.STATUS_HISTORY).putArray("extension");
        ResourceParts.coding(
                parts.addObject().put("url", "status").putObject("valueCoding"),
                CancellationOutcome.SYSTEM,
                outcome.code(),
                outcome.display());
        parts.addObject().put("url", "statusDate").put("valueDateTime", PrescriptionOutcomes.time(at));
    }
}
