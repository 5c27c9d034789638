package org.openspine.prescriptions.patientview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.state.Dispenser;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** One prescription as a patient sees it: a collection of its items, who prescribed, and who supplies. */
final class PatientCollection {
    private static final String PROGRESS = "https://fhir.nhs.uk/CodeSystem/task-businessStatus-nppt";

    private final Prescription prescription;
    private final MessageBundle order;
    private final ObjectNode bundle = JsonNodeFactory.instance.objectNode();
    private final ArrayNode entries;

    private PatientCollection(Prescription prescription, MessageBundle order) {
        this.prescription = prescription;
        this.order = order;
        bundle.put("resourceType", "Bundle").put("id", id(prescription)).put("type", "collection");
        entries = bundle.putArray("entry");
    }

    /** The id of the collection in every answer. */
    static String id(Prescription prescription) {
        return uuid("collection/" + prescription.number().stem());
    }

    static ObjectNode of(Prescription prescription, MessageBundle order, List<JsonNode> updates, Instant now) {
        PatientCollection collection = new PatientCollection(prescription, order);
        collection.write(updates, now);
        return collection.bundle;
    }

    private void write(List<JsonNode> updates, Instant now) {
        Optional<JsonNode> role = order.all("MedicationRequest").stream()
                .flatMap(request -> Elements.text(request.path("requester"), "reference").stream())
                .flatMap(url -> order.find(url).stream())
                .findFirst();
        Optional<String> pharmacy =
                prescription.current().holder().map(Dispenser::ods).or(prescription::nominated);
        String prescriberUrn = urn("role");
        for (int i = 0; i < prescription.lines().size(); i++) {
            Line line = prescription.lines().get(i);
            ObjectNode request = item(line, ItemTracking.of(prescription, i, updates, now), prescriberUrn);
            pharmacy.ifPresent(ods -> ((ObjectNode) request.withObject("/dispenseRequest"))
                    .putObject("performer")
                    .put("reference", urn("pharmacy")));
            add("urn:uuid:" + line.id(), request);
        }
        prescriber(role, prescriberUrn);
        pharmacy.ifPresent(this::pharmacy);
    }

    private ObjectNode item(Line line, ItemTracking tracking, String prescriber) {
        JsonNode ordered = order.all("MedicationRequest").stream()
                .filter(request -> Elements.identifier(request, EpsUrl.LINE_ITEM_ID)
                        .filter(line.id()::equalsIgnoreCase)
                        .isPresent())
                .findFirst()
                .orElse(JsonNodeFactory.instance.objectNode());
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("resourceType", "MedicationRequest");
        ArrayNode history = request.putArray("extension")
                .addObject()
                .put("url", EpsUrl.STATUS_HISTORY)
                .putArray("extension");
        history.addObject()
                .put("url", "status")
                .putObject("valueCoding")
                .put("system", PROGRESS)
                .put("code", tracking.words());
        history.addObject().put("url", "statusDate").put("valueDateTime", PrescriptionOutcomes.time(tracking.at()));
        ResourceParts.identifier(request.putArray("identifier").addObject(), EpsUrl.LINE_ITEM_ID, line.id());
        request.put("status", tracking.status());
        request.put("intent", "order");
        copy(ordered, request, "medicationCodeableConcept");
        ResourceParts.identifier(
                request.putObject("subject").putObject("identifier"),
                NhsNumber.SYSTEM,
                prescription.details().nhsNumber());
        request.putObject("requester").put("reference", prescriber);
        ResourceParts.identifier(
                request.putObject("groupIdentifier"),
                PrescriptionNumber.SYSTEM,
                prescription.number().value());
        copy(ordered, request, "courseOfTherapyType");
        copy(ordered, request, "dosageInstruction");
        ObjectNode supply = request.putObject("dispenseRequest");
        supply.putObject("validityPeriod")
                .put("start", prescription.details().base().toString());
        copy(ordered.path("dispenseRequest"), supply, "quantity");
        copy(ordered, request, "substitution");
        return request;
    }

    private void prescriber(Optional<JsonNode> role, String roleUrn) {
        ObjectNode shown = named("PractitionerRole", roleUrn);
        shown.putObject("practitioner").put("reference", urn("practitioner"));
        shown.putObject("organization").put("reference", urn("prescriber"));
        add(roleUrn, shown);
        ObjectNode practitioner = named("Practitioner", urn("practitioner"));
        role.flatMap(found -> resolved(found.path("practitioner")))
                .ifPresent(found -> copy(found, practitioner, "name"));
        add(urn("practitioner"), practitioner);
        ObjectNode organization =
                organization("prescriber", prescription.details().prescriber());
        role.flatMap(found -> resolved(found.path("organization"))).ifPresent(found -> contact(found, organization));
        add(urn("prescriber"), organization);
    }

    private void pharmacy(String ods) {
        ObjectNode organization = organization("pharmacy", ods);
        prescription.current().holder().map(Dispenser::organization).ifPresent(found -> contact(found, organization));
        add(urn("pharmacy"), organization);
    }

    private Optional<JsonNode> resolved(JsonNode reference) {
        return Elements.text(reference, "reference").flatMap(order::find);
    }

    private ObjectNode organization(String part, String ods) {
        ObjectNode organization = named("Organization", urn(part));
        ResourceParts.identifier(organization.putArray("identifier").addObject(), OdsCode.SYSTEM, ods);
        return organization;
    }

    private static void contact(JsonNode from, ObjectNode to) {
        copy(from, to, "name");
        copy(from, to, "telecom");
        copy(from, to, "address");
    }

    private static void copy(JsonNode from, ObjectNode to, String member) {
        if (from.has(member)) {
            to.set(member, from.get(member));
        }
    }

    private void add(String fullUrl, ObjectNode resource) {
        entries.addObject().put("fullUrl", fullUrl).set("resource", resource);
    }

    private static ObjectNode named(String type, String urn) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", type)
                .put("id", urn.substring("urn:uuid:".length()));
    }

    private String urn(String part) {
        return "urn:uuid:" + uuid(part + "/" + prescription.number().stem());
    }

    private static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
