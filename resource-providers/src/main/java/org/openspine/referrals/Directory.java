package org.openspine.referrals;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/** The directory of services by id. */
public final class Directory {
    private final ResourceRepository repository;

    public Directory(ResourceRepository repository) {
        this.repository = repository;
    }

    public static ResourceKey key(String service) {
        return new ResourceKey(ServiceEntry.TYPE, service);
    }

    public Optional<ServiceEntry> service(String id) {
        return Optional.ofNullable(services(java.util.List.of(id)).get(id));
    }

    /** Those that exist, by id, in the order asked; one statement. */
    public Map<String, ServiceEntry> services(Collection<String> ids) {
        Map<String, ServiceEntry> found = new LinkedHashMap<>();
        Map<ResourceKey, StoredResource> stored = repository.read(ids.stream()
                .filter(ResourceKey::isLogicalId)
                .map(Directory::key)
                .toList());
        for (String id : ids) {
            if (ResourceKey.isLogicalId(id)) {
                Optional.ofNullable(stored.get(key(id))).ifPresent(one -> found.put(id, ServiceEntry.of(one)));
            }
        }
        return found;
    }
}
