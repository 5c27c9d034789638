package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    private static final String NOTE = "ImplementationGuide";
    private static final String NOTE_URL = "https://openspine.org/fhir/ImplementationGuide/package-";

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
        var keys = new ArrayList<ResourceKey>();
        List<ObjectNode> resources = added.resources();
        for (int from = 0; from < resources.size(); from += BATCH) {
            List<ObjectNode> part = resources.subList(from, Math.min(from + BATCH, resources.size()));
            written += repository.inTransaction(() -> {
                int changed = 0;
                for (ObjectNode resource : part) {
                    changed += put(resource, keys);
                }
                return changed;
            });
        }
        repository.inTransaction(() -> put(note(added, keys), new ArrayList<>()));
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
        Optional<PagePosition> after = Optional.empty();
        do {
            var page = repository.search(new SearchQuery(NOTE, List.of(), List.of(), SearchQuery.MAX_COUNT, after));
            for (StoredResource stored : page.matches()) {
                ObjectNode guide = stored.tree();
                if (guide.path("url").asText("").startsWith(NOTE_URL)) {
                    var noted = new Noted(
                            guide.path("packageId").asText(),
                            guide.path("version").asText(),
                            guide.path("definition").path("resource").size());
                    found.put(noted.name() + " " + noted.version(), noted);
                }
            }
            after = page.next();
        } while (after.isPresent());
        return List.copyOf(found.values());
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

    private int put(ObjectNode resource, List<ResourceKey> keys) {
        String type = resource.path("resourceType").asText();
        for (String id : ids(resource)) {
            ResourceKey key = new ResourceKey(type, id);
            Optional<StoredResource> current = repository.lock(key);
            boolean free = current.isEmpty() || current.get().isDeleted();
            if (!free && !isSameDefinition(current.get().tree(), resource)) {
                continue;
            }
            keys.add(key);
            if (!free && isSameContent(current.get().tree(), resource)) {
                return 0;
            }
            ObjectNode content = resource.deepCopy();
            content.put("id", id);
            long version = current.map(StoredResource::version).orElse(0L);
            repository.store(new ResourceWrite(key, Verb.PUT, version, content));
            return 1;
        }
        throw new IllegalStateException("a new id was taken");
    }

    /** Its own id; if another version has that, one with the version; else a new one. */
    private List<String> ids(ObjectNode resource) {
        var ids = new ArrayList<String>();
        String own = resource.path("id").asText("");
        String versioned = (own + "-" + resource.path("version").asText("")).replaceAll("[^A-Za-z0-9.-]", "-");
        if (ResourceKey.isLogicalId(own)) {
            ids.add(own);
        }
        if (ResourceKey.isLogicalId(versioned)) {
            ids.add(versioned);
        }
        ids.add(repository.nextLogicalId());
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

    private static ObjectNode note(FhirPackage noted, List<ResourceKey> keys) {
        String id = ("package-" + noted.name() + "-" + noted.version()).replaceAll("[^A-Za-z0-9.-]", "-");
        ObjectNode guide = JsonNodeFactory.instance.objectNode();
        guide.put("resourceType", NOTE);
        guide.put("id", id.substring(0, Math.min(64, id.length())));
        guide.put("url", NOTE_URL + noted.name());
        guide.put("version", noted.version());
        guide.put("name", "Package" + noted.name().replaceAll("[^A-Za-z0-9]", ""));
        guide.put("title", "Package %s %s".formatted(noted.name(), noted.version()));
        guide.put("status", "active");
        guide.put("packageId", noted.name().replaceAll("[^A-Za-z0-9.-]", "-"));
        guide.putArray("fhirVersion").add("4.0.1");
        ArrayNode dependencies = JsonNodeFactory.instance.arrayNode();
        noted.dependencies().forEach((name, version) -> dependencies
                .addObject()
                .put("uri", "http://fhir.org/packages/%s/ImplementationGuide".formatted(name))
                .put("packageId", name)
                .put("version", version));
        if (!dependencies.isEmpty()) {
            guide.set("dependsOn", dependencies);
        }
        ArrayNode resources = guide.putObject("definition").putArray("resource");
        for (ResourceKey key : keys) {
            resources.addObject().putObject("reference").put("reference", key.type() + "/" + key.id());
        }
        return guide;
    }
}
