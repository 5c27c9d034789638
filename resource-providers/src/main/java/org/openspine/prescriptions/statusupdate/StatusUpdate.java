package org.openspine.prescriptions.statusupdate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.openspine.prescriptions.message.Elements;

/** The fields of an update, each empty if the Task does not have it. */
record StatusUpdate(JsonNode task) {
    static final String PROGRESS = "https://fhir.nhs.uk/CodeSystem/task-businessStatus-nppt";

    Optional<String> taskId() {
        return Elements.text(task, "id");
    }

    /** In capitals. */
    Optional<String> prescription() {
        return Elements.text(basedOn(), "value").map(number -> number.toUpperCase(Locale.ROOT));
    }

    Optional<String> item() {
        return Elements.text(task.path("focus").path("identifier"), "value");
    }

    Optional<String> nhsNumber() {
        return Elements.text(task.path("for").path("identifier"), "value");
    }

    /** In capitals. */
    Optional<String> pharmacy() {
        return Elements.text(task.path("owner").path("identifier"), "value").map(ods -> ods.toUpperCase(Locale.ROOT));
    }

    Optional<String> progress() {
        return Elements.text(coding(), "code");
    }

    Optional<String> status() {
        return Elements.text(task, "status");
    }

    Optional<String> lastModified() {
        return Elements.text(task, "lastModified");
    }

    /** Which issue of repeat dispensing the update is about. */
    OptionalInt repeat() {
        JsonNode number = task.path("input").path(0).path("valueInteger");
        return number.isInt() ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
    }

    JsonNode basedOn() {
        return task.path("basedOn").path(0).path("identifier");
    }

    JsonNode coding() {
        return task.path("businessStatus").path("coding").path(0);
    }
}
