package org.openspine.samples.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedTest {
    @Test
    void valuesComeAsOftenAsTheyWeigh() {
        Weighted<Integer> weighted = Weighted.of(List.of(0, 1, 0, 3), value -> value);
        var chance = new SeededStream(9, "test", 0);
        int[] count = new int[4];
        for (int i = 0; i < 10_000; i++) {
            count[weighted.pick(chance)]++;
        }
        assertThat(count[0]).isZero();
        assertThat(count[1]).isBetween(2_300, 2_700);
        assertThat(count[3]).isBetween(7_300, 7_700);
    }

    @Test
    void theFirstOfRankedValuesIsTheMostFrequent() {
        Weighted<String> ranked = Weighted.ranked(List.of("Smith", "Jones", "Taylor"));
        var chance = new SeededStream(9, "test", 1);
        int smiths = 0;
        for (int i = 0; i < 10_000; i++) {
            smiths += ranked.pick(chance).equals("Smith") ? 1 : 0;
        }
        assertThat(smiths).isBetween(3_500, 4_300);
    }
}
