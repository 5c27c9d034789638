package org.openspine.conformance.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class R4DefinitionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"structures.gz", "extensions.gz", "terminology.gz"})
    void filesAreWhatTheirWriterMakesOfThePublishedDefinitions(String file) throws IOException {
        try (InputStream packed = Objects.requireNonNull(
                R4DefinitionsTest.class.getResourceAsStream("/org/openspine/conformance/r4/" + file))) {
            byte[] stored = new GZIPInputStream(packed).readAllBytes();

            assertThat(stored).isEqualTo(new PublishedDefinitionsWriter().lines(file));
        }
    }
}
