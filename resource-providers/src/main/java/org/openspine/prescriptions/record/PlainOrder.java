package org.openspine.prescriptions.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** An order message made of stored resources: for prescriptions that came without one. Nobody signed it. */
final class PlainOrder {
    private final ResourceRepository repository;

    PlainOrder(ResourceRepository repository) {
        this.repository = repository;
    }

    ObjectNode of(Prescription prescription) {
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle");
        ResourceParts.identifier(
                bundle.putObject("identifier"),
                EpsUrl.UUID_SYSTEM,
                uuid(prescription.number().value()));
        bundle.put("type", "message");
        ArrayNode entries = bundle.putArray("entry");
        ObjectNode header = add(entries, "header " + prescription.number().value(), header(prescription));
        String patient = url("Patient/" + prescription.details().nhsNumber());
        List<ObjectNode> requests = prescription.lines().stream()
                .flatMap(line -> request(line).stream())
                .toList();
        String role = requests.stream()
                .map(request -> request.path("requester"))
                .map(requester -> Elements.text(requester, "reference").orElse("PractitionerRole/unknown"))
                .findFirst()
                .orElse("PractitionerRole/unknown");
        ArrayNode focus = header.putArray("focus");
        for (ObjectNode request : requests) {
            String id = request.path("id").asText();
            focus.addObject().put("reference", url("MedicationRequest/" + id));
            ObjectNode requester = request.path("requester") instanceof ObjectNode given ? given.deepCopy() : null;
            request.putObject("subject").put("reference", patient);
            request.putObject("requester").put("reference", url(role));
            add(entries, "MedicationRequest/" + id, request);
            if (requester != null
                    && id.equals(requests.get(requests.size() - 1).path("id").asText())) {
                people(entries, prescription, role, requester);
            }
        }
        return bundle;
    }

    private Optional<ObjectNode> request(Line line) {
        return read("MedicationRequest/" + line.request()).map(request -> {
            request.remove("meta");
            return request;
        });
    }

    private static ObjectNode header(Prescription prescription) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("resourceType", "MessageHeader");
        ResourceParts.coding(
                header.putObject("eventCoding"),
                "https://fhir.nhs.uk/CodeSystem/message-event",
                "prescription-order",
                "Prescription Order");
        ResourceParts.identifier(
                header.putObject("sender").putObject("identifier"),
                OdsCode.SYSTEM,
                prescription.details().prescriber());
        header.putObject("source")
                .put(
                        "endpoint",
                        "urn:nhs-uk:addressing:ods:" + prescription.details().prescriber());
        return header;
    }

    /** The patient, and who prescribed: as far as the store knows them. */
    private void people(ArrayNode entries, Prescription prescription, String roleReference, ObjectNode requester) {
        String nhsNumber = prescription.details().nhsNumber();
        ObjectNode patient = read("Patient/" + nhsNumber).orElseGet(() -> {
            ObjectNode unknown = JsonNodeFactory.instance.objectNode().put("resourceType", "Patient");
            ResourceParts.identifier(unknown.putArray("identifier").addObject(), NhsNumber.SYSTEM, nhsNumber);
            return unknown;
        });
        patient.remove("meta");
        add(entries, "Patient/" + nhsNumber, patient);
        ObjectNode role = read(roleReference).orElseGet(() -> {
            ObjectNode unknown = JsonNodeFactory.instance.objectNode().put("resourceType", "PractitionerRole");
            if (requester.path("identifier") instanceof ObjectNode identifier) {
                unknown.putArray("identifier").add(identifier);
            }
            return unknown;
        });
        role.remove("meta");
        follow(entries, role, "practitioner", "Practitioner/unknown");
        ObjectNode organization = follow(entries, role, "organization", "Organization/unknown");
        if (!organization.has("identifier")) {
            ResourceParts.identifier(
                    organization.putArray("identifier").addObject(),
                    OdsCode.SYSTEM,
                    prescription.details().prescriber());
        }
        add(entries, roleReference, role);
    }

    /** Adds what an element of the role refers to, and makes it refer to that. */
    private ObjectNode follow(ArrayNode entries, ObjectNode role, String element, String unknown) {
        String reference = Elements.text(role.path(element), "reference").orElse(unknown);
        String type = unknown.substring(0, unknown.indexOf('/'));
        ObjectNode target = read(reference)
                .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("resourceType", type));
        target.remove("meta");
        role.putObject(element).put("reference", url(reference));
        return add(entries, reference, target);
    }

    private Optional<ObjectNode> read(String reference) {
        int slash = reference.indexOf('/');
        if (slash < 1 || !ResourceKey.isLogicalId(reference.substring(slash + 1))) {
            return Optional.empty();
        }
        return repository
                .read(new ResourceKey(reference.substring(0, slash), reference.substring(slash + 1)))
                .filter(stored -> !stored.isDeleted())
                .map(StoredResource::tree);
    }

    private static ObjectNode add(ArrayNode entries, String name, ObjectNode resource) {
        entries.addObject().put("fullUrl", url(name)).set("resource", resource);
        return resource;
    }

    private static String url(String name) {
        return "urn:uuid:" + uuid(name);
    }

    private static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
