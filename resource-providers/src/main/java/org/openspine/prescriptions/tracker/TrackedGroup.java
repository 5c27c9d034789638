package org.openspine.prescriptions.tracker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** An issue of a prescription as the RequestGroup of this API, without its actions. */
final class TrackedGroup {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String PENDING_CANCELLATION =
            "https://fhir.nhs.uk/StructureDefinition/Extension-PendingCancellation";

    private TrackedGroup() {}

    static String urn(Prescription prescription, Issue issue) {
        return TrackerBundle.urn("group", prescription.number().stem(), String.valueOf(issue.number()));
    }

    static ObjectNode of(Prescription prescription, Issue issue, String patient) {
        ObjectNode group = TrackerBundle.resource("RequestGroup", urn(prescription, issue));
        ArrayNode extensions = group.putArray("extension");
        ArrayNode history =
                extensions.addObject().put("url", EpsUrl.STATUS_HISTORY).putArray("extension");
        status(history.addObject().put("url", "status").putObject("valueCoding"), issue.status());
        if (prescription.details().treatment() != Treatment.ACUTE) {
            ArrayNode repeats =
                    extensions.addObject().put("url", EpsUrl.REPEAT_INFORMATION).putArray("extension");
            repeats.addObject().put("url", "numberOfRepeatsIssued").put("valueInteger", issue.number());
            repeats.addObject()
                    .put("url", "numberOfRepeatsAllowed")
                    .put("valueInteger", prescription.details().issues());
        }
        ArrayNode pending =
                extensions.addObject().put("url", PENDING_CANCELLATION).putArray("extension");
        pending.addObject()
                .put("url", "prescriptionPendingCancellation")
                .put("valueBoolean", isAllPending(prescription, issue));
        pending.addObject()
                .put("url", "lineItemPendingCancellation")
                .put("valueBoolean", prescription.lines().stream().anyMatch(line -> isPending(prescription, line)));
        ResourceParts.identifier(
                group.putArray("identifier").addObject(),
                PrescriptionNumber.SYSTEM,
                prescription.number().value());
        group.put("status", prescription.isCleanedUp() ? "completed" : "active");
        group.put("intent", prescription.details().treatment().trackedIntent());
        group.putObject("subject").put("reference", patient);
        group.put("authoredOn", time(prescription.details().authored()));
        return group;
    }

    /** Whether a line waits to be cancelled. */
    static boolean isPending(Prescription prescription, Line line) {
        return prescription.pending().stream()
                .anyMatch(cancellation -> cancellation.item().equals(line.id()));
    }

    static void pendingItem(ObjectNode request, boolean pending) {
        ResourceParts.only(request, PENDING_CANCELLATION)
                .putArray("extension")
                .addObject()
                .put("url", "lineItemPendingCancellation")
                .put("valueBoolean", pending);
    }

    /** The tracker writes one display in its own way. */
    static ObjectNode status(ObjectNode coding, PrescriptionStatus status) {
        String display = status == PrescriptionStatus.TO_BE_DISPENSED ? "To be Dispensed" : status.display();
        return ResourceParts.coding(coding, PrescriptionStatus.SYSTEM, status.code(), display);
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** Whether everything that may still be supplied waits to be cancelled. */
    private static boolean isAllPending(Prescription prescription, Issue issue) {
        Optional<Boolean> all = Optional.empty();
        for (int i = 0; i < prescription.lines().size(); i++) {
            if (issue.state().items().get(i).isActive()) {
                boolean pending = isPending(prescription, prescription.lines().get(i));
                all = Optional.of(all.orElse(true) && pending);
            }
        }
        return all.orElse(false);
    }
}
