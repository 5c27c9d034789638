package org.openspine.definitions;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.validation.RuleBook;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.repository.ResourceRepository;

/**
 * {@code $snapshot}: a structure with all its elements, those of what it derives from included. Of a structure that is loaded, or of R4.
 *
 * @see <a href="https://hl7.org/fhir/R4/structuredefinition-operation-snapshot.html">$snapshot</a>
 */
final class SnapshotOperation {
    private static final String TYPE = "StructureDefinition";

    private final Supplier<RuleBook> book;
    private final ResourceRepository repository;

    SnapshotOperation(Supplier<RuleBook> book, ResourceRepository repository) {
        this.book = book;
        this.repository = repository;
    }

    Operation operation() {
        return TerminologyOperation.of(
                TYPE, "snapshot", Set.of(Operation.Level.TYPE, Operation.Level.INSTANCE), this::snapshot);
    }

    private FhirResponse snapshot(FhirRequest request, Operation.Target target) {
        Question question = Question.of(request, "snapshot", List.of("url", "definition"));
        if (question.object("definition").isPresent()) {
            throw Question.refused("'definition': store the StructureDefinition first, then ask by 'url' or by its id");
        }
        String canonical = target.key()
                .map(key -> CodeSystemOperations.read(repository, key))
                .map(stored -> stored.path("url").asText(""))
                .or(() -> question.one("url"))
                .orElseThrow(() -> Question.refused("'url' is needed, or StructureDefinition/[id]"));
        return book.get()
                .withSnapshot(canonical)
                .map(definition -> FhirResponse.of(200, JsonBody.of(ResourceJson.write(definition))))
                .orElseThrow(() -> new SpineException(
                        target.key().isPresent() ? FhirError.BUSINESS_RULE : FhirError.NOT_FOUND,
                        "'url': the structure or one that it derives from is not loaded"));
    }
}
