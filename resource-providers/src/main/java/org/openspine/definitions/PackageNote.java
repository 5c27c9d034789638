package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openspine.conformance.packages.PackageReader;
import org.openspine.repository.ResourceKey;

/**
 * That a package is in the store, noted as an ImplementationGuide.
 *
 * @param digest of the content; empty if nobody asks for it
 * @param dependencies names and versions of packages it builds on
 * @param resources where its resources are, and the version each got by the package
 */
record PackageNote(
        String name,
        String version,
        String digest,
        Map<String, String> dependencies,
        Map<ResourceKey, Long> resources) {
    static final String TYPE = "ImplementationGuide";

    private static final String URL = "https://openspine.org/fhir/ImplementationGuide/package-";
    private static final String DIGEST = "https://openspine.org/fhir/package-digest";

    /** Old notes name no version: what they brought was the first. */
    private static final Pattern REFERENCE =
            Pattern.compile("([A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/(\\d{1,18}))?");

    /** The note that a guide is; empty if it is another guide. */
    static Optional<PackageNote> of(ObjectNode guide) {
        if (!guide.path("url").asText("").startsWith(URL)) {
            return Optional.empty();
        }
        String digest = "";
        for (JsonNode tag : guide.path("meta").path("tag")) {
            digest = tag.path("system").asText().equals(DIGEST)
                    ? tag.path("code").asText()
                    : digest;
        }
        Map<String, String> dependencies = new LinkedHashMap<>();
        guide.path("dependsOn")
                .forEach(other -> dependencies.put(
                        other.path("packageId").asText(), other.path("version").asText()));
        Map<ResourceKey, Long> resources = new LinkedHashMap<>();
        for (JsonNode resource : guide.path("definition").path("resource")) {
            Matcher noted = REFERENCE.matcher(
                    resource.path("reference").path("reference").asText());
            if (noted.matches() && PackageReader.TYPES.contains(noted.group(1))) {
                String stored = noted.group(3);
                resources.put(
                        new ResourceKey(noted.group(1), noted.group(2)), stored == null ? 1 : Long.parseLong(stored));
            }
        }
        return Optional.of(new PackageNote(
                guide.path("packageId").asText(), guide.path("version").asText(), digest, dependencies, resources));
    }

    ResourceKey key() {
        String id = ("package-" + name + "-" + version).replaceAll("[^A-Za-z0-9.-]", "-");
        return new ResourceKey(TYPE, id.substring(0, Math.min(64, id.length())));
    }

    ObjectNode guide() {
        ObjectNode guide = JsonNodeFactory.instance.objectNode();
        guide.put("resourceType", TYPE);
        guide.put("id", key().id());
        if (!digest.isEmpty()) {
            guide.putObject("meta")
                    .putArray("tag")
                    .addObject()
                    .put("system", DIGEST)
                    .put("code", digest);
        }
        guide.put("url", URL + name);
        guide.put("version", version);
        guide.put("name", "Package" + name.replaceAll("[^A-Za-z0-9]", ""));
        guide.put("title", "Package %s %s".formatted(name, version));
        guide.put("status", "active");
        guide.put("packageId", name.replaceAll("[^A-Za-z0-9.-]", "-"));
        guide.putArray("fhirVersion").add("4.0.1");
        ArrayNode dependsOn = JsonNodeFactory.instance.arrayNode();
        dependencies.forEach((other, needed) -> dependsOn
                .addObject()
                .put("uri", "http://fhir.org/packages/%s/ImplementationGuide".formatted(other))
                .put("packageId", other)
                .put("version", needed));
        if (!dependsOn.isEmpty()) {
            guide.set("dependsOn", dependsOn);
        }
        ArrayNode all = guide.putObject("definition").putArray("resource");
        resources.forEach((key, stored) -> all.addObject()
                .putObject("reference")
                .put("reference", "%s/%s/_history/%d".formatted(key.type(), key.id(), stored)));
        return guide;
    }
}
