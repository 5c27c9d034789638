package org.openspine.conformance.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * FHIR's JSON format: bytes to tree and back, exact to the last digit of a decimal. Safe for use by many threads.
 *
 * @see <a href="https://hl7.org/fhir/R4/json.html">FHIR R4 JSON</a>
 */
public final class ResourceJson {
    /** Jackson's own limits stay wide: ours are checked while the tree is built, so that the message can name the place. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNestingDepth(10_000)
                    .maxNameLength(1_000)
                    .build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(10_000).build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private ResourceJson() {}

    /** The resource in these UTF-8 bytes. Throws {@link MalformedContentException} for anything outside the limits or JSON itself. */
    public static ObjectNode parse(byte[] utf8, JsonLimits limits) {
        if (!(parseAny(utf8, limits) instanceof ObjectNode resource)) {
            throw new MalformedContentException("The body must be one JSON object: a resource");
        }
        JsonNode type = resource.get("resourceType");
        if (type == null) {
            throw new MalformedContentException("The resource must say what it is: resourceType is missing");
        }
        if (!type.isTextual() || type.textValue().isEmpty()) {
            throw new MalformedContentException("resourceType must be a string: the name of a resource type");
        }
        return resource;
    }

    /** Any JSON value under the same limits and rules, such as the array of a JSON Patch. */
    public static JsonNode parseAny(byte[] utf8, JsonLimits limits) {
        var text = Utf8Scan.of(utf8);
        try (JsonParser parser = FACTORY.createParser(utf8, text.start(), utf8.length - text.start())) {
            return new TreeReader(parser, limits, text.hasUnicodeEscapes()).read();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    e); // reading from memory: TreeReader has already translated what the content can cause
        }
    }

    /** The tree as compact UTF-8 JSON. */
    public static byte[] write(JsonNode tree) {
        try (var bytes = new ByteArrayBuilder(8_192);
                JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            TreeWriter.write(tree, generator);
            generator.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
