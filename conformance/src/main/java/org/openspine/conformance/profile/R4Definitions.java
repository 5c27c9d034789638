package org.openspine.conformance.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;

/**
 * What FHIR R4 itself defines: structures, extensions, value sets and code systems, without what validation does not read. Each stays
 * compressed until it is asked for. Safe for use by many threads.
 */
final class R4Definitions {
    static final List<String> FILES = List.of("structures", "extensions", "terminology");

    private static final JsonLimits LIMITS = new JsonLimits(64, 1_000_000, 2_000_000);

    private final Map<String, byte[]> definitions = new HashMap<>();

    private R4Definitions() {}

    static R4Definitions load() {
        var loaded = new R4Definitions();
        for (String file : FILES) {
            loaded.read(file);
        }
        return loaded;
    }

    private void read(String file) {
        definitions.putAll(entries(file));
    }

    /** The definitions of one of the {@link #FILES}, compressed, by {@code type url}. */
    static Map<String, byte[]> entries(String file) {
        try (InputStream resource = R4Definitions.class.getResourceAsStream("/org/openspine/conformance/r4/" + file)) {
            if (resource == null) {
                throw new IllegalStateException("the definitions of R4 are missing: " + file);
            }
            var entries = new LinkedHashMap<String, byte[]>();
            var in = new DataInputStream(new BufferedInputStream(resource, 65_536));
            for (int left = in.readInt(); left > 0; left--) {
                String key = in.readUTF();
                entries.put(key, in.readNBytes(in.readInt()));
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] inflate(byte[] deflated) {
        try (var in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String key(String type, String url) {
        return type + ' ' + url;
    }

    Optional<ObjectNode> definition(String type, String url) {
        byte[] found = definitions.get(key(type, url));
        return found == null ? Optional.empty() : Optional.of(ResourceJson.parse(inflate(found), LIMITS));
    }

    /** All canonical URLs of one resource type. */
    List<String> urls(String type) {
        String prefix = key(type, "");
        return definitions.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .sorted()
                .toList();
    }

    static Set<String> types() {
        return Set.of("StructureDefinition", "ValueSet", "CodeSystem");
    }
}
