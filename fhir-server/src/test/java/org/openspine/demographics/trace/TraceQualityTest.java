package org.openspine.demographics.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.demographics.trace.TraceQuality.Outcome;
import org.openspine.demographics.trace.TraceQuality.Way;

/** The measurement of {@link TraceQualityProgram} in small, with bounds below which something has broken. */
class TraceQualityTest {
    @Test
    void fuzzyTraceFindsMoreOfTheDamagedAndFewerOthersThanSoundexAndDate(@TempDir Path folder) throws IOException {
        TraceQuality quality = TraceQuality.of(folder, 2_000);
        List<TraceQuality.Probe> damaged = quality.damaged(700, 3);
        Outcome plain = quality.outcome(Way.SOUNDEX_AND_DATE, damaged);
        Outcome basic = quality.outcome(Way.BASIC, damaged);
        Outcome fuzzy = quality.outcome(Way.FUZZY, damaged);
        Outcome match = quality.outcome(Way.MATCH, damaged);
        assertThat(fuzzy.recall()).isGreaterThan(plain.recall() + 0.2).isGreaterThan(0.75);
        assertThat(match.recall()).isGreaterThan(fuzzy.recall() + 0.05);
        assertThat(basic.recall()).isLessThan(fuzzy.recall());
        assertThat(fuzzy.falseMatches).isLessThanOrEqualTo(Math.max(1, plain.falseMatches));
        assertThat(match.falseMatches).isLessThanOrEqualTo(Math.max(1, plain.falseMatches));
        for (Damage damage : List.of(Damage.SWAPPED_NAMES, Damage.NICKNAME, Damage.MOVED_HOUSE)) {
            List<TraceQuality.Probe> ofOneKind =
                    damaged.stream().filter(probe -> probe.damage() == damage).toList();
            assertThat(quality.outcome(Way.FUZZY, ofOneKind).recall())
                    .as(damage.name())
                    .isGreaterThan(0.8);
        }
    }
}
