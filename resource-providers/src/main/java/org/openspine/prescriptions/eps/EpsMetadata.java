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
import org.openspine.conformance.capability.TypeDescription;
import org.openspine.conformance.json.ResourceJson;

/** What the API says of itself: its CapabilityStatement, {@code _ping} and {@code _status}. */
public final class EpsMetadata {
    private static final String VERSION = "0.1.0";
    private static final String OPERATIONS = "https://openspine.org/fhir/OperationDefinition/";
    private static final String MESSAGES = "https://openspine.org/fhir/MessageDefinition/";

    private final String title;
    private final Instant started;

    public EpsMetadata(String title, Instant started) {
        this.title = title;
        this.started = started;
    }

    /** As the national service publishes it: the statement inside an object. */
    public FhirResponse wrapped(IncomingRequest request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("capabilityStatement", statement(request));
        return json(new String(ResourceJson.write(answer), StandardCharsets.UTF_8));
    }

    public FhirResponse plain(IncomingRequest request) {
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(statement(request))));
    }

    public FhirResponse ping(IncomingRequest request) {
        return json(
                "{\"version\":\"%s\",\"revision\":\"1\",\"releaseId\":\"%1$s\",\"commitId\":\"\"}".formatted(VERSION));
    }

    public FhirResponse status(IncomingRequest request) {
        return json(("{\"status\":\"pass\",\"version\":\"%s\",\"revision\":\"1\",\"releaseId\":\"%1$s\","
                        + "\"commitId\":\"\",\"checks\":{\"healthcheck\":{\"status\":\"pass\",\"responseCode\":200}}}")
                .formatted(VERSION));
    }

    private ObjectNode statement(IncomingRequest request) {
        ObjectNode statement = CapabilityStatementBuilder.build(description(request));
        ArrayNode messages = statement.putArray("messaging").addObject().putArray("supportedMessage");
        for (String message : List.of("prescription-order", "prescription-order-update", "dispense-notification")) {
            messages.addObject().put("mode", "receiver").put("definition", MESSAGES + message);
        }
        return statement;
    }

    private ServerDescription description(IncomingRequest request) {
        return new ServerDescription(
                "OpenSpine",
                title,
                VERSION,
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

    private static FhirResponse json(String text) {
        return FhirResponse.of(200, JsonBody.of(text.getBytes(StandardCharsets.UTF_8)))
                .withHeader("Content-Type", "application/json");
    }
}
