package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** The resources by which a stored summary is found on the unified base: a Composition and a DocumentReference. */
final class SummaryIndex {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The system of the request ids of uploads. */
    static final String TRANSACTION = "https://fhir.nhs.uk/Id/transaction";

    private SummaryIndex() {}

    /** Marks a resource as part of a summary, and its owner. */
    static void tag(ObjectNode resource, Optional<String> owner) {
        ObjectNode meta = resource.path("meta") instanceof ObjectNode given ? given : resource.putObject("meta");
        ArrayNode tags = meta.path("tag") instanceof ArrayNode given ? given : meta.putArray("tag");
        add(tags, SummaryKeys.TAG_SYSTEM, SummaryKeys.SUMMARY);
        owner.ifPresent(code -> add(tags, OdsCode.SYSTEM, code));
    }

    static void add(ArrayNode tags, String system, String code) {
        for (JsonNode tag : tags) {
            if (tag.path("system").asText().equals(system)
                    && tag.path("code").asText().equals(code)) {
                return;
            }
        }
        tags.addObject().put("system", system).put("code", code);
    }

    static ObjectNode composition(UploadedSummary summary, Optional<String> owner) {
        JsonNode uploaded = summary.composition();
        ObjectNode composition = JSON.objectNode();
        composition.put("resourceType", "Composition");
        tag(composition, owner);
        composition.putObject("identifier").put("system", SummaryKeys.RFC_4122).put("value", summary.scrId());
        composition.put("status", "final");
        composition.set("type", uploaded.path("type"));
        composition.set("category", uploaded.path("category"));
        subject(composition, summary.patient());
        composition.set("date", uploaded.path("date"));
        ObjectNode author = composition.putArray("author").addObject();
        owner.ifPresentOrElse(code -> organisation(author, code), () -> author.put("display", "GP system"));
        composition.put("title", "General Practice Summary");
        if (uploaded.has("relatesTo")) {
            composition.set("relatesTo", uploaded.path("relatesTo"));
        }
        return composition;
    }

    /** @param replaced the summary that was the newest one until now */
    static ObjectNode reference(
            UploadedSummary summary,
            Optional<String> owner,
            ResourceKey document,
            Optional<StoredResource> replaced,
            String requestId) {
        ObjectNode reference = JSON.objectNode();
        reference.put("resourceType", "DocumentReference");
        tag(reference, owner);
        reference
                .putObject("masterIdentifier")
                .put("system", SummaryKeys.SCR_ID_SYSTEM)
                .put("value", summary.scrId());
        if (!requestId.isEmpty()) {
            reference
                    .putArray("identifier")
                    .addObject()
                    .put("system", TRANSACTION)
                    .put("value", requestId);
        }
        reference.put("status", "current");
        reference.putObject("type").putArray("coding").add(gpSummary());
        subject(reference, summary.patient());
        owner.ifPresent(code -> organisation(reference.putObject("custodian"), code));
        replaced.ifPresent(old -> reference
                .putArray("relatesTo")
                .addObject()
                .put("code", "replaces")
                .putObject("target")
                .put("reference", old.key().toString()));
        reference
                .putArray("content")
                .addObject()
                .putObject("attachment")
                .put("contentType", "application/fhir+json")
                .put("url", document.toString());
        ObjectNode context = reference.putObject("context");
        context.putArray("event").addObject().putArray("coding").add(gpSummary());
        context.putArray("related").addObject().put("reference", document.toString());
        return reference;
    }

    static ObjectNode gpSummary() {
        return JSON.objectNode()
                .put("system", SummaryKeys.SNOMED)
                .put("code", SummaryKeys.GP_SUMMARY)
                .put("display", "General Practice Summary");
    }

    private static void subject(ObjectNode resource, NhsNumber patient) {
        ObjectNode subject = resource.putObject("subject").put("reference", "Patient/" + patient);
        subject.putObject("identifier").put("system", NhsNumber.SYSTEM).put("value", patient.value());
    }

    private static void organisation(ObjectNode reference, String code) {
        reference.put("type", "Organization");
        reference.putObject("identifier").put("system", OdsCode.SYSTEM).put("value", code);
    }
}
