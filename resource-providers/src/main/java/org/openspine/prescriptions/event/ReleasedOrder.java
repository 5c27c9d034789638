package org.openspine.prescriptions.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.signature.ItemInstructions;
import org.openspine.prescriptions.state.CancellationOutcome;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.terminology.identifier.OdsCode;

/** An order as a dispenser gets it: as it was sent, with what has become of it. */
final class ReleasedOrder {
    private static final String STATUS_REASONS = "https://fhir.nhs.uk/CodeSystem/medicationrequest-status-reason";

    private ReleasedOrder() {}

    /** Completes {@code order}, the message as it was stored, and returns it. */
    static ObjectNode of(ObjectNode order, Prescription prescription) {
        order.remove("meta");
        Elements.text(order.path("identifier"), "value").ifPresent(id -> order.put("id", id.toLowerCase(Locale.ROOT)));
        MessageBundle message = new MessageBundle(order);
        destination(message, prescription);
        for (JsonNode each : message.all("MedicationRequest")) {
            String item = Elements.identifier(each, EpsUrl.LINE_ITEM_ID)
                    .map(id -> id.toLowerCase(Locale.ROOT))
                    .orElse("");
            prescription.line(item).ifPresent(line -> complete((ObjectNode) each, prescription, line));
        }
        return order;
    }

    private static void destination(MessageBundle message, Prescription prescription) {
        if (message.only("MessageHeader") instanceof ObjectNode header && !header.has("destination")) {
            prescription.nominated().ifPresent(ods -> {
                ObjectNode destination = header.putArray("destination").addObject();
                destination.put("endpoint", "urn:nhs-uk:addressing:ods:" + ods);
                ResourceParts.identifier(
                        destination.putObject("receiver").putObject("identifier"), OdsCode.SYSTEM, ods);
            });
        }
    }

    private static void complete(ObjectNode request, Prescription prescription, int number) {
        Issue issue = prescription.current();
        ItemStatus status = issue.state().items().get(number);
        Treatment treatment = prescription.details().treatment();
        request.put("status", status.requestStatus());
        request.put("intent", treatment.releasedIntent());
        ObjectNode information = ResourceParts.dispensingInformation(request, status);
        issue.earlier().ifPresent(when -> ((ArrayNode) information.path("extension"))
                .addObject()
                .put("url", "dateLastDispensed")
                .put("valueDateTime", PrescriptionOutcomes.time(when)));
        prescription.lines().get(number).cancellation().ifPresent(why -> cancelled(request, why));
        if (treatment != Treatment.ACUTE) {
            repeats(request, prescription, issue);
        }
        if (request.path("dispenseRequest") instanceof ObjectNode dispense) {
            dispense.put("numberOfRepeatsAllowed", prescription.details().issues() - 1);
        }
        if (request.path("groupIdentifier") instanceof ObjectNode group) {
            group.put("value", prescription.number().value());
        }
        if (request.path("dosageInstruction").size() > 1) {
            String text = ItemInstructions.dosage(request);
            request.putArray("dosageInstruction").addObject().put("text", text);
        }
    }

    private static void cancelled(ObjectNode request, Line.Cancellation why) {
        if (!why.reason().isEmpty()) {
            request.putObject("statusReason")
                    .putArray("coding")
                    .addObject()
                    .put("system", STATUS_REASONS)
                    .put("code", why.reason());
        }
        StatusHistory.put(request, CancellationOutcome.CANCELLED, why.at());
    }

    private static void repeats(ObjectNode request, Prescription prescription, Issue issue) {
        ObjectNode basedOn = request.path("basedOn").path(0) instanceof ObjectNode given
                ? given
                : request.putArray("basedOn").addObject();
        ObjectNode information = ResourceParts.only(basedOn, EpsUrl.REPEAT_INFORMATION);
        ArrayNode counts = information.putArray("extension");
        counts.addObject()
                .put("url", "numberOfRepeatsAllowed")
                .put("valueInteger", prescription.details().issues() - 1);
        counts.addObject().put("url", "numberOfRepeatsIssued").put("valueInteger", issue.number() - 1);
        ObjectNode repeat = ResourceParts.only(request, EpsUrl.MEDICATION_REPEAT);
        ObjectNode issued = ResourceParts.only(repeat, "numberOfPrescriptionsIssued");
        issued.remove(List.of("valueInteger", "valueUnsignedInt"));
        issued.put("valueUnsignedInt", issue.number());
    }
}
