package org.openspine.notification;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.repository.OutboxStore;
import org.openspine.repository.OutboxStore.DeadLetter;
import org.openspine.repository.ResourceRepository;

/** {@code $dead-letters}: messages that could not be delivered, the oldest first, and why. What is in them is not shown. */
final class DeadLettersOperation implements Operation {
    private static final int MOST = 200;

    private final OutboxStore outbox;

    DeadLettersOperation(ResourceRepository repository) {
        this.outbox = repository.outbox();
    }

    @Override
    public String name() {
        return "dead-letters";
    }

    @Override
    public String definition() {
        return "https://openspine.org/fhir/OperationDefinition/dead-letters";
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
        return READING;
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target) {
        OperatorsOnly.require(request);
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        ArrayNode letters = parameters.putArray("parameter");
        outbox.deadLetters(MOST).forEach(letter -> letter(letters, letter));
        if (letters.isEmpty()) {
            parameters.remove("parameter");
        }
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(parameters)));
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
}
