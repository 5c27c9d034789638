package org.openspine.conformance.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;

/**
 * What FHIR R4 itself defines: structures, extensions, value sets and code systems, without what validation does not read. Definitions
 * stay bytes until they are asked for. Safe for use by many threads.
 */
final class R4Definitions {
    static final List<String> FILES = List.of("structures.gz", "extensions.gz", "terminology.gz");

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
        try (InputStream resource = R4Definitions.class.getResourceAsStream("/org/openspine/conformance/r4/" + file)) {
            if (resource == null) {
                throw new IllegalStateException("the definitions of R4 are missing: " + file);
            }
            split(new GZIPInputStream(resource, 65_536).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of {@code url TAB type TAB definition}. */
    private void split(byte[] lines) {
        int start = 0;
        while (start < lines.length) {
            int url = indexOf(lines, '\t', start);
            int type = indexOf(lines, '\t', url + 1);
            int end = indexOf(lines, '\n', type + 1);
            String key = key(text(lines, url + 1, type), text(lines, start, url));
            definitions.put(key, Arrays.copyOfRange(lines, type + 1, end));
            start = end + 1;
        }
    }

    private static int indexOf(byte[] bytes, char c, int from) {
        int at = from;
        while (bytes[at] != c) {
            at++;
        }
        return at;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String key(String type, String url) {
        return type + ' ' + url;
    }

    Optional<ObjectNode> definition(String type, String url) {
        byte[] found = definitions.get(key(type, url));
        return found == null ? Optional.empty() : Optional.of(ResourceJson.parse(found, LIMITS));
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
