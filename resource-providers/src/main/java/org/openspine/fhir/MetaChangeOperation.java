package org.openspine.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;

/**
 * {@code $meta-add} and {@code $meta-delete}. A version is immutable here, so a change of its metadata makes the next
 * version, as any other change does; a call that changes nothing makes none.
 *
 * @see <a href="https://hl7.org/fhir/R4/resource-operation-meta-add.html">$meta-add</a>, <a
 *     href="https://hl7.org/fhir/R4/resource-operation-meta-delete.html">$meta-delete</a>
 */
final class MetaChangeOperation implements Operation {
    /** What becomes of the metadata that is sent. */
    enum Change {
        ADD,
        DELETE;

        boolean apply(ObjectNode meta, JsonNode given) {
            return this == ADD ? Metadata.add(meta, given) : Metadata.remove(meta, given);
        }
    }

    private final Change change;
    private final ReadInteraction reads;
    private final ResourceWriter writer;

    MetaChangeOperation(Change change, ReadInteraction reads, ResourceWriter writer) {
        this.change = change;
        this.reads = reads;
        this.writer = writer;
    }

    @Override
    public String name() {
        return change == Change.ADD ? "meta-add" : "meta-delete";
    }

    @Override
    public String definition() {
        return "http://hl7.org/fhir/OperationDefinition/Resource-" + name();
    }

    @Override
    public Set<Level> levels() {
        return Set.of(Level.INSTANCE);
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
        ResourceKey key = target.key().orElseThrow();
        ObjectNode given = OperationParameters.of(request, name(), List.of("meta"))
                .object("meta")
                .orElseThrow(() -> SpineException.at(
                        FhirError.INVALID_CONTENT,
                        "Parameters.parameter",
                        "$%s needs a parameter 'meta' with a valueMeta".formatted(name())));
        ObjectNode current = reads.current(key).tree();
        if (!change.apply(meta(current), given)) {
            return FhirResponse.of(200, Metadata.parameters(meta(current)));
        }
        var outcome = writer.patch(
                key,
                (resource, structures) -> {
                    ObjectNode changed = resource.deepCopy();
                    change.apply(meta(changed), given);
                    return changed;
                },
                Precondition.of(request.conditions()));
        return FhirResponse.of(200, Metadata.parameters(outcome.stored().tree().path("meta")));
    }

    private static ObjectNode meta(ObjectNode resource) {
        return resource.path("meta") instanceof ObjectNode given ? given : resource.putObject("meta");
    }
}
