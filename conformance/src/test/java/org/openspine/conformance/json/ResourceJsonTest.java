package org.openspine.conformance.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceJsonTest {
    private static ObjectNode parse(String json) {
        return ResourceJson.parse(json.getBytes(UTF_8), JsonLimits.RESOURCE);
    }

    private static String rewritten(String json) {
        return new String(ResourceJson.write(parse(json)), UTF_8);
    }

    private static void refused(String json, String... parts) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(MalformedContentException.class)
                .message()
                .satisfies(message -> assertThat(List.of(parts)).allMatch(message::contains));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1.10",
                "0.50",
                "0.00",
                "-0.010",
                "100",
                "0",
                "-7",
                "2147483648",
                "12345678901234567890",
                "0.0000001",
                "0.00000000000000010",
                "123456789012345678901234567890.123456789"
            })
    void numbersSurviveByteForByte(String number) {
        String json = "{\"resourceType\":\"Observation\",\"x\":" + number + "}";

        assertThat(rewritten(json)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0e2", "1E+2", "1.50E-3", "1e40", "1e-40", "-2.50e05"})
    void exponentsStayAsTheyCame(String number) {
        String json = "{\"resourceType\":\"Observation\",\"x\":" + number + "}";

        assertThat(rewritten(json)).isEqualTo(json);
        assertThat(parse(json).get("x").decimalValue()).isEqualTo(new BigDecimal(number));
    }

    @Test
    void charactersOutsideAsciiSurvive() {
        String json = "{\"resourceType\":\"Patient\",\"x\":\"Zoë \uD83D\uDC69 \\\" \\\\ \\n\"}";

        assertThat(rewritten(json)).isEqualTo(json);
        assertThat(parse("{\"resourceType\":\"Patient\",\"x\":\"\\ud83d\\udc69\"}")
                        .get("x")
                        .textValue())
                .isEqualTo("\uD83D\uDC69");
    }

    @Test
    void resourceTypeMayStandAnywhere() {
        assertThat(parse("{\"id\":\"a\",\"resourceType\":\"Patient\"}")
                        .get("id")
                        .textValue())
                .isEqualTo("a");
    }

    @Test
    void byteOrderMarkIsTolerated() {
        assertThat(parse("\uFEFF{\"resourceType\":\"Patient\"}")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "\"Patient\"",
                "{}",
                "{\"resourceType\":7}",
                "{\"resourceType\":\"\"}",
                "{\"resourceType\":null}",
                "{\"resourceType\":\"Patient\"",
                "{\"resourceType\":\"Patient\"} {}",
                "{\"resourceType\":\"Patient\"}]",
                "{\"resourceType\":\"Patient\",}",
                "{\"resourceType\":\"Patient\",\"a\":01}",
                "{\"resourceType\":\"Patient\",\"a\":NaN}",
                "{\"resourceType\":\"Patient\",\"a\":.5}",
                "{\"resourceType\":\"Patient\",\"a\":+5}",
                "{\"resourceType\":\"Patient\",'a':5}",
                "{\"resourceType\":\"Patient\",\"a\":5} // end",
                "{\"resourceType\":\"Patient\",\"a\":[1,]}",
                "{\"resourceType\":\"Patient\",\"a\":\"\t\"}",
                "{\"resourceType\":\"Patient\",\"a\":\"\\x\"}"
            })
    void whatIsNotOneResourceIsRefused(String json) {
        refused(json);
    }

    @Test
    void samePropertyTwiceIsRefusedWithItsPlace() {
        refused(
                "{\"resourceType\":\"Patient\",\n\"name\":[{\"family\":\"Secret\",\"family\":\"Secret\"}]}",
                "Line 2",
                "name[0].family",
                "twice");
        refused("{\"resourceType\":\"Patient\",\"\\u0061\":1,\"a\":2}", "twice");
    }

    @ParameterizedTest
    @CsvSource({
        "1e41, exponent",
        "1e-41, exponent",
        "1e999999999999, exponent",
        "11111111111111111111111111111111111111111, 40 characters",
        "1.1111111111111111111111111111111111111111, 40 characters"
    })
    void numbersNobodyMeasuredAreRefused(String number, String rule) {
        refused(
                "{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":" + number + "}}",
                "valueQuantity",
                rule);
    }

    @Test
    void numbersAndNamesOfAnyLengthAreRefusedInOrder() {
        refused("{\"resourceType\":\"Observation\",\"a\":" + "1".repeat(5_000) + "}", "longer");
        refused("{\"resourceType\":\"Observation\",\"a\":1." + "1".repeat(5_000) + "}", "longer");
        refused("{\"resourceType\":\"Observation\",\"" + "a".repeat(5_000) + "\":1}", "longer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud800", "\\udc69", "\\ud83dx", "\\udc69\\ud83d"})
    void escapesThatAreNotCharactersAreRefused(String escape) {
        refused("{\"resourceType\":\"Patient\",\"a\":{\"b\":\"x" + escape + "\"}}", "a.b");
        refused("{\"resourceType\":\"Patient\",\"x" + escape + "\":1}");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        int[][] sequences = {
            {0xC0, 0x80},
            {0xC1, 0x81},
            {0xE0, 0x80, 0x80},
            {0xED, 0xA0, 0x80},
            {0xF5, 0x80, 0x80, 0x80},
            {0xF0, 0x80, 0x80, 0x80},
            {0xF4, 0x90, 0x80, 0x80},
            {0x80},
            {0xC3, 0x28},
            {0xFF},
            {0x00},
            {0xE2, 0x82}
        };
        for (int[] sequence : sequences) {
            byte[] json = "{\"resourceType\":\"Patient\",\"a\":\"????\"}".getBytes(UTF_8);
            for (int i = 0; i < sequence.length; i++) {
                json[json.length - 6 + i] = (byte) sequence[i];
            }
            assertThatThrownBy(() -> ResourceJson.parse(json, JsonLimits.RESOURCE))
                    .isInstanceOf(MalformedContentException.class)
                    .hasMessageContaining("Line 1");
        }
    }

    @Test
    void otherEncodingsAreRefused() {
        byte[] json = "{\"resourceType\":\"Patient\"}".getBytes(UTF_16);

        assertThatThrownBy(() -> ResourceJson.parse(json, JsonLimits.RESOURCE))
                .isInstanceOf(MalformedContentException.class);
    }

    @Test
    void limitsAreInclusive() {
        var limits = new JsonLimits(3, 10, 6);

        assertThat(ResourceJson.parseAny("[[[1]]]".getBytes(UTF_8), limits)).hasSize(1);
        assertThat(ResourceJson.parseAny("\"0123456789\"".getBytes(UTF_8), limits)
                        .textValue())
                .hasSize(10);
        assertThat(ResourceJson.parseAny("[1,2,3,4,5]".getBytes(UTF_8), limits)).hasSize(5);
        for (String beyond : new String[] {"[[[[1]]]]", "\"01234567890\"", "[1,2,3,4,5,6]"}) {
            assertThatThrownBy(() -> ResourceJson.parseAny(beyond.getBytes(UTF_8), limits))
                    .isInstanceOf(MalformedContentException.class);
        }
    }

    @Test
    void deepNestingIsRefusedWithoutExhaustingTheStack() {
        refused("{\"resourceType\":\"Patient\",\"a\":" + "[".repeat(1_000_000), "deeper");
    }

    @Test
    void messagesNeverRepeatWhatWasSent() {
        for (String json : new String[] {
            "{\"resourceType\":\"Patient\",\"a\":secret}",
            "{\"resourceType\":\"Patient\",\"a\":\"secret",
            "{\"resourceType\":\"Patient\",\"9000000009\":1,\"9000000009\":1}",
            "{\"resourceType\":\"Patient\",\"a secret\":tru}",
        }) {
            assertThatThrownBy(() -> parse(json))
                    .isInstanceOf(MalformedContentException.class)
                    .message()
                    .doesNotContain("secret", "9000000009");
        }
    }
}
