package org.openspine.definitions;

import java.util.Set;
import java.util.function.BiFunction;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;

/** One operation of the terminology service, on one resource type. */
record TerminologyOperation(
        String name,
        String definition,
        Set<String> types,
        Set<Level> levels,
        BiFunction<FhirRequest, Target, FhirResponse> action)
        implements Operation {

    static TerminologyOperation of(
            String type, String name, Set<Level> levels, BiFunction<FhirRequest, Target, FhirResponse> action) {
        return new TerminologyOperation(
                name,
                "http://hl7.org/fhir/OperationDefinition/%s-%s".formatted(type, name),
                Set.of(type),
                levels,
                action);
    }

    @Override
    public Set<HttpMethod> methods() {
        return READING;
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target) {
        return action.apply(request, target);
    }
}
