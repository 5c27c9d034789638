package org.openspine.samples.population;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrescriptionNumberTest {
    @Test
    void checkCharactersAreThoseOfThePublishedNumbers() {
        assertThat(PrescriptionNumber.checkCharacter("24F5DAA830087EFE6")).isEqualTo('Z');
        assertThat(PrescriptionNumber.checkCharacter("1A7D940RRERP54931")).isEqualTo('0');
        assertThat(PrescriptionNumber.checkCharacter("507FE8A830084A859")).isEqualTo('+');
    }

    @Test
    void numbersCarryTheCodeOfThePracticePaddedToSix() {
        var chance = new SeededStream(1, "test", 0);
        assertThat(PrescriptionNumber.make("A90000", chance).value())
                .matches("[A-F0-9]{6}-A90000-[A-F0-9]{5}[A-Z0-9+]");
        assertThat(PrescriptionNumber.make("RAA", chance).value()).matches("[A-F0-9]{6}-000RAA-[A-F0-9]{5}[A-Z0-9+]");
    }
}
