package org.openspine.fhir;

import java.util.List;
import java.util.Optional;
import org.openspine.api.BackgroundWork;
import org.openspine.api.InteractionGuard;
import org.openspine.api.SpineApi;
import org.openspine.api.Visibility;
import org.openspine.api.WriteRule;
import org.openspine.repository.search.CodeSets;

/** What a service brings to the program: its national APIs, and its part of the unified base. */
public interface SpineService {
    /** The APIs at national paths. */
    default List<SpineApi> apis() {
        return List.of();
    }

    /** Operations of the unified base. */
    default List<Operation> operations() {
        return List.of();
    }

    /** Rules for writes through the unified base. */
    default List<WriteRule> writeRules() {
        return List.of();
    }

    /** Limits of what callers of the unified base see. */
    default List<Visibility> visibilities() {
        return List.of();
    }

    /** Rules about who may use the unified base for what. */
    default List<InteractionGuard> guards() {
        return List.of();
    }

    /** The code sets that searches on the unified base may name. */
    default Optional<CodeSets> codeSets() {
        return Optional.empty();
    }

    /** What goes on beside requests. */
    default List<BackgroundWork> work() {
        return List.of();
    }
}
