package org.openspine.prescriptions.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openspine.prescriptions.message.CourseOfTherapy;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.Expected;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.message.MessageTime;
import org.openspine.prescriptions.message.TranslationFailure;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.terminology.identifier.PrescriptionNumber;

/**
 * Whether an order can be translated to what is signed and recorded. Every check throws {@link TranslationFailure}; the
 * first one ends the request.
 */
public final class OrderTranslation {
    private static final String DISPENSE_REQUEST = "MedicationRequest.dispenseRequest";
    private static final String DAYS = "d";

    private OrderTranslation() {}

    /** The signed text of an order or cancellation as of {@code time}, which shows that all of it can be translated. */
    public static String signedText(MessageBundle message, Instant time) {
        message.only("MessageHeader");
        JsonNode first = message.medicationRequests().get(0);
        String number = "MedicationRequest.groupIdentifier";
        Expected.one(
                Elements.ofSystem(List.of(first.path("groupIdentifier")), PrescriptionNumber.SYSTEM),
                "system == '%s'".formatted(PrescriptionNumber.SYSTEM),
                number);
        String text = SignedText.of(message, time);
        responsible(message, first);
        for (JsonNode request : message.medicationRequests()) {
            Expected.extension(
                    request.path("dispenseRequest"), EpsUrl.PERFORMER_SITE_TYPE, DISPENSE_REQUEST + ".extension");
            Expected.extension(request, EpsUrl.PRESCRIPTION_TYPE, "MedicationRequest.extension");
            dates(request);
        }
        if (CourseOfTherapy.of(message.medicationRequests()) == Treatment.REPEAT_DISPENSING) {
            supply(first);
        }
        return text;
    }

    /** The signature of an order, if it has one, must at least be XML. */
    public static void requireXml(MessageBundle message) {
        message.requesterSignature()
                .flatMap(signature -> Elements.text(signature, "data"))
                .filter(data -> !XmlSignature.isXml(data))
                .ifPresent(data -> {
                    throw TranslationFailure.invalid("Invalid signature format.", "Provenance.signature.data");
                });
    }

    /** The time at which an order says it was signed. */
    public static Optional<Instant> signedAt(MessageBundle message) {
        return message.requesterSignature()
                .flatMap(signature -> Elements.text(signature, "when"))
                .map(when -> MessageTime.instant(when)
                        .orElseThrow(() -> TranslationFailure.invalid(
                                "Incorrect format for date time string '%s'.".formatted(when),
                                "Provenance.signature.when")));
    }

    private static void responsible(MessageBundle message, JsonNode request) {
        Optional<JsonNode> role = Elements.extension(request, EpsUrl.RESPONSIBLE_PRACTITIONER)
                .map(extension -> message.resolve(extension.path("valueReference")));
        if (role.isEmpty()) {
            return;
        }
        JsonNode organization = message.resolve(role.get().path("organization"));
        boolean hasTelecom = !Elements.list(role.get(), "telecom").isEmpty()
                || !Elements.list(organization, "telecom").isEmpty();
        if (Elements.isReference(role.get().path("practitioner"))) { // else an organisation takes the responsibility
            Expected.identifier(role.get(), EpsUrl.ROLE_PROFILE_ID, "PractitionerRole.identifier");
            JsonNode practitioner = message.resolve(role.get().path("practitioner"));
            hasTelecom |= !Elements.list(practitioner, "telecom").isEmpty();
        }
        if (!hasTelecom) {
            throw TranslationFailure.failure(
                    "TOO_FEW_VALUES_SUBMITTED",
                    "ResponsiblePractitioner must have at least one telecom.",
                    "PractitionerRole.telecom");
        }
    }

    private static void supply(JsonNode request) {
        JsonNode duration = request.path("dispenseRequest").path("expectedSupplyDuration");
        if (duration.isObject() && !duration.path("code").asText().equals(DAYS)) {
            throw TranslationFailure.invalid(
                    "Expected supply duration must be specified in days.",
                    DISPENSE_REQUEST + ".expectedSupplyDuration.code");
        }
    }

    private static void dates(JsonNode request) {
        JsonNode period = request.path("dispenseRequest").path("validityPeriod");
        date(period, "start", DISPENSE_REQUEST + ".validityPeriod.start");
        date(period, "end", DISPENSE_REQUEST + ".validityPeriod.end");
        Elements.extension(request, EpsUrl.MEDICATION_REPEAT)
                .flatMap(repeat -> Elements.extension(repeat, "authorisationExpiryDate"))
                .ifPresent(expiry -> date(expiry, "valueDateTime", "MedicationRequest.extension.valueDateTime"));
    }

    private static void date(JsonNode element, String name, String path) {
        Elements.text(element, name)
                .filter(text -> MessageTime.day(text).isEmpty())
                .ifPresent(text -> {
                    throw TranslationFailure.invalid("Incorrect format for date string '%s'.".formatted(text), path);
                });
    }
}
