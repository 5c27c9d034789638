package org.openspine.conformance.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ResourceJsonProperties {
    @Property
    void anyStringOfCharactersIsReadBackAsWritten(@ForAll String text) {
        String characters = new String(text.getBytes(UTF_8), UTF_8).replace("\0", "");
        JsonNode tree = JsonNodeFactory.instance.objectNode().put("x", characters);

        assertThat(ResourceJson.parseAny(ResourceJson.write(tree), JsonLimits.RESOURCE))
                .isEqualTo(tree);
    }

    @Property
    void anyDecimalKeepsItsScale(@ForAll @LongRange long digits, @ForAll @IntRange(min = -20, max = 20) int scale) {
        var value = BigDecimal.valueOf(digits, scale);
        byte[] json =
                ResourceJson.write(JsonNodeFactory.withExactBigDecimals(true).numberNode(value));

        assertThat(new BigDecimal(new String(json, UTF_8))).isEqualTo(value);
        if (json.length <= 40 && value.scale() != 0) {
            assertThat(ResourceJson.parseAny(json, JsonLimits.RESOURCE).decimalValue())
                    .isEqualTo(value);
        }
    }

    @Property
    void bytesAreUtf8ExactlyIfJavaCanDecodeThem(@ForAll @Size(max = 24) byte[] bytes) {
        assertThat(isScanned(bytes)).isEqualTo(isDecodable(bytes));
    }

    @Property(tries = 5_000)
    void anythingElseIsRefusedAsMalformed(@ForAll("fragments") String text) {
        try {
            JsonNode tree = ResourceJson.parseAny(text.getBytes(UTF_8), JsonLimits.RESOURCE);
            assertThat(ResourceJson.parseAny(ResourceJson.write(tree), JsonLimits.RESOURCE))
                    .isEqualTo(tree);
        } catch (MalformedContentException e) {
            assertThat(e).message().isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.of(
                        "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "\"", "\\", "u00", "1", "-0", ".5", "e9",
                        "true", "null", " ")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static boolean isScanned(byte[] bytes) {
        try {
            return Utf8Scan.of(bytes).start() >= 0;
        } catch (MalformedContentException e) {
            return false;
        }
    }

    private static boolean isDecodable(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().indexOf(0) < 0;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
