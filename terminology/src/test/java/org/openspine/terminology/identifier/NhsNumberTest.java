package org.openspine.terminology.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NhsNumberTest {
    @ParameterizedTest
    @ValueSource(strings = {"9000000009", "9000000017", "9000000025", "9449305552", "9912003888"})
    void rightCheckDigitIsAccepted(String text) {
        assertThat(NhsNumber.parse(text)).contains(new NhsNumber(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9000000008",
                "9000000015",
                "900000000",
                "90000000099",
                "900 000 0009",
                "٩٠٠٠٠٠٠٠٠٩",
                "",
                "abcdefghij"
            })
    void anythingElseIsRefused(String text) {
        assertThat(NhsNumber.parse(text)).isEmpty();
    }

    @Test
    void refusalDoesNotRepeatTheValue() {
        assertThatThrownBy(() -> new NhsNumber("9000000008")).hasMessageNotContaining("9000000008");
    }

    @Test
    void anyOtherLastDigitIsWrong() {
        assertThat(IntStream.rangeClosed(0, 9)
                        .filter(d -> NhsNumber.parse("900000000" + d).isPresent()))
                .containsExactly(9);
    }

    @Test
    void stemsWhoseCheckDigitWouldBeTenHaveNoNumber() {
        assertThat(IntStream.range(900_000_000, 900_001_100)
                        .filter(stem -> NhsNumber.ofStem(stem).isEmpty())
                        .count())
                .isEqualTo(100);
    }
}
