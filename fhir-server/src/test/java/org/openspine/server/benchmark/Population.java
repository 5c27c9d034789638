package org.openspine.server.benchmark;

import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.openspine.samples.load.BundleLoader;
import org.openspine.samples.load.BundleSource;
import org.openspine.samples.load.LoadResult;
import org.openspine.samples.load.LoadTarget;
import org.openspine.samples.load.ProgressBar;
import org.openspine.samples.population.PopulationGenerator;

/** A synthetic population: written to a file, loaded into a server. */
final class Population {
    static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final int CONNECTIONS = 4;

    private Population() {}

    static Path generate(Path folder, int patients) throws Exception {
        Path file = folder.resolve("population.ndjson");
        long start = System.nanoTime();
        try (OutputStream out = Files.newOutputStream(file);
                ProgressBar progress = ProgressBar.on(System.err, "patients")) {
            long resources = new PopulationGenerator(1, patients, TODAY).writeTo(out, progress);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "generate   %,d patients, %,d resources in %.1f s: %,.0f/s%n",
                    patients, resources, seconds, resources / seconds);
        }
        return file;
    }

    static void load(Path file, URI address) throws Exception {
        LoadTarget target = new LoadTarget(URI.create(address + "/FHIR/R4"), CONNECTIONS, Map.of());
        try (ProgressBar progress = ProgressBar.on(System.err, "resources")) {
            LoadResult result = new BundleLoader(target).load(List.of(BundleSource.of(file)), progress);
            System.out.printf(
                    "load       %,d resources in %.1f s: %,.0f/s%n",
                    result.resources(), result.duration().toMillis() / 1e3, result.rate());
        }
    }
}
