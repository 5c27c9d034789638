package org.openspine.prescriptions.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.state.Prescription;

/** The answer to a release: what the dispenser has now, and what it has not because its signature is wrong. */
public final class ReleaseResponse {
    private static final String SUPPORTING_PRESCRIPTION =
            "https://fhir.nhs.uk/StructureDefinition/Extension-Spine-supportingInfo-prescription";
    private static final String SPINE_CODES = "https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode";

    private final String releaseId;
    private final Instant at;
    private final ArrayNode passed = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode failed = JsonNodeFactory.instance.arrayNode();

    /** @param releaseId UUID in lower case, by which the dispenser refers to the release */
    public ReleaseResponse(String releaseId, Instant at) {
        this.releaseId = releaseId;
        this.at = at;
    }

    /** A prescription that goes to the dispenser. */
    public void pass(Prescription prescription, ObjectNode order) {
        add(passed, ReleasedOrder.of(order, prescription));
    }

    /** A prescription whose signature is wrong; {@code faults} says why. */
    public void fail(Prescription prescription, ObjectNode order, List<ObjectNode> faults) {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("resourceType", "OperationOutcome");
        outcome.put("id", named("outcome " + releaseId + prescription.number()));
        outcome.putObject("meta").put("lastUpdated", PrescriptionOutcomes.time(at));
        ResourceParts.identifier(
                outcome.putArray("extension")
                        .addObject()
                        .put("url", SUPPORTING_PRESCRIPTION)
                        .putObject("valueReference")
                        .putObject("identifier"),
                EpsUrl.UUID_SYSTEM,
                Elements.text(order.path("identifier"), "value").orElse(""));
        outcome.putArray("issue").addAll(faults);
        add(failed, outcome);
        add(failed, ReleasedOrder.of(order, prescription));
    }

    /** The issue of such an outcome. */
    public static ObjectNode invalidSignature() {
        ObjectNode issue = JsonNodeFactory.instance.objectNode();
        issue.put("severity", "error").put("code", "invalid");
        ResourceParts.coding(
                issue.putObject("details").putArray("coding").addObject(),
                SPINE_CODES,
                "INVALID_VALUE",
                "Signature is invalid.");
        issue.putArray("expression").add("Provenance.signature.data");
        return issue;
    }

    private static void add(ArrayNode entries, ObjectNode resource) {
        String id = resource.path("id").asText();
        entries.addObject().put("fullUrl", "urn:uuid:" + id).set("resource", resource);
    }

    public ObjectNode parameters() {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        parameters.put("resourceType", "Parameters");
        ArrayNode both = parameters.putArray("parameter");
        both.addObject().put("name", "passedPrescriptions").set("resource", bundle("passed", passed));
        both.addObject().put("name", "failedPrescriptions").set("resource", bundle("failed", failed));
        return parameters;
    }

    private ObjectNode bundle(String which, ArrayNode entries) {
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("id", named(which + " " + releaseId));
        bundle.putObject("meta").put("lastUpdated", PrescriptionOutcomes.time(at));
        ResourceParts.identifier(bundle.putObject("identifier"), EpsUrl.UUID_SYSTEM, releaseId);
        bundle.put("type", "searchset").put("total", entries.size());
        bundle.set("entry", entries);
        return bundle;
    }

    private static String named(String name) {
        return UUID.nameUUIDFromBytes(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
