package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openspine.prescriptions.Finding;
import org.openspine.terminology.identifier.OdsCode;

/** Rules for a Task that returns a prescription ({@code rejected}) or withdraws a notification ({@code in-progress}). */
final class TaskRules {
    private static final Reasons RETURN = new Reasons(
            "https://fhir.nhs.uk/CodeSystem/EPS-task-dispense-return-status-reason",
            Set.of("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008"));
    private static final Reasons WITHDRAWAL = new Reasons(
            "https://fhir.nhs.uk/CodeSystem/EPS-task-dispense-withdraw-reason",
            Set.of("QU", "MU", "DA", "PA", "OC", "ONC"));

    /** A code system and what is in it. */
    private record Reasons(String system, Set<String> codes) {}

    private TaskRules() {}

    static List<Finding> check(ObjectNode task) {
        List<Finding> findings = new ArrayList<>();
        if (!task.path("intent").asText().equals("order")) {
            findings.add(MessageError.TASK_VALUE.finding("intent", "'order'"));
        }
        switch (task.path("status").asText()) {
            case "in-progress" -> withdrawal(task, findings);
            case "rejected" -> reason(task, RETURN, findings);
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
        JsonNode organization = Contained.required(task, role.path("organization"), "Task.contained");
        Expected.identifier(organization, OdsCode.SYSTEM, "Task.contained(\"Organization\").identifier");
    }

    private static void withdrawal(ObjectNode task, List<Finding> findings) {
        if (!task.has("code")) {
            findings.add(MessageError.TASK_CODE.finding());
        } else if (Elements.list(task.path("code"), "coding").stream()
                .noneMatch(coding -> coding.path("code").asText().equals("abort"))) {
            findings.add(MessageError.TASK_VALUE.finding("code.coding.code", "'abort'"));
        }
        reason(task, WITHDRAWAL, findings);
    }

    private static void reason(ObjectNode task, Reasons reasons, List<Finding> findings) {
        if (Elements.code(task.path("statusReason"), reasons.system())
                .filter(reasons.codes()::contains)
                .isEmpty()) {
            findings.add(MessageError.TASK_REASON.finding(reasons.system()));
        }
    }
}
