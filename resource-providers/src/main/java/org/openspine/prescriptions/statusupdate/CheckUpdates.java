package org.openspine.prescriptions.statusupdate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.message.Elements;

/** {@code GET checkprescriptionstatusupdates}: what was sent, so that senders can see it arrived. */
final class CheckUpdates {
    private static final int PAGE = 15;
    private static final String PRESCRIPTION = "PrescriptionID";
    private static final String TASK = "TaskID";

    private final StatusUpdates updates;

    CheckUpdates(StatusUpdates updates) {
        this.updates = updates;
    }

    FhirResponse answer(IncomingRequest request) {
        Optional<String> prescription = filled(request, "prescriptionid");
        Optional<String> nhsNumber = filled(request, "nhsnumber");
        Optional<String> pharmacy = filled(request, "odscode");
        if (prescription.isEmpty() && nhsNumber.isEmpty() && pharmacy.isEmpty()) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER, "One of prescriptionid, nhsnumber and odscode is needed.");
        }
        List<ObjectNode> items = updates.find(prescription, nhsNumber, pharmacy).stream()
                .map(CheckUpdates::item)
                .toList();
        int from = start(items, request);
        int to = Math.min(items.size(), from + PAGE);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("items");
        items.subList(from, to).forEach(list::add);
        FhirResponse response = FhirResponse.of(200, JsonBody.of(ResourceJson.write(answer)))
                .withHeader("Content-Type", "application/json");
        if (to == items.size()) {
            return response;
        }
        ObjectNode last = items.get(to - 1);
        return response.withHeader(
                        "LastEvaluatedKey-PrescriptionID",
                        last.path(PRESCRIPTION).asText())
                .withHeader("LastEvaluatedKey-TaskID", last.path(TASK).asText());
    }

    /** After the item that the headers name; at the beginning if they name none. */
    private static int start(List<ObjectNode> items, IncomingRequest request) {
        Optional<String> prescription = request.headers().filled("ExclusiveStartKey-PrescriptionID");
        Optional<String> task = request.headers().filled("ExclusiveStartKey-TaskID");
        if (prescription.isEmpty() || task.isEmpty()) {
            return 0;
        }
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path(PRESCRIPTION).asText().equalsIgnoreCase(prescription.get())
                    && items.get(i).path(TASK).asText().equalsIgnoreCase(task.get())) {
                return i + 1;
            }
        }
        return items.size();
    }

    private static ObjectNode item(JsonNode task) {
        StatusUpdate update = new StatusUpdate(task);
        JsonNode sent = Elements.extension(task, StatusUpdates.SENT).orElse(task);
        return JsonNodeFactory.instance
                .objectNode()
                .put(PRESCRIPTION, update.prescription().orElse(""))
                .put("LineItemID", update.item().orElse(""))
                .put(TASK, value(sent, "taskId"))
                .put("PatientNHSNumber", update.nhsNumber().orElse(""))
                .put("PharmacyODSCode", update.pharmacy().orElse(""))
                .put("Status", update.progress().orElse(""))
                .put("TerminalStatus", update.status().orElse(""))
                .put("LastModified", update.lastModified().orElse(""))
                .put("RequestID", value(sent, "requestId"))
                .put("ApplicationName", value(sent, "application"));
    }

    private static String value(JsonNode sent, String name) {
        return Elements.extension(sent, name)
                .flatMap(extension -> Elements.text(extension, "valueString"))
                .orElse("");
    }

    private static Optional<String> filled(IncomingRequest request, String name) {
        return request.query().all().stream()
                .filter(parameter -> parameter.name().toLowerCase(Locale.ROOT).equals(name))
                .map(parameter -> parameter.value().strip())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}
