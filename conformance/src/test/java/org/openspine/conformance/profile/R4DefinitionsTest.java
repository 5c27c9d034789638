package org.openspine.conformance.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class R4DefinitionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"structures", "extensions", "terminology"})
    void filesAreWhatTheirWriterMakesOfThePublishedDefinitions(String file) {
        Map<String, byte[]> stored = R4Definitions.entries(file);
        Map<String, byte[]> made = new PublishedDefinitionsWriter().definitions(file);

        assertThat(stored.keySet()).containsExactlyElementsOf(made.keySet());
        stored.forEach((key, deflated) ->
                assertThat(R4Definitions.inflate(deflated)).as(key).isEqualTo(made.get(key)));
    }
}
