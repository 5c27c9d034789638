package org.openspine.conformance.search;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** The one list of search parameters behind indexing, query parsing and the CapabilityStatement. Immutable. */
public final class SearchParameterRegistry {
    private SearchParameterRegistry() {}

    public Optional<SearchParameterDefinition> find(String type, String code) {
        throw new UnsupportedOperationException();
    }

    /** All parameters of a resource type, those of Resource and DomainResource included, sorted by code. */
    public Collection<SearchParameterDefinition> of(String type) {
        throw new UnsupportedOperationException();
    }

    /** Codes of the reference parameters that put a {@code type} into the compartment named {@code compartment}; empty if never. */
    public Set<String> compartmentParameters(String compartment, String type) {
        throw new UnsupportedOperationException();
    }
}
