package org.openspine.prescriptions.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.state.CancelRules;
import org.openspine.prescriptions.state.CancellationOutcome;
import org.openspine.prescriptions.state.Dispenser;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.terminology.identifier.OdsCode;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** The message that tells a prescriber what became of a cancellation. The same cancellation gets the same message again. */
public final class CancelResponse {
    private static final String NHS = "https://fhir.nhs.uk/StructureDefinition/";
    private static final String MESSAGE_ID = NHS + "Extension-MessageHeader-messageId";
    private static final String DISPENSING_PERFORMER = NHS + "Extension-DM-DispensingPerformer";
    private static final String SPINE = "X2601";

    /** The order of the entries after the MedicationRequest. */
    private static final List<String> TYPES =
            List.of("Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "HealthcareService");

    private final CancelMessage cancellation;
    private final Prescription prescription;
    private final CancelRules.Request request;
    private final CancellationOutcome outcome;
    private final Instant at;
    private final String id;

    public CancelResponse(
            CancelMessage cancellation, Prescription prescription, CancellationOutcome outcome, Instant at) {
        this.cancellation = cancellation;
        this.prescription = prescription;
        this.request = cancellation.request();
        this.outcome = outcome;
        this.at = at;
        this.id = named("response " + request.message() + request.item());
    }

    public ObjectNode bundle() {
        MessageBundle message = cancellation.message();
        List<Map.Entry<String, ObjectNode>> others = new ArrayList<>();
        message.entries().forEach(entry -> {
            if (entry.path("resource") instanceof ObjectNode resource) {
                others.add(Map.entry(entry.path("fullUrl").asText(""), resource.deepCopy()));
            }
        });
        ObjectNode item = item();
        dispenser().ifPresent(holder -> others.addAll(dispenserEntries(item, holder)));
        String itemUrl = url("item " + id);
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("id", id);
        ResourceParts.identifier(bundle.putObject("identifier"), EpsUrl.UUID_SYSTEM, id);
        bundle.put("type", "message").put("timestamp", PrescriptionOutcomes.time(at));
        ArrayNode entries = bundle.putArray("entry");
        add(entries, url("header " + id), header(itemUrl));
        add(entries, itemUrl, item);
        for (String type : TYPES) {
            others.stream()
                    .filter(entry ->
                            type.equals(entry.getValue().path("resourceType").textValue()))
                    .forEach(entry -> add(entries, entry.getKey(), entry.getValue()));
        }
        return bundle;
    }

    private ObjectNode header(String focus) {
        ObjectNode header = JsonNodeFactory.instance.objectNode().put("resourceType", "MessageHeader");
        ResourceParts.identifier(
                header.putArray("extension").addObject().put("url", MESSAGE_ID).putObject("valueIdentifier"),
                EpsUrl.UUID_SYSTEM,
                id);
        ResourceParts.coding(
                header.putObject("eventCoding"),
                "https://fhir.nhs.uk/CodeSystem/message-event",
                "prescription-order-response",
                "Prescription Order Response");
        ObjectNode destination = header.putArray("destination").addObject();
        destination.put("endpoint", "urn:nhs-uk:addressing:ods:" + request.organization());
        ResourceParts.identifier(
                destination.putObject("receiver").putObject("identifier"), OdsCode.SYSTEM, request.organization());
        ObjectNode sender = header.putObject("sender");
        ResourceParts.identifier(sender.putObject("identifier"), OdsCode.SYSTEM, SPINE);
        sender.put("display", "NHS Digital Spine");
        header.putObject("source").put("name", "NHS Spine").put("endpoint", "urn:nhs-uk:addressing:ods:" + SPINE);
        header.putObject("response").put("identifier", request.message()).put("code", code());
        header.putArray("focus").addObject().put("reference", focus);
        return header;
    }

    private String code() {
        return outcome == CancellationOutcome.CANCELLED ? "ok" : "fatal-error";
    }

    private ObjectNode item() {
        JsonNode asked = cancellation.item();
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("resourceType", "MedicationRequest");
        StatusHistory.put(item, outcome, at);
        reference(
                item.withArray("extension").addObject().put("url", EpsUrl.RESPONSIBLE_PRACTITIONER),
                asked.path("requester"));
        ResourceParts.identifier(item.putArray("identifier").addObject(), EpsUrl.LINE_ITEM_ID, request.item());
        item.put("status", outcome.requestStatus());
        if (outcome.requestStatus().equals("cancelled")
                && asked.path("statusReason").isObject()) {
            item.set("statusReason", asked.path("statusReason").deepCopy());
        }
        item.put("intent", "order");
        ResourceParts.coding(
                item.putObject("medicationCodeableConcept").putArray("coding").addObject(),
                EpsUrl.SNOMED,
                "763158003",
                "Medicinal product");
        cancellation.message().entries().stream()
                .filter(entry -> "Patient"
                        .equals(entry.path("resource").path("resourceType").textValue()))
                .findFirst()
                .ifPresent(entry -> item.putObject("subject")
                        .put("reference", entry.path("fullUrl").asText()));
        JsonNode author = Elements.extension(asked, EpsUrl.RESPONSIBLE_PRACTITIONER)
                .map(extension -> extension.path("valueReference"))
                .orElse(asked.path("requester"));
        item.set("requester", author.deepCopy());
        ResourceParts.identifier(
                item.putObject("groupIdentifier"),
                PrescriptionNumber.SYSTEM,
                prescription.number().value());
        return item;
    }

    private static void reference(ObjectNode extension, JsonNode reference) {
        extension.set("valueReference", reference.deepCopy());
    }

    private Optional<Dispenser> dispenser() {
        return outcome.namesDispenser() ? prescription.current().holder() : Optional.empty();
    }

    private List<Map.Entry<String, ObjectNode>> dispenserEntries(ObjectNode item, Dispenser holder) {
        String roleUrl = url("dispenser role " + id);
        String organizationUrl = url("dispenser " + id);
        ObjectNode performer = item.putObject("dispenseRequest").putObject("performer");
        performer
                .putArray("extension")
                .addObject()
                .put("url", DISPENSING_PERFORMER)
                .putObject("valueReference")
                .put("reference", roleUrl);
        ResourceParts.identifier(performer.putObject("identifier"), OdsCode.SYSTEM, holder.ods());
        Elements.text(holder.organization(), "name").ifPresent(name -> performer.put("display", name));
        ObjectNode organization = copy(holder.organization(), "Organization");
        ObjectNode role = copy(holder.role(), "PractitionerRole");
        role.putObject("organization").put("reference", organizationUrl);
        List<Map.Entry<String, ObjectNode>> entries = new ArrayList<>();
        if (role.path("practitioner").path("identifier") instanceof ObjectNode identifier) {
            String practitionerUrl = url("dispenser practitioner " + id);
            ObjectNode practitioner = JsonNodeFactory.instance.objectNode().put("resourceType", "Practitioner");
            practitioner.putArray("identifier").add(identifier.deepCopy());
            Elements.text(role.path("practitioner"), "display")
                    .ifPresent(name -> practitioner.putArray("name").addObject().put("text", name));
            role.putObject("practitioner").put("reference", practitionerUrl);
            entries.add(Map.entry(practitionerUrl, practitioner));
        }
        entries.add(Map.entry(roleUrl, role));
        entries.add(Map.entry(organizationUrl, organization));
        return entries;
    }

    private static ObjectNode copy(JsonNode resource, String type) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode().put("resourceType", type);
        if (resource instanceof ObjectNode given) {
            copy.setAll(given.deepCopy());
            copy.remove("id");
        }
        return copy;
    }

    private static void add(ArrayNode entries, String fullUrl, ObjectNode resource) {
        entries.addObject().put("fullUrl", fullUrl).set("resource", resource);
    }

    private static String url(String name) {
        return "urn:uuid:" + named(name);
    }

    private static String named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
