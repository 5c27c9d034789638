package org.openspine.demographics.trace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints how good the trace is: {@code TraceQualityProgram [patients [probes]]}, 100,000 and 5,000 if not told otherwise. */
public final class TraceQualityProgram {
    private TraceQualityProgram() {}

    public static void main(String[] arguments) throws Exception {
        int patients = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int probes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000;
        Path folder = Files.createTempDirectory("openspine-trace");
        long start = System.nanoTime();
        TraceQuality quality = TraceQuality.of(folder, patients);
        System.out.printf("%,d patients in %.0f s%n", patients, (System.nanoTime() - start) / 1e9);
        print("damaged", quality, quality.damaged(probes, 7));
        print("strangers", quality, TraceQuality.strangers(folder, probes));
        Files.delete(folder);
    }

    private static void print(String title, TraceQuality quality, List<TraceQuality.Probe> probes) {
        System.out.printf("%n%-24s %-18s %7s %7s %7s %8s%n", title, "", "probes", "recall", "first", "false");
        for (TraceQuality.Way way : TraceQuality.Way.values()) {
            Map<Damage, TraceQuality.Outcome> parts = quality.outcomes(way, probes);
            parts.forEach((damage, outcome) -> row(damage, way, outcome));
            row("ALL", way, TraceQuality.sum(parts));
        }
    }

    private static void row(Object kind, TraceQuality.Way way, TraceQuality.Outcome outcome) {
        System.out.printf(
                Locale.UK,
                "%-24s %-18s %7d %6.2f%% %6.2f%% %8d%n",
                kind,
                way,
                outcome.probes,
                100 * outcome.recall(),
                100.0 * outcome.foundFirst / outcome.probes,
                outcome.falseMatches);
    }
}
