package org.openspine.repository;

import java.util.Map;
import java.util.Optional;

/** Resources found by business identifiers and by their keys, all as of one moment. */
public record Holders(Map<BusinessKey, StoredResource> byBusinessKey, Map<ResourceKey, StoredResource> byKey) {
    public static final Holders NONE = new Holders(Map.of(), Map.of());

    public Optional<StoredResource> of(BusinessKey key) {
        return Optional.ofNullable(byBusinessKey.get(key));
    }

    public Optional<StoredResource> of(ResourceKey key) {
        return Optional.ofNullable(byKey.get(key));
    }
}
