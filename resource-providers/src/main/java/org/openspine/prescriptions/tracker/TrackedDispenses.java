package org.openspine.prescriptions.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.signature.ItemInstructions;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.Notification;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/** What was supplied of an issue, as MedicationDispenses: those of the notifications that count. */
final class TrackedDispenses {
    private final Prescription prescription;
    private final Map<String, List<ObjectNode>> byNotification = new LinkedHashMap<>();
    private final String last;

    TrackedDispenses(Prescription prescription, Issue issue, ResourceRepository repository) {
        this.prescription = prescription;
        this.last = issue.lastNotification().map(Notification::id).orElse("");
        List<ResourceKey> keys = issue.notifications().stream()
                .flatMap(notification -> notification.dispenses().stream())
                .map(id -> new ResourceKey("MedicationDispense", id))
                .toList();
        Map<ResourceKey, StoredResource> stored = keys.isEmpty() ? Map.of() : repository.read(keys);
        for (Notification notification : issue.notifications()) {
            byNotification.put(
                    notification.id(),
                    notification.dispenses().stream()
                            .flatMap(id ->
                                    Optional.ofNullable(stored.get(new ResourceKey("MedicationDispense", id))).stream())
                            .map(StoredResource::tree)
                            .toList());
        }
    }

    /** URNs of what each notification supplied. */
    Map<String, List<String>> urns() {
        Map<String, List<String>> urns = new LinkedHashMap<>();
        byNotification.forEach((notification, dispenses) -> urns.put(
                notification, dispenses.stream().map(TrackedDispenses::urn).toList()));
        return urns;
    }

    /** Why the last notification says nothing was supplied, where it does. */
    Optional<JsonNode> nonDispensingReason() {
        return byNotification.getOrDefault(last, List.of()).stream()
                .flatMap(dispense -> Elements.extension(dispense, EpsUrl.NON_DISPENSING_REASON).stream())
                .findFirst();
    }

    List<Shown> shown(TrackedItems items, String patient, String dispenser) {
        List<Shown> shown = new ArrayList<>();
        byNotification.forEach((notification, dispenses) -> dispenses.forEach(dispense ->
                shown.add(new Shown(urn(dispense), show(dispense, notification, items, patient, dispenser)))));
        return shown;
    }

    record Shown(String urn, ObjectNode resource) {}

    private ObjectNode show(
            ObjectNode dispense, String notification, TrackedItems items, String patient, String dispenser) {
        ObjectNode shown = TrackerBundle.resource("MedicationDispense", urn(dispense));
        Elements.extension(dispense, EpsUrl.TASK_BUSINESS_STATUS)
                .ifPresent(status -> shown.putArray("extension").add(status));
        Optional<Line> line = line(dispense);
        line.ifPresent(found ->
                ResourceParts.identifier(shown.putArray("identifier").addObject(), EpsUrl.LINE_ITEM_ID, found.id()));
        shown.put("status", notification.equals(last) ? "in-progress" : "unknown");
        if (dispense.has("statusReasonCodeableConcept")) {
            shown.set("statusReasonCodeableConcept", dispense.get("statusReasonCodeableConcept"));
        }
        TrackedItems.medicine(shown, dispense);
        shown.putObject("subject").put("reference", patient);
        shown.putArray("performer").addObject().putObject("actor").put("reference", dispenser);
        line.ifPresent(
                found -> shown.putArray("authorizingPrescription").addObject().put("reference", items.urn(found)));
        shown.set("type", dispense.path("type"));
        JsonNode quantity = dispense.path("quantity");
        if (quantity.isObject()) {
            ObjectNode amount = shown.putObject("quantity");
            amount.set("value", quantity.path("value"));
            Elements.text(quantity, "unit").ifPresent(unit -> amount.put("unit", unit));
        }
        shown.putArray("dosageInstruction").addObject().put("text", ItemInstructions.dosage(dispense));
        return shown;
    }

    /** The line a dispense is of, which it names by item id, by reference, or both. */
    private Optional<Line> line(JsonNode dispense) {
        return Elements.list(dispense, "authorizingPrescription").stream()
                .flatMap(request -> prescription.lines().stream().filter(line -> names(request, line)))
                .findFirst();
    }

    private static boolean names(JsonNode request, Line line) {
        boolean byReference = !line.request().isEmpty()
                && request.path("reference").asText().equals("MedicationRequest/" + line.request());
        return byReference
                || Elements.text(request.path("identifier"), "value")
                        .filter(line.id()::equalsIgnoreCase)
                        .isPresent();
    }

    private static String urn(JsonNode dispense) {
        return TrackerBundle.urn("dispense", dispense.path("id").asText());
    }
}
