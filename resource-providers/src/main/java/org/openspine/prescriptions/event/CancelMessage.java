package org.openspine.prescriptions.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.PrescriptionError;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.state.CancelRules;
import org.openspine.prescriptions.state.OrderDetails;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.TimeRules;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** The request of a prescriber to cancel one item. */
public record CancelMessage(MessageBundle message) {
    public static CancelMessage of(ObjectNode bundle) {
        return new CancelMessage(new MessageBundle(bundle));
    }

    JsonNode item() {
        return message.medicationRequests().get(0);
    }

    public String number() {
        return Elements.text(item().path("groupIdentifier"), "value").orElse("");
    }

    public String nhsNumber() {
        return Elements.identifier(message.only("Patient"), NhsNumber.SYSTEM).orElse("");
    }

    /** In lower case; empty if the message leaves it out. */
    public String longForm() {
        return ResourceParts.longForm(item().path("groupIdentifier"));
    }

    /** Throws the row {@code R-5888} if something is missing. */
    public CancelRules.Request request() {
        return new CancelRules.Request(
                Elements.identifier(item(), EpsUrl.LINE_ITEM_ID)
                        .map(id -> id.toLowerCase(Locale.ROOT))
                        .orElseThrow(CancelMessage::unusable),
                Elements.list(item().path("statusReason"), "coding").stream()
                        .flatMap(coding -> Elements.text(coding, "code").stream())
                        .findFirst()
                        .orElseThrow(CancelMessage::unusable),
                organization(),
                message.messageId().orElseThrow(CancelMessage::unusable));
    }

    private static SpineException unusable() {
        return new SpineException(PrescriptionError.CANCELLATION_INVALID);
    }

    private String organization() {
        return OrderMessage.organization(message, item().path("requester"));
    }

    /** What is known of a prescription of which only this cancellation has come; empty if it names none. */
    public Optional<Prescription> placeholder(Instant now) {
        return PrescriptionNumber.parse(number())
                .map(number -> Prescription.placeholder(
                        number,
                        new OrderDetails(
                                longForm(),
                                nhsNumber(),
                                organization(),
                                "",
                                Treatment.ACUTE,
                                "",
                                0,
                                TimeRules.date(now),
                                now,
                                now,
                                1,
                                false)));
    }

    /** Who cancels, and who prescribed if that is someone else. */
    List<JsonNode> roles() {
        return message.all("PractitionerRole");
    }
}
