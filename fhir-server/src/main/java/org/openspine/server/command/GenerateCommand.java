package org.openspine.server.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.openspine.samples.load.ProgressBar;
import org.openspine.samples.population.PopulationGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code openspine generate}: a synthetic population as NDJSON, one transaction Bundle a line. */
@Command(
        name = "generate",
        description = "Writes a synthetic population: NDJSON, one transaction Bundle a line.",
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;

    @Option(names = "--patients", paramLabel = "N", required = true, description = "how many people")
    private int patients;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "the same seed gives the same bytes (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--today",
            paramLabel = "DATE",
            defaultValue = "2026-11-23",
            description = "day on which ages and appointments are as told (default: ${DEFAULT-VALUE})")
    private LocalDate today = LocalDate.of(2026, 11, 23);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "file to write, compressed if it ends in .gz (default: standard output)")
    private @Nullable Path output;

    @Override
    public Integer call() throws IOException {
        if (patients < 1 || patients > PopulationGenerator.MOST_PATIENTS) {
            throw new CommandFailedException("--patients is 1 to %,d".formatted(PopulationGenerator.MOST_PATIENTS));
        }
        try (OutputStream out = open();
                ProgressBar progress = ProgressBar.on(System.err, "patients")) {
            new PopulationGenerator(seed, patients, today).writeTo(out, progress);
        }
        return 0;
    }

    private OutputStream open() throws IOException {
        Path file = output;
        if (file == null) {
            return new BufferedOutputStream(System.out, BUFFER);
        }
        OutputStream out = Files.newOutputStream(file);
        boolean compressed = file.toString().endsWith(".gz");
        return new BufferedOutputStream(compressed ? new GZIPOutputStream(out, BUFFER) : out, BUFFER);
    }
}
