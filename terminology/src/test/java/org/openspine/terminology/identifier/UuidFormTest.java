package org.openspine.terminology.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidFormTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "60e0b220-8136-4ca5-ae46-1d97ef59d068",
                "00000000-0000-0000-0000-000000000000",
                "60E0B220-8136-4CA5-AE46-1D97EF59D068"
            })
    void takesAnyCaseAndVersion(String text) {
        assertThat(UuidForm.isUuid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "60e0b22081364ca5ae461d97ef59d068",
                "60e0b220-8136-4ca5-ae46-1d97ef59d06",
                "urn:uuid:60e0b220-8136-4ca5-ae46-1d97ef59d068",
                "60e0b220-8136-4ca5-ae46-1d97ef59d068\n",
                "{60e0b220-8136-4ca5-ae46-1d97ef59d068}",
                "g0e0b220-8136-4ca5-ae46-1d97ef59d068"
            })
    void takesNoOtherForm(String text) {
        assertThat(UuidForm.isUuid(text)).isFalse();
    }
}
