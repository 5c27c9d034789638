package org.openspine.childprotection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openspine.childprotection.ProtectionPlans.Teamed;
import org.openspine.notification.Notifications;
import org.openspine.repository.ResourceKey;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** Tells the local authority of every active plan what happened to the child: one Communication each, never fewer. */
public final class PlanNotices {
    /** Marks notifications about child protection among all others. */
    public static final String TOPIC = "child-protection";

    public static final String REASON_SYSTEM = "https://openspine.org/fhir/CodeSystem/cpis-notification-reason";

    private static final String CATEGORY_SYSTEM = "http://terminology.hl7.org/CodeSystem/communication-category";

    private final Notifications notifications;
    private final Clock clock;

    public PlanNotices(Notifications notifications, Clock clock) {
        this.notifications = notifications;
        this.clock = clock;
    }

    /** What an authority is told of. */
    public enum Reason {
        UNSCHEDULED_ACCESS("unscheduled-access", "Unscheduled access"),
        MISSED_APPOINTMENT("missed-appointment", "Missed appointment"),
        INACTIVE_NHS_NUMBER("inactive-nhs-number", "Inactive NHS number");

        private final String code;
        private final String display;

        Reason(String code, String display) {
            this.code = code;
            this.display = display;
        }
    }

    /**
     * What happened.
     *
     * @param text for the authority, without clinical content
     * @param once names what is told of once only, however often this is called; empty: it is told each time
     */
    public record Occasion(Reason reason, String text, Optional<String> once) {}

    /**
     * Queues one notification for each active plan among {@code plans}.
     *
     * @param flags the patient's child protection flags
     */
    public void tell(Occasion occasion, NhsNumber patient, List<Teamed> plans, List<ResourceKey> flags) {
        List<Notifications.Addressed> messages = new ArrayList<>();
        for (Teamed plan : plans) {
            if (plan.active()) {
                Optional<String> authority = plan.authority();
                String recipient = authority
                        .or(() -> plan.team().map(team -> team.key().id()))
                        .orElse("unknown");
                messages.add(new Notifications.Addressed(
                        "authority/" + recipient,
                        occasion.once().map(name -> id(occasion.reason(), name, plan)),
                        communication(occasion, patient, plan, authority, flags)));
            }
        }
        notifications.send(messages);
    }

    private static String id(Reason reason, String once, Teamed plan) {
        String name = String.join("|", reason.code, once, plan.plan().key().toString());
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private ObjectNode communication(
            Occasion occasion, NhsNumber patient, Teamed plan, Optional<String> authority, List<ResourceKey> flags) {
        Reason reason = occasion.reason();
        ObjectNode communication = JsonNodeFactory.instance.objectNode();
        communication.put("resourceType", "Communication");
        communication.put("status", "in-progress");
        communication
                .putArray("category")
                .add(Codings.concept(CATEGORY_SYSTEM, "notification", "Notification"))
                .add(Codings.concept(Notifications.TOPIC_SYSTEM, TOPIC, "Child protection"));
        communication.set("subject", reference("Patient/" + patient.value(), NhsNumber.SYSTEM, patient.value()));
        ArrayNode about = communication.putArray("about");
        about.addObject().put("reference", plan.plan().key().toString());
        flags.forEach(flag -> about.addObject().put("reference", flag.toString()));
        communication.put("sent", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        ArrayNode recipients = communication.putArray("recipient");
        plan.team().ifPresent(team -> recipients
                .addObject()
                .put("reference", team.key().toString())
                .put("display", team.tree().path("name").asText()));
        authority.ifPresent(code -> recipients.add(reference("Organization/" + code, OdsCode.SYSTEM, code)));
        if (recipients.isEmpty()) {
            communication.remove("recipient");
        }
        communication
                .putObject("sender")
                .put("type", "Device")
                .put("display", "OpenSpine")
                .putObject("identifier")
                .put("system", "https://fhir.nhs.uk/Id/product-id")
                .put("value", "openspine");
        communication.putArray("reasonCode").add(Codings.concept(REASON_SYSTEM, reason.code, reason.display));
        communication.putArray("payload").addObject().put("contentString", occasion.text());
        return communication;
    }

    private static ObjectNode reference(String reference, String system, String value) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("reference", reference);
        node.putObject("identifier").put("system", system).put("value", value);
        return node;
    }
}
