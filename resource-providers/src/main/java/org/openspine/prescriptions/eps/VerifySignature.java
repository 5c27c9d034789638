package org.openspine.prescriptions.eps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;
import org.openspine.prescriptions.Finding;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.message.MessageError;
import org.openspine.prescriptions.signature.SignatureFault;
import org.openspine.prescriptions.signature.SignatureVerifier;

/** {@code $verify-signature}: for each prescription sent, whether its signature is right. */
final class VerifySignature {
    private static final String PLACE = "Provenance.signature.data";

    private final MessageReader reader;
    private final SignatureVerifier verifier;
    private final PrescriptionOutcomes outcomes;

    VerifySignature(MessageReader reader, SignatureVerifier verifier, PrescriptionOutcomes outcomes) {
        this.reader = reader;
        this.verifier = verifier;
        this.outcomes = outcomes;
    }

    FhirResponse answer(IncomingRequest request) {
        ObjectNode body = reader.read(request);
        if (!mayHoldPrescriptions(body)) {
            Refused.ifAny(List.of(MessageError.OTHER_RESOURCE_TYPE.finding("Bundle")));
        }
        List<MessageBundle> prescriptions = new ArrayList<>();
        collect(body, prescriptions);
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        ArrayNode parameters = answer.putArray("parameter");
        for (int i = 0; i < prescriptions.size(); i++) {
            ObjectNode parameter = parameters.addObject().put("name", String.valueOf(i));
            ArrayNode parts = parameter.putArray("part");
            parts.addObject()
                    .put("name", "messageIdentifier")
                    .putObject("valueReference")
                    .putObject("identifier")
                    .put("system", EpsUrl.UUID_SYSTEM)
                    .put("value", prescriptions.get(i).messageId().orElse(""));
            parts.addObject().put("name", "result").set("resource", result(prescriptions.get(i)));
        }
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(answer)));
    }

    /** A Bundle, which may be the empty set of a release, or Parameters with one. */
    private static boolean mayHoldPrescriptions(JsonNode resource) {
        return switch (resource.path("resourceType").asText()) {
            case "Bundle" -> true;
            case "Parameters" ->
                Elements.list(resource, "parameter").stream()
                        .anyMatch(parameter -> mayHoldPrescriptions(parameter.path("resource")));
            default -> false;
        };
    }

    /** Prescriptions wherever they are: in a released set, in a release's Parameters, or alone. */
    private static void collect(JsonNode resource, List<MessageBundle> found) {
        switch (resource.path("resourceType").asText()) {
            case "Parameters" ->
                Elements.list(resource, "parameter").forEach(parameter -> collect(parameter.path("resource"), found));
            case "Bundle" -> {
                if (resource.path("type").asText().equals("message") && resource instanceof ObjectNode message) {
                    found.add(new MessageBundle(message));
                } else {
                    Elements.list(resource, "entry").forEach(entry -> collect(entry.path("resource"), found));
                }
            }
            default -> {}
        }
    }

    private ObjectNode result(MessageBundle prescription) {
        Set<Wrong> wrong = new LinkedHashSet<>();
        for (SignatureFault fault : verifier.verify(prescription)) {
            wrong.add(fault == SignatureFault.OTHER_PRESCRIPTION ? Wrong.OTHER : Wrong.INVALID);
        }
        return wrong.isEmpty()
                ? outcomes.information()
                : outcomes.of(
                        wrong.stream().map(row -> Finding.at(PLACE, row, "")).toList());
    }

    /** What the operation tells of a signature that is not right. */
    enum Wrong implements ErrorCode {
        INVALID("INVALID_VALUE", "Signature is invalid."),
        OTHER("INVALID", "Signature doesn't match prescription.");

        private final ErrorRow row;

        Wrong(String code, String display) {
            Coding coding = new Coding("https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode", code, display);
            row = ErrorRow.of(200, IssueType.INVALID, coding);
        }

        @Override
        public ErrorRow row() {
            return row;
        }
    }
}
