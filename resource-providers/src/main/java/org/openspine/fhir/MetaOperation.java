package org.openspine.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.IndexKind;

/**
 * {@code $meta}: the profiles, security labels and tags of a resource, or all that are in use in a type or the whole store.
 *
 * @see <a href="https://hl7.org/fhir/R4/resource-operation-meta.html">$meta</a>
 */
final class MetaOperation implements Operation {
    private static final int MAX_VALUES = 500;
    private static final Map<String, IndexKind> PARAMETERS =
            Map.of("_profile", IndexKind.URI, "_security", IndexKind.TOKEN, "_tag", IndexKind.TOKEN);

    private final ResourceRepository repository;
    private final Set<String> servedTypes;

    MetaOperation(ResourceRepository repository, Set<String> servedTypes) {
        this.repository = repository;
        this.servedTypes = servedTypes;
    }

    @Override
    public String name() {
        return "meta";
    }

    @Override
    public String definition() {
        return "http://hl7.org/fhir/OperationDefinition/Resource-meta";
    }

    @Override
    public Set<Level> levels() {
        return Set.of(Level.SYSTEM, Level.TYPE, Level.INSTANCE);
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
        OperationParameters.of(request, name(), List.of());
        if (target.key().isPresent()) {
            StoredResource stored =
                    new ReadInteraction(repository).current(target.key().get());
            return FhirResponse.of(200, Metadata.parameters(stored.tree().path("meta")));
        }
        return FhirResponse.of(
                200, Metadata.parameters(inUse(target.type().map(Set::of).orElse(servedTypes))));
    }

    private ObjectNode inUse(Set<String> types) {
        ObjectNode meta = Metadata.empty();
        PARAMETERS.forEach((code, kind) -> {
            List<Long> parameters = new ArrayList<>();
            types.forEach(type -> parameters.add(IndexId.parameter(type, code)));
            List<StoredResource> examples = repository.examples(kind, parameters, MAX_VALUES + 1);
            if (examples.size() > MAX_VALUES) {
                throw new SpineException(
                        FhirError.TOO_COSTLY,
                        "More than %d different values of '%s' are in use".formatted(MAX_VALUES, code));
            }
            examples.forEach(stored -> Metadata.add(meta, stored.tree().path("meta")));
        });
        return meta;
    }
}
