package org.openspine.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.fhir.SystemOperation;
import org.openspine.repository.OutboxStore;
import org.openspine.repository.OutboxStore.DeadLetter;
import org.openspine.repository.ResourceRepository;

/**
 * What operators do about messages that could not be delivered. {@code $dead-letters} lists them, the oldest first, and why; what
 * is in them is not shown. {@code $redeliver} puts those named by {@code id}, or all, at the end of the line once more.
 */
final class DeadLetters {
    private static final int MOST = 200;
    private static final String DEFINITIONS = "https://openspine.org/fhir/OperationDefinition/";

    private final ResourceRepository repository;
    private final OutboxStore outbox;
    private final DeliveryStatus status;
    private final Clock clock;

    DeadLetters(ResourceRepository repository, Clock clock) {
        this.repository = repository;
        this.outbox = repository.outbox();
        this.status = new DeliveryStatus(repository);
        this.clock = clock;
    }

    List<Operation> operations() {
        return List.of(
                new SystemOperation("dead-letters", DEFINITIONS + "dead-letters", Operation.READING, this::list),
                new SystemOperation("redeliver", DEFINITIONS + "redeliver", Operation.CHANGING, this::redeliver));
    }

    private FhirResponse list(FhirRequest request) {
        OperatorsOnly.require(request);
        ArrayNode letters = JsonNodeFactory.instance.arrayNode();
        outbox.deadLetters(MOST).forEach(letter -> letter(letters, letter));
        return parameters(letters);
    }

    private static void letter(ArrayNode letters, DeadLetter letter) {
        ArrayNode parts = letters.addObject().put("name", "letter").putArray("part");
        parts.addObject().put("name", "id").put("valueString", letter.id());
        parts.addObject()
                .put("name", "recipient")
                .put("valueString", letter.message().recipient());
        parts.addObject()
                .put("name", "channel")
                .put("valueString", letter.message().channel());
        if (!letter.message().subject().isEmpty()) {
            parts.addObject()
                    .put("name", "subject")
                    .putObject("valueReference")
                    .put("reference", letter.message().subject());
        }
        parts.addObject()
                .put("name", "created")
                .put("valueInstant", letter.created().toString());
        parts.addObject().put("name", "died").put("valueInstant", letter.died().toString());
        parts.addObject().put("name", "attempts").put("valueInteger", letter.attempts());
        parts.addObject().put("name", "reason").put("valueString", letter.reason());
    }

    private FhirResponse redeliver(FhirRequest request) {
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
            status.underWay(
                    letters.stream().map(letter -> letter.message().subject()).toList());
            outbox.add(letters.stream().map(DeadLetter::message).toList(), clock.instant());
            return letters.size();
        });
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        answer.addObject().put("name", "redelivered").put("valueInteger", revived);
        return parameters(answer);
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

    private static FhirResponse parameters(ArrayNode list) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        if (!list.isEmpty()) {
            parameters.set("parameter", list);
        }
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(parameters)));
    }
}
