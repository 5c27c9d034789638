package org.openspine.prescriptions.statusupdate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageTime;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;
import org.openspine.terminology.identifier.PrescriptionNumber;
import org.openspine.terminology.identifier.UuidForm;

/** The published rules for one entry of a Bundle of updates. */
final class StatusUpdateRules {
    private static final Duration MOST_AHEAD = Duration.ofHours(24);
    /** An update that says when it was made may take effect later. */
    private static final Duration MOST_AHEAD_IF_DATED = Duration.ofHours(999);

    private StatusUpdateRules() {}

    /** What is wrong with an entry, as one text; empty if nothing is. */
    static Optional<String> check(JsonNode entry, Instant now) {
        List<String> missing = missing(entry);
        if (!missing.isEmpty()) {
            return Optional.of("Missing required field(s) - %s.".formatted(String.join(", ", missing)));
        }
        List<String> wrong = content(entry, new StatusUpdate(entry.path("resource")), now);
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", wrong));
    }

    private static List<String> missing(JsonNode entry) {
        StatusUpdate update = new StatusUpdate(entry.path("resource"));
        Map<String, BooleanSupplier> fields = new LinkedHashMap<>();
        fields.put("FullUrl", Elements.text(entry, "fullUrl")::isPresent);
        fields.put("Resource", entry.path("resource")::isObject);
        fields.put("LastModified", update.lastModified()::isPresent);
        fields.put("LineItemID", update.item()::isPresent);
        fields.put("PatientNHSNumber", update.nhsNumber()::isPresent);
        fields.put("PharmacyODSCode", update.pharmacy()::isPresent);
        fields.put("PrescriptionID", update.prescription()::isPresent);
        fields.put("Status", update.progress()::isPresent);
        fields.put("TaskID", update.taskId()::isPresent);
        fields.put("TerminalStatus", update.status()::isPresent);
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().getAsBoolean())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> content(JsonNode entry, StatusUpdate update, Instant now) {
        List<String> wrong = new ArrayList<>();
        String taskId = update.taskId().orElse("");
        if (!entry.path("fullUrl").asText().equals("urn:uuid:" + taskId) || !UuidForm.isUuid(taskId)) {
            wrong.add("Invalid entry fullUrl or task id.");
        }
        String status = update.status().orElse("");
        if (!status.equals("completed") && !status.equals("in-progress")) {
            wrong.add("Unsupported Task.status '%s'.".formatted(status));
        }
        if (Elements.list(update.task().path("businessStatus"), "coding").size() != 1) {
            wrong.add("Invalid business status.");
        }
        times(update, now, wrong);
        if (update.nhsNumber().flatMap(NhsNumber::parse).isEmpty()) {
            wrong.add("NHS number is invalid.");
        }
        if (update.prescription().flatMap(PrescriptionNumber::parse).isEmpty()) {
            wrong.add("Prescription ID is invalid.");
        }
        if (!update.task().path("resourceType").asText().equals("Task")) {
            wrong.add("Resource's resourceType is not 'Task'.");
        }
        progress(update, status, wrong);
        List<String> systems = foreignSystems(update);
        if (!systems.isEmpty()) {
            wrong.add("Invalid CodeSystem(s) - %s.".formatted(String.join(", ", systems)));
        }
        return wrong;
    }

    private static void times(StatusUpdate update, Instant now, List<String> wrong) {
        Optional<String> dated = Elements.text(update.task().path("meta"), "lastUpdated");
        Optional<Instant> modified = update.lastModified().flatMap(MessageTime::instant);
        Duration ahead = dated.isPresent() ? MOST_AHEAD_IF_DATED : MOST_AHEAD;
        if (modified.isEmpty()) {
            wrong.add("Date format provided for lastModified is invalid.");
        } else if (modified.get().isAfter(now.plus(ahead))) {
            wrong.add("Invalid lastModified value provided.");
        }
        if (dated.isPresent()
                && dated.flatMap(MessageTime::instant)
                        .filter(time -> !time.isAfter(now.plus(MOST_AHEAD)))
                        .isEmpty()) {
            wrong.add("Invalid meta.lastUpdated value provided.");
        }
    }

    private static void progress(StatusUpdate update, String status, List<String> wrong) {
        String code = update.progress().orElse("");
        Optional<ItemProgress> progress = ItemProgress.of(code);
        if (progress.isEmpty()) {
            wrong.add("Unsupported Task.businessStatus '%s'.".formatted(code));
        } else if (status.equals("completed") && !progress.get().mayBeCompleted()) {
            wrong.add(
                    "Task.status field set to 'completed' but Task.businessStatus value of '%s' requires follow up action."
                            .formatted(code));
        } else if (status.equals("in-progress") && !progress.get().mayGoOn()) {
            wrong.add(
                    "Task.status field set to 'in-progress' but Task.businessStatus value of '%s' has no possible follow up action."
                            .formatted(code));
        }
    }

    private static List<String> foreignSystems(StatusUpdate update) {
        JsonNode task = update.task();
        Map<String, Boolean> right = new LinkedHashMap<>();
        right.put("LineItemID", isOf(task.path("focus").path("identifier"), EpsUrl.LINE_ITEM_ID));
        right.put("PatientNHSNumber", isOf(task.path("for").path("identifier"), NhsNumber.SYSTEM));
        right.put("PharmacyODSCode", isOf(task.path("owner").path("identifier"), OdsCode.SYSTEM));
        right.put("PrescriptionID", isOf(update.basedOn(), PrescriptionNumber.SYSTEM));
        right.put("Status", isOf(update.coding(), StatusUpdate.PROGRESS));
        return right.entrySet().stream()
                .filter(field -> !field.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isOf(JsonNode identifierOrCoding, String system) {
        return system.equals(identifierOrCoding.path("system").textValue());
    }
}
