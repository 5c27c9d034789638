package org.openspine.prescriptions.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.PrescriptionError;
import org.openspine.prescriptions.message.Contained;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.message.MessageTime;
import org.openspine.prescriptions.state.DispenseRules;
import org.openspine.prescriptions.state.Dispenser;
import org.openspine.terminology.identifier.OdsCode;

/** A dispense notification: what a dispenser supplied of an issue. */
public record NotificationMessage(MessageBundle message) {
    public static NotificationMessage of(ObjectNode bundle) {
        return new NotificationMessage(new MessageBundle(bundle));
    }

    public List<JsonNode> dispenses() {
        return message.all("MedicationDispense");
    }

    private JsonNode first() {
        List<JsonNode> dispenses = dispenses();
        if (dispenses.isEmpty()) {
            throw new SpineException(PrescriptionError.INVALID_MESSAGE);
        }
        return dispenses.get(0);
    }

    public String messageId() {
        return message.messageId().orElseThrow(() -> new SpineException(PrescriptionError.INVALID_MESSAGE));
    }

    /** The prescription number that the first dispense is about. */
    public String number() {
        return Elements.text(request(first()).path("groupIdentifier"), "value").orElse("");
    }

    public String nhsNumber() {
        return Elements.text(first().path("subject").path("identifier"), "value")
                .orElse("");
    }

    /**
     * @param ids logical ids for the dispenses, in order
     * @param current number of the current issue of the prescription
     */
    public DispenseRules.Notice notice(List<String> ids, int current, Instant now) {
        return new DispenseRules.Notice(
                issue(current),
                messageId(),
                replaces(),
                Elements.extension(first(), EpsUrl.TASK_BUSINESS_STATUS)
                        .flatMap(status -> Elements.text(status.path("valueCoding"), "code"))
                        .orElse(""),
                items(),
                Elements.text(first(), "whenHandedOver")
                        .flatMap(MessageTime::instantOfDay)
                        .orElse(now),
                dispenser(),
                repeatsAllowed(),
                ids);
    }

    /** A published message counts its own issue as the next, and that of the prescription in it rightly: that counts then. */
    private OptionalInt issue(int current) {
        OptionalInt told = Repeats.issue(first());
        boolean isCurrent = Elements.list(request(first()), "basedOn").stream()
                .map(Repeats::issue)
                .anyMatch(OptionalInt.of(current)::equals);
        return told.isPresent() && isCurrent && replaces().isEmpty() ? OptionalInt.of(current) : told;
    }

    private Optional<String> replaces() {
        return Elements.extension(message.only("MessageHeader"), EpsUrl.REPLACEMENT_OF)
                .flatMap(extension -> Elements.text(extension.path("valueIdentifier"), "value"))
                .map(id -> id.toLowerCase(Locale.ROOT));
    }

    /** The item statuses told for each line; dispenses that name none count for a line that does not exist. */
    private Map<String, Set<String>> items() {
        Map<String, Set<String>> items = new LinkedHashMap<>();
        for (JsonNode dispense : dispenses()) {
            String line = Elements.identifier(request(dispense), EpsUrl.LINE_ITEM_ID)
                    .map(id -> id.toLowerCase(Locale.ROOT))
                    .orElse("");
            String status = Elements.list(dispense.path("type"), "coding").stream()
                    .flatMap(coding -> Elements.text(coding, "code").stream())
                    .findFirst()
                    .orElse("");
            items.computeIfAbsent(line, id -> new LinkedHashSet<>()).add(status);
        }
        return items;
    }

    private static JsonNode request(JsonNode dispense) {
        return Elements.list(dispense, "authorizingPrescription").stream()
                .flatMap(reference -> Contained.in(dispense, reference).stream())
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private Dispenser dispenser() {
        JsonNode role = Elements.list(first(), "performer").stream()
                .flatMap(performer -> Contained.in(first(), performer.path("actor")).stream())
                .findFirst()
                .orElse(MissingNode.getInstance());
        JsonNode organization = Elements.text(role.path("organization"), "reference")
                .flatMap(message::find)
                .or(() -> message.all("Organization").stream().findFirst())
                .orElse(MissingNode.getInstance());
        String ods = Elements.identifier(organization, OdsCode.SYSTEM)
                .or(() -> Elements.text(
                        message.only("MessageHeader").path("sender").path("identifier"), "value"))
                .orElseThrow(() -> new SpineException(PrescriptionError.INVALID_MESSAGE));
        return new Dispenser(ods.toUpperCase(Locale.ROOT), organization, role);
    }

    /** As the dispenses and the prescriptions in them say. */
    private Set<Integer> repeatsAllowed() {
        Set<Integer> allowed = new TreeSet<>();
        dispenses().stream()
                .flatMap(dispense ->
                        Stream.concat(Stream.of(dispense), Elements.list(request(dispense), "basedOn").stream()))
                .map(Repeats::allowed)
                .filter(OptionalInt::isPresent)
                .forEach(count -> allowed.add(count.getAsInt()));
        return allowed;
    }
}
