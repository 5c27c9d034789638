package org.openspine.conformance.packages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.profile.Definition;
import org.openspine.conformance.profile.Definitions;

/** The package that comes with the program: profiles, value sets, code systems and requirements of its services. */
public final class OwnPackage {
    private static final String FOLDER = "/org/openspine/conformance/own/";
    private static final JsonLimits LIMITS = JsonLimits.RESOURCE;

    /** Canonical of the guide that lists what is in it. */
    public static final String GUIDE = "https://openspine.org/fhir/ImplementationGuide/openspine";

    /** Its name; there is one version of it at a time. */
    public static final String NAME = "org.openspine.fhir";

    private OwnPackage() {}

    /** SHA-256 of all there is in it, as hexadecimal digits: another program has another package if this differs. */
    public static String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(manifest());
            names().forEach(name -> digest.update(bytes(name)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    public static FhirPackage read() {
        var manifest = ResourceJson.parseAny(manifest(), LIMITS);
        return new FhirPackage(
                NAME,
                manifest.path("version").asText(),
                Map.of("hl7.fhir.r4.core", "4.0.1"),
                names().map(OwnPackage::resource).toList(),
                List.of());
    }

    /** Its resources of one type. */
    public static List<ObjectNode> resources(String type) {
        return names(type).map(OwnPackage::resource).toList();
    }

    private static ObjectNode resource(String name) {
        return ResourceJson.parse(bytes(name), LIMITS);
    }

    /** Its {@code package.json}. */
    static byte[] manifest() {
        return bytes("package.json");
    }

    /** Canonicals of what each service must offer. */
    public static List<String> requirements() {
        return names("CapabilityStatement")
                .map(name -> "https://openspine.org/fhir/CapabilityStatement/"
                        + name.substring(name.indexOf('-') + 1).replace(".json", ""))
                .toList();
    }

    /** What of it validation and terminology read. */
    public static List<Definition> definitions() {
        return Definitions.TYPES.stream()
                .sorted()
                .flatMap(OwnPackage::names)
                .map(OwnPackage::resource)
                .map(Definition::of)
                .toList();
    }

    private static Stream<String> names(String type) {
        return names().filter(name -> name.startsWith(type + "-"));
    }

    private static Stream<String> names() {
        return new String(bytes("index.txt"), StandardCharsets.UTF_8).lines();
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
