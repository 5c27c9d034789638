package org.openspine.demographics.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.demographics.trace.TraceQuality.Outcome;
import org.openspine.demographics.trace.TraceQuality.Way;

/** The measurement of {@link TraceQualityProgram} in small, with bounds below which something has broken. */
class TraceQualityTest {
    @Test
    void fuzzyTraceFindsMoreOfTheDamagedAndFewerOthersThanSoundexAndDate(@TempDir Path folder) throws IOException {
        try (TraceQuality quality = TraceQuality.of(folder, 2_000)) {
            Map<Way, Map<Damage, Outcome>> outcomes = quality.outcomes(quality.damaged(700, 3));
            Outcome plain = TraceQuality.sum(outcomes.get(Way.SOUNDEX_AND_DATE));
            Outcome basic = TraceQuality.sum(outcomes.get(Way.BASIC));
            Outcome fuzzy = TraceQuality.sum(outcomes.get(Way.FUZZY));
            Outcome match = TraceQuality.sum(outcomes.get(Way.MATCH));
            assertThat(fuzzy.recall()).isGreaterThan(plain.recall() + 0.2).isGreaterThan(0.75);
            assertThat(match.recall()).isGreaterThan(fuzzy.recall());
            assertThat(basic.recall()).isLessThan(fuzzy.recall());
            assertThat(fuzzy.falseMatches).isLessThanOrEqualTo(Math.max(1, plain.falseMatches));
            assertThat(match.falseMatches).isLessThanOrEqualTo(Math.max(1, plain.falseMatches));
            assertThat(outcomes.get(Way.FUZZY).get(Damage.SWAPPED_NAMES).recall())
                    .isGreaterThan(0.7);
            assertThat(outcomes.get(Way.FUZZY).get(Damage.NICKNAME).recall()).isGreaterThan(0.7);
        }
    }
}
