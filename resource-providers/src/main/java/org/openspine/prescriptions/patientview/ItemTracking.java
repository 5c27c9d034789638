package org.openspine.prescriptions.patientview;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.MessageTime;
import org.openspine.prescriptions.state.HistoryEvent;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.Prescription;

/**
 * How far an item is, in the words patients read.
 *
 * @param status of the MedicationRequest
 */
record ItemTracking(String words, Instant at, String status) {
    /** As the latest update of a pharmacy says, or else as the record shows. */
    static ItemTracking of(Prescription prescription, int line, List<JsonNode> updates, Instant now) {
        Line item = prescription.lines().get(line);
        ItemStatus recorded = prescription.current().state().items().get(line);
        return updates.stream()
                .filter(update -> Elements.text(update.path("focus").path("identifier"), "value")
                        .filter(item.id()::equalsIgnoreCase)
                        .isPresent())
                .filter(update ->
                        modified(update).filter(at -> !at.isAfter(now)).isPresent())
                .max(Comparator.comparing(update -> modified(update).orElse(Instant.EPOCH)))
                .map(ItemTracking::updated)
                .orElseGet(() -> recorded(prescription, recorded));
    }

    private static ItemTracking updated(JsonNode update) {
        boolean completed = update.path("status").asText().equals("completed");
        return new ItemTracking(
                update.at("/businessStatus/coding/0/code").asText(),
                modified(update).orElse(Instant.EPOCH),
                completed ? "completed" : "active");
    }

    private static ItemTracking recorded(Prescription prescription, ItemStatus status) {
        String words =
                switch (status) {
                    case ITEM_CANCELLED -> "Prescriber Cancelled";
                    case ITEM_TO_BE_DISPENSED, EXPIRED_ITEM -> "Prescriber Approved";
                    case ITEM_WITH_DISPENSER, PARTLY_DISPENSED, OWING, FULLY_DISPENSED, ITEM_NOT_DISPENSED ->
                        "With Pharmacy";
                };
        List<HistoryEvent> history = prescription.history();
        Instant at = history.isEmpty()
                ? prescription.details().uploaded()
                : history.get(history.size() - 1).at();
        return new ItemTracking(words, at, status.requestStatus());
    }

    private static Optional<Instant> modified(JsonNode update) {
        return Elements.text(update, "lastModified").flatMap(MessageTime::instant);
    }
}
