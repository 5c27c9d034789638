package org.openspine.terminology.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrescriptionNumberTest {
    private static final String CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+";

    @Test
    void checkCharactersFollowThePublishedExamples() {
        assertThat(PrescriptionNumber.checkCharacter("24F5DA-A83008-7EFE6")).isEqualTo('Z');
        assertThat(PrescriptionNumber.checkCharacter("1A7D94-0RRERP-54931")).isEqualTo('0');
        assertThat(PrescriptionNumber.checkCharacter("507FE8-A83008-4A859")).isEqualTo('+');
    }

    @Test
    void exactlyOneCheckCharacterIsRight() {
        String stem = PrescriptionNumber.of("0A1B2C", "RAA", "3D4E5").stem();
        assertThat(stem).isEqualTo("0A1B2C-000RAA-3D4E5");
        assertThat(CHARACTERS.chars().filter(last -> PrescriptionNumber.parse(stem + (char) last)
                        .isPresent()))
                .hasSize(1);
    }

    @Test
    void numbersAreKeptInCapitals() {
        assertThat(PrescriptionNumber.parse("24f5da-a83008-7efe6z"))
                .hasValue(new PrescriptionNumber("24F5DA-A83008-7EFE6Z"));
    }

    @Test
    void otherShapesAreNoNumbers() {
        for (String text : new String[] {
            "",
            "24F5DA-A83008-7EFE6",
            "24G5DA-A83008-7EFE6Z",
            "24F5DA-A83008-7EFE6Z ",
            "24F5DAA830087EFE6Z",
            "24F5DA_A83008-7EFE6Z"
        }) {
            assertThat(PrescriptionNumber.parse(text)).as(text).isEmpty();
            assertThat(PrescriptionNumber.hasShape(text)).as(text).isFalse();
        }
        assertThat(PrescriptionNumber.hasShape("24F5DA-A83008-7EFE6Y")).isTrue();
        assertThatThrownBy(() -> new PrescriptionNumber("24F5DA-A83008-7EFE6Y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("24F5DA");
    }
}
