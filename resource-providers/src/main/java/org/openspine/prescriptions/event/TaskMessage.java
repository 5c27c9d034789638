package org.openspine.prescriptions.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.PrescriptionError;
import org.openspine.prescriptions.message.Contained;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.state.DispenseRules;
import org.openspine.prescriptions.state.ReleaseRules;
import org.openspine.terminology.identifier.OdsCode;

/** A Task that a dispenser sends: to give a prescription back, or to withdraw a notification. */
public record TaskMessage(ObjectNode task) {
    public boolean isReturn() {
        return task.path("status").asText("").equals("rejected");
    }

    public String number() {
        return Elements.text(task.path("groupIdentifier"), "value").orElse("");
    }

    public String nhsNumber() {
        return Elements.text(task.path("for").path("identifier"), "value").orElse("");
    }

    public String messageId() {
        return Elements.identifier(task, EpsUrl.UUID_SYSTEM)
                .or(() -> Elements.list(task, "identifier").stream()
                        .flatMap(identifier -> Elements.text(identifier, "value").stream())
                        .findFirst())
                .map(id -> id.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new SpineException(PrescriptionError.INVALID_MESSAGE));
    }

    public ReleaseRules.Return giveBack() {
        return new ReleaseRules.Return(Repeats.issue(task), organization(), messageId(), reason());
    }

    public DispenseRules.Withdrawal withdrawal() {
        return new DispenseRules.Withdrawal(Repeats.issue(task), focus(), organization(), messageId(), reason());
    }

    private String focus() {
        return Elements.text(task.path("focus").path("identifier"), "value")
                .map(id -> id.toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private String reason() {
        return Elements.list(task.path("statusReason"), "coding").stream()
                .flatMap(coding -> Elements.text(coding, "code").stream())
                .findFirst()
                .orElse("");
    }

    private String organization() {
        JsonNode role = Contained.in(task, task.path("requester")).orElse(MissingNode.getInstance());
        return organization(task, role)
                .or(() -> Elements.text(task.path("owner").path("identifier"), "value"))
                .map(ods -> ods.toUpperCase(Locale.ROOT))
                .orElse("");
    }

    /** ODS code of the contained organisation of a contained role. */
    static Optional<String> organization(JsonNode resource, JsonNode role) {
        return Contained.in(resource, role.path("organization"))
                .flatMap(organization -> Elements.identifier(organization, OdsCode.SYSTEM))
                .or(() -> Elements.text(role.path("organization").path("identifier"), "value"));
    }
}
