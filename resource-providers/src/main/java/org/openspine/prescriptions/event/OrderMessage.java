package org.openspine.prescriptions.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.MessageFailure;
import org.openspine.prescriptions.PrescriptionError;
import org.openspine.prescriptions.message.CourseOfTherapy;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.message.MessageTime;
import org.openspine.prescriptions.record.PrescriptionStore;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.IssueState;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.OrderDetails;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.TimeRules;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** An order: a prescription as it is sent. */
public record OrderMessage(MessageBundle message) {
    private static final int DEFAULT_SUPPLY_DAYS = 28;

    public static OrderMessage of(ObjectNode bundle) {
        return new OrderMessage(new MessageBundle(bundle));
    }

    /** Throws {@link MessageFailure} if it is none. */
    public PrescriptionNumber number() {
        return Elements.text(first().path("groupIdentifier"), "value")
                .flatMap(PrescriptionNumber::parse)
                .orElseThrow(() -> new SpineException(MessageFailure.of("prescriptionID has invalid format")));
    }

    public String messageId() {
        return message.messageId().orElseThrow(() -> new SpineException(PrescriptionError.INVALID_MESSAGE));
    }

    private JsonNode first() {
        return message.medicationRequests().get(0);
    }

    /** The prescription as it begins. */
    public Prescription prescription(Instant now) {
        PrescriptionNumber number = number();
        OrderDetails details = details(now);
        List<Line> lines = lines(details, number);
        List<ItemStatus> items =
                lines.stream().map(line -> ItemStatus.ITEM_TO_BE_DISPENSED).toList();
        Issue first =
                Issue.opened(1, new IssueState(TimeRules.initial(details), items, Optional.empty(), Optional.empty()));
        Optional<String> nominated = Elements.text(first().at("/dispenseRequest/performer/identifier/value"))
                .map(ods -> ods.toUpperCase(Locale.ROOT));
        return Prescription.ordered(number, details, nominated, lines, first, now);
    }

    private OrderDetails details(Instant now) {
        JsonNode first = first();
        JsonNode dispense = first.path("dispenseRequest");
        Treatment treatment = CourseOfTherapy.of(message.medicationRequests());
        Instant authored = message.requesterSignature()
                .flatMap(signature -> Elements.text(signature, "when"))
                .flatMap(MessageTime::instant)
                .orElse(now);
        LocalDate base = Elements.text(dispense.path("validityPeriod"), "start")
                .flatMap(MessageTime::day)
                .orElseGet(() -> TimeRules.date(authored));
        return new OrderDetails(
                ResourceParts.longForm(first.path("groupIdentifier")),
                Elements.identifier(message.only("Patient"), NhsNumber.SYSTEM).orElse(""),
                prescriber(first),
                messageId(),
                treatment,
                Elements.extension(first, EpsUrl.PRESCRIPTION_TYPE)
                        .flatMap(type -> Elements.text(type.path("valueCoding"), "code"))
                        .orElse(""),
                dispense.path("expectedSupplyDuration").path("value").asInt(DEFAULT_SUPPLY_DAYS),
                base,
                authored,
                now,
                treatment == Treatment.REPEAT_DISPENSING ? issues(first) : 1,
                message.medicationRequests().stream()
                        .anyMatch(request -> Elements.extension(request, EpsUrl.CONTROLLED_DRUG)
                                .isPresent()));
    }

    private static int issues(JsonNode request) {
        return request.path("dispenseRequest").path("numberOfRepeatsAllowed").asInt(0) + 1;
    }

    private List<Line> lines(OrderDetails details, PrescriptionNumber number) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode request : message.medicationRequests()) {
            String id = Elements.identifier(request, EpsUrl.LINE_ITEM_ID)
                    .orElseThrow(() -> new SpineException(PrescriptionError.INVALID_MESSAGE))
                    .toLowerCase(Locale.ROOT);
            int issues = details.isRepeatDispensing() ? issues(request) : 1;
            String resource = PrescriptionStore.part(number.stem(), lines.size() + 1);
            lines.add(new Line(id, issues, Optional.empty(), resource));
        }
        return lines;
    }

    /** ODS code of the organisation for which the requester acts. */
    private String prescriber(JsonNode request) {
        return organization(message, request.path("requester"));
    }

    /** ODS code of the organisation of a role of the message; empty if it has none. */
    static String organization(MessageBundle message, JsonNode role) {
        return Elements.text(role, "reference")
                .flatMap(message::find)
                .map(found -> found.path("organization"))
                .flatMap(organization -> Elements.text(organization, "reference")
                        .flatMap(message::find)
                        .flatMap(found -> Elements.identifier(found, OdsCode.SYSTEM))
                        .or(() -> Elements.text(organization.path("identifier"), "value")))
                .map(ods -> ods.toUpperCase(Locale.ROOT))
                .orElse("");
    }
}
