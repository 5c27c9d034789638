package org.openspine.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.repository.OutboxStore;
import org.openspine.repository.OutboxStore.DeadLetter;
import org.openspine.repository.ResourceRepository;

/** {@code $redeliver}: puts dead letters back into the outbox, those named by {@code id} or all; they go to the end of the line. */
final class RedeliverOperation implements Operation {
    private static final int MOST = 200;

    private final ResourceRepository repository;
    private final OutboxStore outbox;
    private final DeliveryStatus status;
    private final Clock clock;

    RedeliverOperation(ResourceRepository repository, Clock clock) {
        this.repository = repository;
        this.outbox = repository.outbox();
        this.status = new DeliveryStatus(repository);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "redeliver";
    }

    @Override
    public String definition() {
        return "https://openspine.org/fhir/OperationDefinition/redeliver";
    }

    @Override
    public Set<Level> levels() {
        return Set.of(Level.SYSTEM);
    }

    @Override
    public Set<String> types() {
        return Set.of();
    }

    @Override
    public Set<HttpMethod> methods() {
        return CHANGING;
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target) {
        OperatorsOnly.require(request);
        List<String> ids = ids(request);
        int revived = repository.inTransaction(() -> {
            List<DeadLetter> letters = new ArrayList<>();
            if (ids.isEmpty()) {
                letters.addAll(outbox.deadLetters(MOST));
            }
            for (String id : ids) {
                letters.add(outbox.deadLetter(id)
                        .orElseThrow(() -> new SpineException(FhirError.NOT_FOUND, "There is no such dead letter")));
            }
            letters.removeIf(letter -> !outbox.exhume(letter.id()));
            letters.forEach(letter -> status.underWay(letter.message().subject()));
            outbox.add(letters.stream().map(DeadLetter::message).toList(), clock.instant());
            return letters.size();
        });
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        parameters.putArray("parameter").addObject().put("name", "redelivered").put("valueInteger", revived);
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(parameters)));
    }

    private static List<String> ids(FhirRequest request) {
        List<String> ids = new ArrayList<>(request.query().values("id"));
        if (!request.content().isEmpty()) {
            for (JsonNode parameter : request.content().resource().path("parameter")) {
                if (parameter.path("name").asText().equals("id")) {
                    ids.add(parameter
                            .path("valueString")
                            .asText(parameter.path("valueId").asText()));
                }
            }
        }
        return ids;
    }
}
