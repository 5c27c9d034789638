package org.openspine.conformance.packages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.profile.Definition;
import org.openspine.conformance.profile.Definitions;

/** The package that comes with the program: profiles, value sets, code systems and requirements of its services. */
public final class OwnPackage {
    private static final String FOLDER = "/org/openspine/conformance/own/";
    private static final JsonLimits LIMITS = JsonLimits.RESOURCE;

    private OwnPackage() {}

    public static FhirPackage read() {
        var resources = new ArrayList<ObjectNode>();
        for (String name : new String(bytes("index.txt"), StandardCharsets.UTF_8).split("\n")) {
            resources.add(ResourceJson.parse(bytes(name), LIMITS));
        }
        var manifest = ResourceJson.parseAny(manifest(), LIMITS);
        return new FhirPackage(
                manifest.path("name").asText(),
                manifest.path("version").asText(),
                Map.of("hl7.fhir.r4.core", "4.0.1"),
                resources,
                List.of());
    }

    /** Its {@code package.json}. */
    static byte[] manifest() {
        return bytes("package.json");
    }

    /** What of it validation and terminology read. */
    public static List<Definition> definitions() {
        return read().resources().stream()
                .filter(resource ->
                        Definitions.TYPES.contains(resource.path("resourceType").asText()))
                .map(Definition::of)
                .toList();
    }

    private static byte[] bytes(String name) {
        try (InputStream file = OwnPackage.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IllegalStateException("a file of the package is missing: " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
