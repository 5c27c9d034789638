package org.openspine.prescriptions.tracker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.state.CancellationOutcome;
import org.openspine.prescriptions.state.HistoryEvent;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.terminology.identifier.OdsCode;

/** What happened to an issue, as one action for each event. */
final class TrackedEvents {
    private static final String PARTICIPANT =
            "http://hl7.org/fhir/5.0/StructureDefinition/extension-RequestOrchestration.action.participant.typeReference";

    private TrackedEvents() {}

    /** @param dispenses URNs of what each notification that counts supplied, by the id of its message */
    static void write(
            ArrayNode actions, Prescription prescription, Issue issue, Map<String, java.util.List<String>> dispenses) {
        for (HistoryEvent event : prescription.history()) {
            boolean shown = event.issue() == issue.number() || event.kind() == HistoryEvent.Kind.ORDER;
            if (!shown || title(event).isEmpty()) {
                continue;
            }
            ObjectNode action = actions.addObject().put("title", title(event));
            action.put("timingDateTime", TrackedGroup.time(event.at()));
            ArrayNode codes = action.putArray("code");
            TrackedGroup.status(codes.addObject().putArray("coding").addObject(), event.status());
            if (!event.organization().isEmpty()) {
                ObjectNode participant = action.putArray("participant")
                        .addObject()
                        .putArray("extension")
                        .addObject()
                        .put("url", PARTICIPANT);
                ResourceParts.identifier(
                        participant.putObject("valueReference").putObject("identifier"),
                        OdsCode.SYSTEM,
                        event.organization());
            }
            if (event.kind() == HistoryEvent.Kind.NOTIFICATION
                    && !event.message().isEmpty()) {
                codes.addObject()
                        .putArray("coding")
                        .addObject()
                        .put("system", EpsUrl.UUID_SYSTEM)
                        .put("code", event.message());
                java.util.List<String> supplied = dispenses.getOrDefault(event.message(), java.util.List.of());
                if (!supplied.isEmpty()) {
                    ArrayNode parts = action.putArray("action");
                    supplied.forEach(
                            urn -> parts.addObject().putObject("resource").put("reference", urn));
                }
            }
        }
    }

    private static String title(HistoryEvent event) {
        return switch (event.kind()) {
            case ORDER -> "Prescription upload successful";
            case RELEASE -> "Release Request successful";
            case RETURN -> "Dispense proposal return successful";
            case NOTIFICATION -> "Dispense notification successful";
            case WITHDRAWAL -> "Dispense Withdrawal successful";
            case CLAIM -> "Dispense claim successful";
            case CANCELLATION ->
                event.cancellation().orElse(CancellationOutcome.CANCELLED).display();
            case LATE_CANCELLATION -> CancellationOutcome.CANCELLED.display();
            case EXPIRY -> "Prescription expired";
            case NO_CLAIM -> "Prescription not claimed";
            case OPENING, CLEAN_UP -> "";
        };
    }
}
