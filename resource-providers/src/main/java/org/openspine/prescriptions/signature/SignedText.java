package org.openspine.prescriptions.signature;

import static org.openspine.prescriptions.signature.CanonicalXml.with;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.openspine.prescriptions.message.CourseOfTherapy;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.Expected;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.message.TranslationFailure;
import org.openspine.prescriptions.state.Treatment;

/**
 * The text of a prescription that is signed: fragments of its HL7 version 3 form, canonical to the byte. The same order or
 * released prescription always gives the same text.
 */
public final class SignedText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

    private SignedText() {}

    /** The text as of {@code time}. Throws {@link TranslationFailure} for the first thing that cannot be translated. */
    public static String of(MessageBundle message, Instant time) {
        List<JsonNode> requests = message.medicationRequests();
        JsonNode first = requests.get(0);
        CanonicalXml xml = new CanonicalXml();
        xml.open("FragmentsToBeHashed").open("Fragment");
        xml.empty("time", Hl7Id.NAMESPACE, with("value", TIME.format(time)));
        xml.empty("id", Hl7Id.NAMESPACE, with("root", longFormId(first)));
        xml.close("Fragment").open("Fragment");
        new AuthorText(message, xml).write(message.resolve(first.path("requester")));
        xml.close("Fragment").open("Fragment");
        new PatientText(xml).write(message.only("Patient"));
        xml.close("Fragment");
        Treatment treatment = CourseOfTherapy.of(requests);
        String forPatient = ItemInstructions.forPatient(message);
        LineItemText items = new LineItemText(message, xml);
        for (JsonNode request : requests) {
            xml.open("Fragment");
            items.write(request, treatment, request == first ? forPatient : "");
            xml.close("Fragment");
        }
        return xml.close("FragmentsToBeHashed").toString();
    }

    private static String longFormId(JsonNode request) {
        String place = "MedicationRequest.groupIdentifier.extension";
        JsonNode id = Expected.extension(request.path("groupIdentifier"), EpsUrl.PRESCRIPTION_ID, place)
                .path("valueIdentifier");
        return Elements.text(id, "value")
                .orElseThrow(() -> TranslationFailure.tooFew("url == '%s'".formatted(EpsUrl.PRESCRIPTION_ID), place))
                .toUpperCase(Locale.ROOT);
    }
}
