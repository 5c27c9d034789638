package org.openspine.fhir;

import java.util.Optional;
import java.util.Set;
import org.openspine.repository.ResourceKey;

/** A FHIR operation ({@code $name}) of the unified base. */
public interface Operation {
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

    /** Whether GET may call it: it changes nothing. */
    boolean isReadOnly();

    FhirResponse run(FhirRequest request, Target target);

    /** What it was called on: neither for the system, a type, or a resource of that type. */
    record Target(Optional<String> type, Optional<ResourceKey> key) {}
}
