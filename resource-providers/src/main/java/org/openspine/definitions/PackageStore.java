package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.packages.FhirPackage;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;

/**
 * Packages in the record: their resources as they are, and each package noted as an ImplementationGuide. Versions of one canonical stand
 * side by side under ids of their own.
 */
public final class PackageStore {
    /** Part of R4 or of what the program reads it from. */
    private static final List<String> BUILT_IN = List.of("hl7.fhir.r4.core", "hl7.terminology.r4", "hl7.terminology");

    /** Resources per transaction: a package of thousands must not be one. */
    private static final int BATCH = 50;

    private final ResourceRepository repository;

    public PackageStore(ResourceRepository repository) {
        this.repository = repository;
    }

    /** A package that is here. */
    public record Noted(String name, String version, int resources) {}

    /** Stores a package; what is there already stays. Returns how many resources are new or changed. */
    public int add(FhirPackage added) {
        int written = 0;
        Map<ResourceKey, Long> put = new LinkedHashMap<>();
        List<ObjectNode> resources = added.resources();
        for (int from = 0; from < resources.size(); from += BATCH) {
            List<ObjectNode> part = resources.subList(from, Math.min(from + BATCH, resources.size()));
            written += repository.inTransaction(() -> {
                int changed = 0;
                for (ObjectNode resource : part) {
                    changed += put(resource, Set.of(), put);
                }
                return changed;
            });
        }
        repository.inTransaction(
                () -> write(new PackageNote(added.name(), added.version(), "", added.dependencies(), put)));
        return written;
    }

    /** Stores a package unless it was noted before: what somebody changed since stays changed. */
    public void addOnce(FhirPackage added) {
        if (!has(added.name(), added.version())) {
            add(added);
        }
    }

    public boolean has(String name, String version) {
        return list().stream()
                .anyMatch(noted -> noted.name().equals(name) && noted.version().equals(version));
    }

    /** All packages, by name and version. */
    public List<Noted> list() {
        var found = new TreeMap<String, Noted>();
        for (PackageNote note : notes()) {
            found.put(
                    note.name() + " " + note.version(),
                    new Noted(note.name(), note.version(), note.resources().size()));
        }
        return List.copyOf(found.values());
    }

    /**
     * Brings the store to the content of a package of which there is one version at a time. What somebody else changed or deleted stays as
     * it is; what left the package is deleted. Does nothing if the store was brought to this content before.
     *
     * @param digest of the content
     */
    public void keep(String name, String digest, Supplier<FhirPackage> content) {
        repository.inTransaction(() -> {
            repository.guard(List.of("package " + name)); // nodes that start together
            List<PackageNote> notes =
                    notes().stream().filter(note -> note.name().equals(name)).toList();
            if (notes.size() != 1 || !notes.get(0).digest().equals(digest)) {
                replace(notes, digest, content.get());
            }
            return true;
        });
    }

    private void replace(List<PackageNote> before, String digest, FhirPackage content) {
        Map<ResourceKey, Long> noted = new LinkedHashMap<>();
        before.forEach(note -> noted.putAll(note.resources()));
        Map<ResourceKey, Long> kept = new LinkedHashMap<>();
        for (ObjectNode resource : content.resources()) {
            Optional<Map.Entry<ResourceKey, Long>> changed = changedByOthers(resource, noted);
            if (changed.isPresent()) {
                kept.put(changed.get().getKey(), changed.get().getValue());
            } else {
                put(resource, noted.keySet(), kept);
            }
        }
        noted.forEach((key, version) -> {
            boolean asItWas = repository
                    .lock(key)
                    .filter(current -> !current.isDeleted() && current.version() == version)
                    .isPresent();
            if (!kept.containsKey(key) && asItWas) {
                repository.store(ResourceWrite.deletion(key, version));
            }
        });
        var note = new PackageNote(content.name(), content.version(), digest, content.dependencies(), kept);
        for (PackageNote other : before) {
            if (!other.key().equals(note.key())) {
                repository
                        .lock(other.key())
                        .ifPresent(old -> repository.store(ResourceWrite.deletion(old.key(), old.version())));
            }
        }
        write(note);
    }

    /** Where a resource was put before, and as which version, if it is no longer what was put there. */
    private Optional<Map.Entry<ResourceKey, Long>> changedByOthers(ObjectNode resource, Map<ResourceKey, Long> noted) {
        String type = resource.path("resourceType").asText();
        List<String> ids = ids(resource);
        return noted.entrySet().stream()
                .filter(entry -> entry.getKey().type().equals(type)
                        && ids.contains(entry.getKey().id()))
                .filter(entry -> repository
                        .lock(entry.getKey())
                        .filter(current -> current.version() != entry.getValue())
                        .isPresent())
                .findFirst();
    }

    private List<PackageNote> notes() {
        var notes = new ArrayList<PackageNote>();
        Optional<PagePosition> after = Optional.empty();
        do {
            var page = repository.search(
                    new SearchQuery(PackageNote.TYPE, List.of(), List.of(), SearchQuery.MAX_COUNT, after));
            page.matches().forEach(stored -> PackageNote.of(stored.tree()).ifPresent(notes::add));
            after = page.next();
        } while (after.isPresent());
        return notes;
    }

    /** What a package builds on and is not here. */
    public List<String> missing(FhirPackage checked, Collection<FhirPackage> together) {
        var missing = new ArrayList<String>();
        List<Noted> here = list();
        for (Map.Entry<String, String> dependency : checked.dependencies().entrySet()) {
            String name = dependency.getKey();
            boolean found = BUILT_IN.contains(name)
                    || here.stream().anyMatch(noted -> noted.name().equals(name))
                    || together.stream().anyMatch(other -> other.name().equals(name));
            if (!found) {
                missing.add("%s %s".formatted(name, dependency.getValue()));
            }
        }
        return missing;
    }

    /**
     * Stores one resource at the first of its ids that is free, has an earlier state of it, or is one of {@code own}. Returns 1 if that
     * made a version.
     */
    private int put(ObjectNode resource, Set<ResourceKey> own, Map<ResourceKey, Long> versions) {
        String type = resource.path("resourceType").asText();
        for (String id : ids(resource)) {
            ResourceKey key = new ResourceKey(type, id);
            Optional<StoredResource> current = repository.lock(key);
            boolean free = current.isEmpty() || current.get().isDeleted() || own.contains(key);
            boolean isThere = current.isPresent() && !current.get().isDeleted();
            if (!free && !isSameDefinition(current.get().tree(), resource)) {
                continue;
            }
            if (isThere && isSameContent(current.get().tree(), resource)) {
                versions.put(key, current.get().version());
                return 0;
            }
            ObjectNode content = resource.deepCopy();
            content.put("id", id);
            long version = current.map(StoredResource::version).orElse(0L);
            versions.put(
                    key,
                    repository
                            .store(new ResourceWrite(key, Verb.PUT, version, content))
                            .version());
            return 1;
        }
        throw new IllegalStateException("the id of a definition was given to another");
    }

    private StoredResource write(PackageNote note) {
        long version = repository.lock(note.key()).map(StoredResource::version).orElse(0L);
        return repository.store(new ResourceWrite(note.key(), Verb.PUT, version, note.guide()));
    }

    /** Its own id; if another version has that, one with the version; else one that only this definition has. */
    private static List<String> ids(ObjectNode resource) {
        var ids = new ArrayList<String>();
        String own = resource.path("id").asText("");
        if (ResourceKey.isLogicalId(own)) {
            ids.add(own);
            String versioned = (own + "-" + resource.path("version").asText("")).replaceAll("[^A-Za-z0-9.-]", "-");
            if (ResourceKey.isLogicalId(versioned)) {
                ids.add(versioned);
            }
        }
        String url = resource.path("url").asText("");
        byte[] content = url.isEmpty()
                ? ResourceJson.write(resource)
                : (url + "|" + resource.path("version").asText("")).getBytes(StandardCharsets.UTF_8);
        ids.add(UUID.nameUUIDFromBytes(content).toString());
        return ids;
    }

    private static boolean isSameDefinition(ObjectNode one, ObjectNode other) {
        return one.path("url").equals(other.path("url")) && one.path("version").equals(other.path("version"));
    }

    private static boolean isSameContent(ObjectNode stored, ObjectNode fresh) {
        return withoutMeta(stored).equals(withoutMeta(fresh));
    }

    private static JsonNode withoutMeta(ObjectNode resource) {
        ObjectNode copy = resource.deepCopy();
        copy.remove("id");
        if (copy.path("meta") instanceof ObjectNode meta) {
            meta.remove(List.of("versionId", "lastUpdated"));
            if (meta.isEmpty()) {
                copy.remove("meta");
            }
        }
        return copy;
    }
}
