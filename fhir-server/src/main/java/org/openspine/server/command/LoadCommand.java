package org.openspine.server.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openspine.samples.load.BundleLoader;
import org.openspine.samples.load.BundleSource;
import org.openspine.samples.load.LoadException;
import org.openspine.samples.load.LoadTarget;
import org.openspine.samples.load.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code openspine load FILE…}: sends files to a running server. */
@Command(
        name = "load",
        description = {
            "Sends files to a running server: Bundles and resources (.json), one to a line (.ndjson, .jsonl), and the tables"
                    + " of the Organisation Data Service with its 27 columns (.csv, or the .zip as published).",
            "Of these tables epraccur, ebranchs, etr, ets, ect, edispensary, epharmacyhq, eccg, ecarehomesite, ephp and"
                    + " ephpsite become organisations with their role, sites also locations, egpcur practitioners with a role;"
                    + " others become organisations without one. All but .zip may be compressed (.gz).",
            "Among the .json and .ndjson may be organisations as the ORD interface of that service answers them"
                    + " ({\"Organisation\": ...}): with all their roles, contacts, and what they belong to."
        },
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "files or folders, loaded in this order")
    private List<Path> files = List.of();

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080/FHIR/R4",
            description = "base to load into (default: ${DEFAULT-VALUE})")
    private URI server = URI.create("http://127.0.0.1:8080/FHIR/R4");

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "4",
            description = "requests at the same time (default: ${DEFAULT-VALUE})")
    private int connections = 4;

    @Override
    public Integer call() throws InterruptedException {
        try (ProgressBar progress = ProgressBar.on(System.err, "resources")) {
            BundleLoader loader = new BundleLoader(new LoadTarget(server, connections, java.util.Map.of()));
            loader.load(sources(), progress);
            return 0;
        } catch (LoadException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailedException("Cannot load: " + e);
        }
    }

    private List<BundleSource> sources() throws IOException {
        List<BundleSource> sources = new ArrayList<>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new CommandFailedException("No such file: " + file);
            }
            if (Files.isDirectory(file)) {
                sources.addAll(BundleSource.in(file));
            } else {
                sources.add(BundleSource.of(file));
            }
        }
        return sources;
    }
}
