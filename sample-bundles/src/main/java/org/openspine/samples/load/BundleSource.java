package org.openspine.samples.load;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openspine.samples.Story;

/**
 * Something to load: Bundles or resources as JSON. A name that ends in {@code .ndjson} or {@code .jsonl} means one to a
 * line, else there is one in all; {@code .gz} after either means compressed. Among them may be organisations as the Organisation
 * Data Service tells them ({@link OrdRecord}). A name that ends in {@code .csv}, {@code .csv.gz} or
 * {@code .zip} means a table of the Organisation Data Service in its standard layout ({@link OdsFile}).
 *
 * @param name the file name, for messages and to tell the format
 * @param bytes its size as stored
 */
public record BundleSource(String name, long bytes, Opener opener) {
    /** Opens the content as stored; called once for each load. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    public static BundleSource of(Path file) throws IOException {
        return new BundleSource(file.toString(), Files.size(file), () -> Files.newInputStream(file));
    }

    public static BundleSource of(Story story) {
        byte[] content = story.bytes();
        return new BundleSource(story.name() + ".json", content.length, () -> new ByteArrayInputStream(content));
    }

    /** The JSON, NDJSON and CSV files of a folder, in the order of their names; folders inside it are left out. */
    public static List<BundleSource> in(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.toString().matches(".*\\.(json|ndjson|jsonl|csv)(\\.gz)?"))
                    .sorted()
                    .toList();
        }
        List<BundleSource> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(of(file));
        }
        return List.copyOf(sources);
    }

    boolean compressed() {
        return name.endsWith(".gz");
    }

    boolean isZip() {
        return name.endsWith(".zip");
    }

    boolean isOdsTable() {
        return isZip() || name.matches("(?i).*\\.csv(\\.gz)?");
    }

    boolean onePerLine() {
        return name.matches(".*\\.(ndjson|jsonl)(\\.gz)?");
    }
}
