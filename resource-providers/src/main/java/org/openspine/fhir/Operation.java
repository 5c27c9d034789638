package org.openspine.fhir;

import java.util.Optional;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;

/** A FHIR operation ({@code $name}) of the unified base. */
public interface Operation {
    /** Methods of an operation that changes nothing. */
    Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.POST);

    /** Methods of an operation that changes something. */
    Set<HttpMethod> CHANGING = Set.of(HttpMethod.POST);

    /** Where it can be called. */
    enum Level {
        SYSTEM,
        TYPE,
        INSTANCE
    }

    /** Without the dollar sign. */
    String name();

    /** Canonical of its OperationDefinition. */
    String definition();

    Set<Level> levels();

    /** Resource types it is for; empty means all. */
    Set<String> types();

    Set<HttpMethod> methods();

    FhirResponse run(FhirRequest request, Target target);

    /** The same, for operations that read: {@code visible} is the record as the caller may see it. */
    default FhirResponse run(FhirRequest request, Target target, ResourceRepository visible) {
        return run(request, target);
    }

    /** What it was called on: neither for the system, a type, or a resource of that type. */
    record Target(Optional<String> type, Optional<ResourceKey> key) {}
}
