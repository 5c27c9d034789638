package org.openspine.prescriptions.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageBundle;

/** The words of a line item: how to take it, and what else patient and pharmacist are told. */
public final class ItemInstructions {
    private ItemInstructions() {}

    /** What the message tells the patient; it travels with the first item. */
    static String forPatient(MessageBundle message) {
        List<JsonNode> payloads = message.all("CommunicationRequest").stream()
                .flatMap(request -> Elements.list(request, "payload").stream())
                .toList();
        Stream<String> medications = payloads.stream()
                .map(payload -> payload.path("contentReference"))
                .filter(Elements::isReference)
                .map(message::resolve)
                .flatMap(list -> Elements.list(list, "entry").stream())
                .flatMap(entry -> Elements.text(entry.path("item"), "display").stream())
                .map(name -> "<medication>" + escaped(name) + "</medication>");
        Stream<String> notes = payloads.stream()
                .flatMap(payload -> Elements.text(payload, "contentString").stream())
                .map(note -> "<patientInfo>" + escaped(note) + "</patientInfo>");
        return Stream.concat(medications, notes).collect(Collectors.joining());
    }

    /** What the item itself tells the pharmacist: the quantity of a controlled drug in words, and a note. */
    static String forPharmacist(JsonNode medicationRequest) {
        Stream<String> words = Elements.extension(medicationRequest, EpsUrl.CONTROLLED_DRUG)
                .flatMap(drug -> Elements.extension(drug, "quantityWords"))
                .flatMap(quantity -> Elements.text(quantity, "valueString"))
                .map(quantity -> "CD: " + quantity)
                .stream();
        Stream<String> notes =
                Elements.list(medicationRequest, "note").stream().flatMap(note -> Elements.text(note, "text").stream());
        return Stream.concat(words, notes).collect(Collectors.joining("\n"));
    }

    /** Several instructions as one text: those with the same sequence number apply together, the others one after another. */
    public static String dosage(JsonNode medicationRequest) {
        List<JsonNode> instructions = Elements.list(medicationRequest, "dosageInstruction");
        Map<Integer, List<String>> bySequence = instructions.stream()
                .collect(Collectors.groupingBy(
                        instruction -> instruction.path("sequence").asInt(0),
                        TreeMap::new,
                        Collectors.mapping(
                                instruction -> instruction.path("text").asText(""), Collectors.toList())));
        return bySequence.values().stream()
                .map(together -> String.join(", and ", together))
                .collect(Collectors.joining(", then "));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
