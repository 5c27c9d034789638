package org.openspine.prescriptions.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.signature.ItemInstructions;
import org.openspine.prescriptions.state.Dispenser;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.PendingCancellation;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.terminology.identifier.OdsCode;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** Line items in an issue, as MedicationRequests. */
final class TrackedItems {
    /** SNOMED CT's most general concept: the tracker names medicines by text. */
    private static final String ANY_CONCEPT = "138875005";

    private static final String REASONS = "https://fhir.nhs.uk/CodeSystem/medicationrequest-status-reason";

    private final Prescription prescription;
    private final Issue issue;
    private final MessageBundle order;

    TrackedItems(Prescription prescription, Issue issue, MessageBundle order) {
        this.prescription = prescription;
        this.issue = issue;
        this.order = order;
    }

    String urn(Line line) {
        return TrackerBundle.urn("item", prescription.number().stem(), String.valueOf(issue.number()), line.id());
    }

    ObjectNode of(int index, String patient, String prescriber) {
        Line line = prescription.lines().get(index);
        ItemStatus status = issue.state().items().get(index);
        JsonNode ordered = ordered(line);
        ObjectNode request = TrackerBundle.resource("MedicationRequest", urn(line));
        ResourceParts.dispensingInformation(request, status);
        TrackedGroup.pendingItem(request, TrackedGroup.isPending(prescription, line));
        ResourceParts.identifier(request.putArray("identifier").addObject(), EpsUrl.LINE_ITEM_ID, line.id());
        request.put("status", status.requestStatus());
        reason(line).ifPresent(code -> reason(request.putObject("statusReason"), code));
        request.put("intent", prescription.details().treatment().trackedIntent());
        medicine(request, ordered);
        request.putObject("subject").put("reference", patient);
        request.putObject("requester").put("reference", prescriber);
        issue.holder().map(Dispenser::ods).ifPresent(ods -> organisation(request.putObject("performer"), ods));
        ResourceParts.identifier(
                request.putObject("groupIdentifier"),
                PrescriptionNumber.SYSTEM,
                prescription.number().value());
        Treatment treatment = prescription.details().treatment();
        ResourceParts.coding(
                request.putObject("courseOfTherapyType").putArray("coding").addObject(),
                treatment.system(),
                treatment.code(),
                treatment.display());
        request.putArray("dosageInstruction").addObject().put("text", ItemInstructions.dosage(ordered));
        dispenseRequest(request.putObject("dispenseRequest"), ordered.path("dispenseRequest"));
        request.putObject("substitution").put("allowedBoolean", false);
        return request;
    }

    /** The item as it was ordered; missing if that is not known. */
    JsonNode ordered(Line line) {
        return order.all("MedicationRequest").stream()
                .filter(request -> Elements.identifier(request, EpsUrl.LINE_ITEM_ID)
                        .filter(line.id()::equalsIgnoreCase)
                        .isPresent())
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    static void medicine(ObjectNode resource, JsonNode ordered) {
        ObjectNode concept = resource.putObject("medicationCodeableConcept");
        concept.putArray("coding").addObject().put("system", EpsUrl.SNOMED).put("code", ANY_CONCEPT);
        JsonNode named = ordered.path("medicationCodeableConcept");
        Elements.list(named, "coding").stream()
                .flatMap(coding -> Elements.text(coding, "display").stream())
                .findFirst()
                .or(() -> Elements.text(named, "text"))
                .ifPresent(text -> concept.put("text", text));
    }

    static void reason(ObjectNode concept, String code) {
        ResourceParts.coding(concept.putArray("coding").addObject(), REASONS, code, CancellationReason.display(code));
    }

    static void organisation(ObjectNode reference, String ods) {
        ResourceParts.identifier(reference.putObject("identifier"), OdsCode.SYSTEM, ods);
    }

    /** Why a line was cancelled, or is to be. */
    private Optional<String> reason(Line line) {
        return line.cancellation()
                .map(Line.Cancellation::reason)
                .or(() -> prescription.pending().stream()
                        .filter(pending -> pending.item().equals(line.id()))
                        .map(PendingCancellation::reason)
                        .findFirst())
                .filter(code -> !code.isEmpty());
    }

    private void dispenseRequest(ObjectNode shown, JsonNode ordered) {
        Elements.extension(ordered, EpsUrl.PERFORMER_SITE_TYPE)
                .ifPresent(siteType -> shown.putArray("extension").add(siteType));
        JsonNode quantity = ordered.path("quantity");
        if (quantity.isObject()) {
            ObjectNode amount = shown.putObject("quantity");
            amount.set("value", quantity.path("value"));
            Elements.text(quantity, "unit").ifPresent(unit -> amount.put("unit", unit));
        }
        prescription.nominated().ifPresent(ods -> organisation(shown.putObject("performer"), ods));
    }
}
