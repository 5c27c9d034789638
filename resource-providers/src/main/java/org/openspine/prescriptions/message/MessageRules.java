package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.prescriptions.Finding;
import org.openspine.prescriptions.message.Permission.Use;

/**
 * The published rules for messages, in the order in which they are checked: what the body is, whether the sender may send
 * it, what is in it. Each method gives everything wrong at the first step that finds something, or throws the one
 * {@link TranslationFailure} that makes a message unreadable.
 */
public final class MessageRules {
    private MessageRules() {}

    /** For {@code $process-message}. */
    public static List<Finding> message(ObjectNode body, Permission permission) {
        if (!isA(body, "Bundle")) {
            return List.of(MessageError.OTHER_RESOURCE_TYPE.finding("Bundle"));
        }
        MessageBundle message = new MessageBundle(body);
        return switch (message.event()) {
            case MessageBundle.ORDER -> content(message, permission.refusal(Use.PRESCRIBING));
            case MessageBundle.ORDER_UPDATE -> content(message, permission.refusal(Use.PRESCRIBING));
            case MessageBundle.DISPENSE_NOTIFICATION -> content(message, permission.refusal(Use.DISPENSING));
            default -> List.of(MessageError.UNKNOWN_EVENT.finding());
        };
    }

    /** For {@code $prepare}, which is for orders only. */
    public static List<Finding> prepare(ObjectNode body, Permission permission) {
        List<Finding> findings = message(body, permission);
        if (findings.isEmpty() && !new MessageBundle(body).event().equals(MessageBundle.ORDER)) {
            throw TranslationFailure.invalid(
                    "MessageHeader.eventCoding.code must be 'prescription-order'.", "MessageHeader.eventCoding.code");
        }
        return findings;
    }

    /** For {@code Task/$release}. */
    public static List<Finding> release(ObjectNode body, Permission permission) {
        if (!isA(body, "Parameters")) {
            return List.of(MessageError.OTHER_RESOURCE_TYPE.finding("Parameters"));
        }
        Use use = ReleaseRules.isNominated(body) ? Use.NOMINATED_RELEASE : Use.DISPENSING;
        Optional<Finding> refused = permission.refusal(use);
        return refused.isPresent() ? List.of(refused.get()) : ReleaseRules.check(body);
    }

    /** For {@code POST Task}. */
    public static List<Finding> task(ObjectNode body, Permission permission) {
        if (!isA(body, "Task")) {
            return List.of(MessageError.OTHER_RESOURCE_TYPE.finding("Task"));
        }
        Optional<Finding> refused = permission.refusal(Use.DISPENSING);
        List<Finding> findings = refused.isPresent() ? List.of(refused.get()) : TaskRules.check(body);
        if (findings.isEmpty()) {
            TaskRules.translate(body);
        }
        return findings;
    }

    /** For {@code POST Claim}. */
    public static List<Finding> claim(ObjectNode body, Permission permission) {
        if (!isA(body, "Claim")) {
            return List.of(MessageError.OTHER_RESOURCE_TYPE.finding("Claim"));
        }
        List<Finding> parties = ClaimRules.parties(body);
        if (!parties.isEmpty()) {
            return parties;
        }
        Optional<Finding> refused = permission.refusal(Use.DISPENSING);
        List<Finding> findings = refused.isPresent() ? List.of(refused.get()) : ClaimRules.items(body);
        if (findings.isEmpty()) {
            ClaimRules.translate(body);
        }
        return findings;
    }

    private static List<Finding> content(MessageBundle message, Optional<Finding> refused) {
        if (refused.isPresent()) {
            return List.of(refused.get());
        }
        List<Finding> findings = new ArrayList<>(BundleRules.check(message));
        findings.addAll(
                switch (message.event()) {
                    case MessageBundle.ORDER -> OrderRules.check(message);
                    case MessageBundle.ORDER_UPDATE -> CancellationRules.check(message);
                    default -> NotificationRules.check(message);
                });
        return findings;
    }

    private static boolean isA(ObjectNode body, String type) {
        return body.path("resourceType").asText().equals(type);
    }
}
