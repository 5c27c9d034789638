package org.openspine.fhir;

import java.util.Set;
import java.util.function.Function;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;

/** An operation on the system as a whole, for no type in particular. */
public record SystemOperation(
        String name, String definition, Set<HttpMethod> methods, Function<FhirRequest, FhirResponse> deed)
        implements Operation {
    @Override
    public Set<Level> levels() {
        return Set.of(Level.SYSTEM);
    }

    @Override
    public Set<String> types() {
        return Set.of();
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target) {
        return deed.apply(request);
    }
}
