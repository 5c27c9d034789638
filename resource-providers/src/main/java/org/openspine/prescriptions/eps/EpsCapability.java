package org.openspine.prescriptions.eps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.capability.CapabilityStatementBuilder;
import org.openspine.conformance.capability.OperationDescription;
import org.openspine.conformance.capability.ServerDescription;
import org.openspine.conformance.capability.SupportedProfiles;
import org.openspine.conformance.capability.TypeDescription;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.validation.ResourceValidator;

/** The CapabilityStatement of a door of the service. */
final class EpsCapability {
    private static final String OPERATIONS = "https://openspine.org/fhir/OperationDefinition/";
    private static final String MESSAGES = "https://openspine.org/fhir/MessageDefinition/";

    private final String title;
    private final Instant started;
    private final ResourceValidator validator;

    EpsCapability(String title, Instant started, ResourceValidator validator) {
        this.validator = validator;
        this.title = title;
        this.started = started;
    }

    /** As the national service publishes it: the statement inside an object. */
    FhirResponse wrapped(IncomingRequest request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("capabilityStatement", statement(request));
        return EpsStatus.json(new String(ResourceJson.write(answer), StandardCharsets.UTF_8));
    }

    FhirResponse plain(IncomingRequest request) {
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(statement(request))));
    }

    private ObjectNode statement(IncomingRequest request) {
        ObjectNode statement = CapabilityStatementBuilder.build(description(request));
        ArrayNode messages = statement.putArray("messaging").addObject().putArray("supportedMessage");
        for (String message : List.of("prescription-order", "prescription-order-update", "dispense-notification")) {
            messages.addObject().put("mode", "receiver").put("definition", MESSAGES + message);
        }
        return SupportedProfiles.enter(statement, validator::profilesOf);
    }

    private ServerDescription description(IncomingRequest request) {
        return new ServerDescription(
                "OpenSpine",
                title,
                EpsStatus.VERSION,
                URI.create(request.base() + "/FHIR/R4"),
                started,
                List.of("application/fhir+json"),
                List.of(),
                List.of(),
                List.of(
                        type(
                                "Task",
                                List.of(TypeRestfulInteraction.CREATE, TypeRestfulInteraction.SEARCHTYPE),
                                List.of(operation("release"))),
                        type("Claim", List.of(TypeRestfulInteraction.CREATE), List.of())),
                List.of(
                        operation("prepare"),
                        new OperationDescription(
                                "process-message",
                                "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message"),
                        operation("verify-signature"),
                        new OperationDescription(
                                "validate", "http://hl7.org/fhir/OperationDefinition/Resource-validate")),
                List.of());
    }

    private static OperationDescription operation(String name) {
        return new OperationDescription(name, OPERATIONS + name);
    }

    private static TypeDescription type(
            String name, List<TypeRestfulInteraction> interactions, List<OperationDescription> operations) {
        return new TypeDescription(
                name,
                TypeDescription.Profiles.NONE,
                interactions,
                ResourceVersionPolicy.NOVERSION,
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                operations);
    }
}
