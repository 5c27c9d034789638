package org.openspine.conformance.packages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.conformance.validation.ValidationReport;
import org.openspine.conformance.xml.ResourceXml;

/** Reads a package from a {@code .tgz} archive or a folder, resources in JSON or XML. Thread-safe. */
public final class PackageReader {
    /** What a package is read for; other resources in it are examples. */
    public static final Set<String> TYPES = Set.of(
            "StructureDefinition",
            "ValueSet",
            "CodeSystem",
            "ConceptMap",
            "SearchParameter",
            "OperationDefinition",
            "CapabilityStatement",
            "NamingSystem",
            "MessageDefinition",
            "CompartmentDefinition",
            "GraphDefinition",
            "StructureMap",
            "ImplementationGuide");

    private static final JsonLimits LIMITS = new JsonLimits(100, PackageFiles.LARGEST_FILE, 5_000_000);
    private static final String MANIFEST = "package.json";

    private final ResourceXml xml;
    private final ResourceValidator structure;
    private final Structures structures;

    public PackageReader(Structures structures) {
        this.structures = structures;
        this.xml = new ResourceXml(structures);
        this.structure = new ResourceValidator(structures);
    }

    /** Throws {@link PackageException} if the package is broken, hostile or empty. */
    public FhirPackage read(Path source) {
        Map<String, byte[]> files = PackageFiles.of(source);
        JsonNode manifest = manifest(files);
        var notes = new ArrayList<String>();
        var resources = new ArrayList<ObjectNode>();
        int others = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (isMetadata(file.getKey())) {
                continue;
            }
            ObjectNode resource = resource(file.getKey(), file.getValue());
            String type = resource.path("resourceType").asText("");
            if (!TYPES.contains(type)) {
                others++;
            } else if (isUsable(resource, file.getKey(), notes)) {
                resources.add(resource);
            }
        }
        if (resources.isEmpty()) {
            throw new PackageException("%s holds no conformance resources".formatted(source.getFileName()));
        }
        requireDistinct(resources);
        requireNoCircle(resources);
        ValueSetCircles.requireNone(resources);
        if (others > 0) {
            notes.add("%d files are examples and were left out".formatted(others));
        }
        return new FhirPackage(
                manifest.path("name").asText(fileName(source)),
                manifest.path("version").asText("0.0.0"),
                dependencies(manifest),
                resources,
                notes);
    }

    /** A file of a resource, in JSON or XML. Throws {@link PackageException} if it is neither. */
    public ObjectNode resource(String name, byte[] content) {
        try {
            return isXml(content) ? xml.read(content) : ResourceJson.parse(content, LIMITS);
        } catch (MalformedContentException e) {
            throw new PackageException("%s is no resource: %s".formatted(name, e.getMessage()));
        }
    }

    private static boolean isXml(byte[] content) {
        for (byte b : content) {
            if (b == '<') {
                return true;
            }
            if (b == '{') {
                return false;
            }
        }
        return false;
    }

    private static String fileName(Path source) {
        return source.toAbsolutePath().normalize().getFileName().toString().replaceFirst("\\.tgz$", "");
    }

    private static JsonNode manifest(Map<String, byte[]> files) {
        byte[] manifest = files.getOrDefault("package/" + MANIFEST, files.get(MANIFEST));
        if (manifest == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return ResourceJson.parseAny(manifest, LIMITS);
        } catch (MalformedContentException e) {
            throw new PackageException("package.json is not JSON: %s".formatted(e.getMessage()));
        }
    }

    private static boolean isMetadata(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.equals(MANIFEST)
                || name.startsWith(".")
                || name.equals("ig-r4.json")
                || path.contains("/openapi/")
                || path.contains("/other/")
                || path.contains("/xml/") && name.endsWith(".json");
    }

    private boolean isUsable(ObjectNode resource, String file, List<String> notes) {
        if (resource.path("url").asText("").isEmpty()
                && !resource.path("resourceType").asText().equals("NamingSystem")) {
            notes.add("%s has no url and was left out".formatted(file));
            return false;
        }
        ValidationReport report = structure.validate(resource);
        if (!report.isValid()) {
            notes.add("%s is no valid R4 and was left out: %s %s"
                    .formatted(
                            file,
                            report.issues().get(0).location(),
                            report.issues().get(0).message()));
            return false;
        }
        return structures.resource(resource.path("resourceType").asText()).isPresent();
    }

    /** Which of two would be used nobody could tell. */
    private static void requireDistinct(List<ObjectNode> resources) {
        var seen = new HashMap<String, ObjectNode>();
        for (ObjectNode resource : resources) {
            String url = resource.path("url").asText("");
            String canonical = resource.path("resourceType").asText() + " " + url + "|"
                    + resource.path("version").asText("");
            if (!url.isEmpty() && !resource.equals(seen.computeIfAbsent(canonical, key -> resource))) {
                throw new PackageException("The package has two different resources of one canonical: " + canonical);
            }
        }
    }

    private static void requireNoCircle(List<ObjectNode> resources) {
        var bases = new HashMap<String, String>();
        for (ObjectNode resource : resources) {
            if (resource.path("resourceType").asText().equals("StructureDefinition")) {
                bases.put(
                        resource.path("url").asText(),
                        resource.path("baseDefinition").asText(""));
            }
        }
        for (String start : bases.keySet()) {
            String at = start;
            for (int steps = 0; bases.containsKey(at); steps++) {
                if (steps > bases.size()) {
                    throw new PackageException(
                            "Profiles of the package derive from each other in a circle, such as " + start);
                }
                at = bases.getOrDefault(at, "");
            }
        }
    }

    private static Map<String, String> dependencies(JsonNode manifest) {
        var dependencies = new TreeMap<String, String>();
        for (var dependency : manifest.path("dependencies").properties()) {
            dependencies.put(dependency.getKey(), dependency.getValue().asText(""));
        }
        return dependencies;
    }
}
