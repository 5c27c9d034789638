package org.openspine.prescriptions.signature;

import static org.openspine.prescriptions.signature.CanonicalXml.with;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.Expected;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.message.TranslationFailure;
import org.openspine.prescriptions.signature.CanonicalXml.Attribute;
import org.openspine.prescriptions.state.Treatment;

/** The fragment about one line item. */
final class LineItemText {
    private final MessageBundle message;
    private final CanonicalXml xml;

    LineItemText(MessageBundle message, CanonicalXml xml) {
        this.message = message;
        this.xml = xml;
    }

    /** @param forPatient what the patient is told with this item, or empty */
    void write(JsonNode request, Treatment treatment, String forPatient) {
        xml.open("pertinentLineItem", Hl7Id.NAMESPACE, with("classCode", "SBADM"), with("moodCode", "RQO"));
        String id = Expected.identifier(request, EpsUrl.LINE_ITEM_ID, "MedicationRequest.identifier");
        xml.empty("id", with("root", id.toUpperCase(Locale.ROOT)));
        snomed("225426007", "Administration of therapeutic substance (procedure)");
        xml.empty("effectiveTime", with("nullFlavor", "NA"));
        repeats(request, treatment).ifPresent(high -> xml.open("repeatNumber")
                .empty("high", with("value", high))
                .close("repeatNumber"));
        product(request);
        quantity(request.path("dispenseRequest").path("quantity"));
        String instructions = forPatient + ItemInstructions.forPharmacist(request);
        if (!instructions.isEmpty()) {
            annotation("1", "pertinentAdditionalInstructions", "AI", () -> xml.text("value", instructions));
        }
        for (JsonNode endorsement : Elements.extensions(request, EpsUrl.ENDORSEMENT)) {
            String code = Expected.coding(
                            endorsement.path("valueCodeableConcept"),
                            EpsUrl.ENDORSEMENT_CODES,
                            "MedicationRequest.extension.valueCodeableConcept.coding")
                    .path("code")
                    .asText();
            annotation(
                    "3",
                    "pertinentPrescriberEndorsement",
                    "PE",
                    () -> xml.empty("value", with("code", code), with("codeSystem", Hl7Id.ENDORSEMENT)));
        }
        String dosage = ItemInstructions.dosage(request);
        annotation("2", "pertinentDosageInstructions", "DI", () -> xml.text("value", dosage));
        xml.close("pertinentLineItem");
    }

    /** How often the item may be dispensed. A released item of a repeat dispensing prescription names it elsewhere. */
    private static Optional<String> repeats(JsonNode request, Treatment treatment) {
        return switch (treatment) {
            case ACUTE -> Optional.empty();
            case REPEAT -> Optional.of("1");
            case REPEAT_DISPENSING -> Optional.of(String.valueOf(allowed(request) + 1));
        };
    }

    private static int allowed(JsonNode request) {
        Optional<JsonNode> released = Elements.list(request, "basedOn").stream()
                .flatMap(order -> Elements.extensions(order, EpsUrl.REPEAT_INFORMATION).stream())
                .flatMap(repeats -> Elements.extensions(repeats, "numberOfRepeatsAllowed").stream())
                .map(repeats -> repeats.has("valueUnsignedInt")
                        ? repeats.get("valueUnsignedInt")
                        : repeats.path("valueInteger"))
                .filter(JsonNode::isInt)
                .findFirst();
        JsonNode allowed = released.orElse(request.path("dispenseRequest").path("numberOfRepeatsAllowed"));
        if (!allowed.isInt()) {
            throw TranslationFailure.invalid(
                    "Number of repeats allowed is required.",
                    "MedicationRequest.dispenseRequest.numberOfRepeatsAllowed");
        }
        return allowed.intValue();
    }

    private void product(JsonNode request) {
        boolean referred = Elements.isReference(request.path("medicationReference"));
        JsonNode concept = referred
                ? message.resolve(request.path("medicationReference")).path("code")
                : request.path("medicationCodeableConcept");
        JsonNode coding = Expected.coding(
                concept,
                EpsUrl.SNOMED,
                referred ? "Medication.code.coding" : "MedicationRequest.medicationCodeableConcept.coding");
        xml.open("product", with("contextControlCode", "OP"), with("typeCode", "PRD"));
        xml.open("manufacturedProduct", with("classCode", "MANU"));
        xml.open("manufacturedRequestedMaterial", with("classCode", "MMAT"), with("determinerCode", "KIND"));
        snomed(coding.path("code").asText(), coding.path("display").asText(""));
        xml.close("manufacturedRequestedMaterial").close("manufacturedProduct").close("product");
    }

    private void quantity(JsonNode quantity) {
        String value = number(quantity.path("value"));
        xml.open("component", with("typeCode", "COMP"));
        xml.empty("seperatableInd", with("value", "false"));
        xml.open("lineItemQuantity", with("classCode", "SPLY"), with("moodCode", "RQO"));
        snomed("373784005", "Dispensing medication (procedure)");
        xml.open("quantity", with("unit", "1"), with("value", value));
        xml.empty(
                "translation",
                coded(quantity.path("code").asText(""), quantity.path("unit").asText(""), with("value", value)));
        xml.close("quantity").close("lineItemQuantity").close("component");
    }

    /** A number in the spelling it was sent in, which is what was signed. */
    private static String number(JsonNode value) {
        return new String(ResourceJson.write(value), StandardCharsets.UTF_8);
    }

    private void annotation(String number, String element, String code, Runnable value) {
        String wrapper = "pertinentInformation" + number;
        xml.open(wrapper, with("contextConductionInd", "true"), with("typeCode", "PERT"));
        xml.empty("seperatableInd", with("value", "false"));
        xml.open(element, with("classCode", "OBS"), with("moodCode", "EVN"));
        Hl7Id.code(xml, Hl7Id.ANNOTATION, code);
        value.run();
        xml.close(element).close(wrapper);
    }

    private void snomed(String code, String display) {
        xml.empty("code", coded(code, display));
    }

    private static Attribute[] coded(String code, String display, Attribute... more) {
        List<Attribute> attributes = new ArrayList<>(List.of(more));
        attributes.add(with("code", code));
        attributes.add(with("codeSystem", Hl7Id.SNOMED));
        if (!display.isEmpty()) {
            attributes.add(with("displayName", display));
        }
        return attributes.toArray(Attribute[]::new);
    }
}
