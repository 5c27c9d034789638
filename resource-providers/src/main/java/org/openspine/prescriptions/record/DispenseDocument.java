package org.openspine.prescriptions.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.OdsCode;

/** What dispensers send as the resources that the unified base shows: MedicationDispense and Claim. */
public final class DispenseDocument {
    private DispenseDocument() {}

    /** A dispense of a notification, with references to what is stored instead of what the message held. */
    public static ResourceWrite dispense(
            ObjectNode sent, Optional<JsonNode> organization, Prescription prescription, String id) {
        ObjectNode dispense = sent.deepCopy();
        dispense.remove(List.of("id", "meta", "text"));
        ResourceParts.patient(
                dispense.putObject("subject"), prescription.details().nhsNumber());
        ArrayNode contained = JsonNodeFactory.instance.arrayNode();
        for (JsonNode each : Elements.list(dispense, "contained")) {
            String type = each.path("resourceType").asText();
            if (type.equals("MedicationRequest")) {
                authorizing(dispense, each, prescription);
            } else if (each instanceof ObjectNode resource) {
                named(resource, organization);
                contained.add(resource);
            }
        }
        dispense.remove("contained");
        if (!contained.isEmpty()) {
            dispense.set("contained", contained);
        }
        return PrescriptionStore.create(new ResourceKey("MedicationDispense", id), dispense);
    }

    private static void authorizing(ObjectNode dispense, JsonNode request, Prescription prescription) {
        Elements.identifier(request, EpsUrl.LINE_ITEM_ID)
                .map(item -> item.toLowerCase(Locale.ROOT))
                .flatMap(prescription::line)
                .map(prescription.lines()::get)
                .ifPresent(line -> {
                    ObjectNode reference =
                            dispense.putArray("authorizingPrescription").addObject();
                    if (!line.request().isEmpty()) {
                        reference.put("reference", "MedicationRequest/" + line.request());
                    }
                    ResourceParts.identifier(reference.putObject("identifier"), EpsUrl.LINE_ITEM_ID, line.id());
                });
    }

    /** A contained role that refers to the message's organisation names it by its code. */
    private static void named(ObjectNode role, Optional<JsonNode> organization) {
        boolean outside = Elements.text(role.path("organization"), "reference")
                .filter(reference -> !reference.startsWith("#"))
                .isPresent();
        if (!outside) {
            return;
        }
        role.remove("organization");
        organization
                .flatMap(found -> Elements.identifier(found, OdsCode.SYSTEM))
                .ifPresent(ods -> ResourceParts.identifier(
                        role.putObject("organization").putObject("identifier"), OdsCode.SYSTEM, ods));
    }

    /** A claim as it was sent, with a reference to the patient. */
    public static ResourceWrite claim(ObjectNode sent, Prescription prescription, String id) {
        ObjectNode claim = sent.deepCopy();
        claim.remove(List.of("id", "meta", "text"));
        ResourceParts.patient(claim.putObject("patient"), prescription.details().nhsNumber());
        return PrescriptionStore.create(new ResourceKey("Claim", id), claim);
    }

    /** The next versions of resources that count no more, with {@code status}. */
    public static List<ResourceWrite> replaced(
            ResourceRepository repository, String type, List<String> ids, String status) {
        List<ResourceKey> keys =
                ids.stream().map(id -> new ResourceKey(type, id)).toList();
        repository.lock(keys);
        return keys.stream()
                .flatMap(key -> repository.lock(key).stream())
                .filter(stored -> !stored.isDeleted())
                .map(stored -> withStatus(stored, status))
                .toList();
    }

    private static ResourceWrite withStatus(StoredResource stored, String status) {
        ObjectNode resource = stored.tree();
        resource.put("status", status);
        return new ResourceWrite(stored.key(), Verb.PUT, stored.version(), resource);
    }
}
