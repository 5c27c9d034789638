package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.openspine.prescriptions.Finding;

/** Rules for a Task that returns a prescription ({@code rejected}) or withdraws a notification ({@code in-progress}). */
final class TaskRules {
    private static final String RETURN_REASONS =
            "https://fhir.nhs.uk/CodeSystem/EPS-task-dispense-return-status-reason";
    private static final String WITHDRAW_REASONS = "https://fhir.nhs.uk/CodeSystem/EPS-task-dispense-withdraw-reason";

    private TaskRules() {}

    static List<Finding> check(ObjectNode task) {
        List<Finding> findings = new ArrayList<>();
        if (!task.path("intent").asText().equals("order")) {
            findings.add(MessageError.TASK_VALUE.finding("intent", "'order'"));
        }
        switch (task.path("status").asText()) {
            case "in-progress" -> withdrawal(task, findings);
            case "rejected" -> reason(task, RETURN_REASONS, findings);
            default -> findings.add(MessageError.TASK_VALUE.finding("status", "'in-progress', 'rejected'"));
        }
        if (Elements.list(task, "contained").stream()
                .filter(contained -> contained.path("resourceType").asText().equals("PractitionerRole"))
                .anyMatch(role -> Elements.isReference(role.path("practitioner")))) {
            findings.add(MessageError.NOT_AN_IDENTIFIER.finding("Task.contained(\"PractitionerRole\").practitioner"));
        }
        return findings;
    }

    /** What must hold for the task to be translated. */
    static void translate(ObjectNode task) {
        JsonNode requester = task.path("requester");
        if (!Elements.isReference(requester)) {
            throw TranslationFailure.invalid(
                    "task.requester should be a reference to contained.practitionerRole", "Task.requester");
        }
        JsonNode role = Contained.required(task, requester, "Task.contained");
        Contained.required(task, role.path("organization"), "Task.contained");
    }

    private static void withdrawal(ObjectNode task, List<Finding> findings) {
        if (!task.has("code")) {
            findings.add(MessageError.TASK_CODE.finding());
        } else if (Elements.list(task.path("code"), "coding").stream()
                .noneMatch(coding -> coding.path("code").asText().equals("abort"))) {
            findings.add(MessageError.TASK_VALUE.finding("code.coding.code", "'abort'"));
        }
        reason(task, WITHDRAW_REASONS, findings);
    }

    private static void reason(ObjectNode task, String system, List<Finding> findings) {
        if (Elements.code(task.path("statusReason"), system).isEmpty()) {
            findings.add(MessageError.TASK_REASON.finding(system));
        }
    }
}
