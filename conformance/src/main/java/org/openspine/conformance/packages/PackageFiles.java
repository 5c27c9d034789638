package org.openspine.conformance.packages;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The JSON and XML files of a package, by their paths in it, within limits. */
final class PackageFiles {
    static final long MOST_BYTES = 400L << 20;
    static final int MOST_FILES = 20_000;
    static final int LARGEST_FILE = 40 << 20;

    private final Map<String, byte[]> files = new TreeMap<>();
    private long bytes;

    private PackageFiles() {}

    static Map<String, byte[]> of(Path source) {
        var found = new PackageFiles();
        try {
            if (Files.isDirectory(source)) {
                found.folder(source);
            } else {
                found.archive(source);
            }
        } catch (IOException e) {
            throw new PackageException("%s cannot be read: it is no folder and no .tgz archive, or it is damaged"
                    .formatted(source.getFileName()));
        }
        return found.files;
    }

    private void folder(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder, 10)) {
            List<Path> paths = walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> isWanted(path.getFileName().toString()))
                    .toList();
            for (Path path : paths) {
                account(Files.size(path), path.getFileName().toString());
                files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
            }
        }
    }

    private void archive(Path file) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream tar = new GZIPInputStream(raw, 65_536)) {
            var entries = new TarEntries(tar);
            while (entries.next()) {
                String name = entries.name().replaceFirst("^(\\./)+", ""); // as tar writes it for a folder
                requireHarmless(name);
                account(entries.size(), name);
                if (entries.isFile() && isWanted(name)) {
                    if (files.put(name, entries.read()) != null) {
                        throw new PackageException("The archive has two files of one name");
                    }
                } else {
                    entries.skip();
                }
            }
        }
    }

    private static boolean isWanted(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String last = lower.substring(lower.lastIndexOf('/') + 1);
        return !last.startsWith(".") && (last.endsWith(".json") || last.endsWith(".xml"));
    }

    private void account(long size, String name) {
        bytes += size;
        if (size > LARGEST_FILE || bytes > MOST_BYTES) {
            throw new PackageException("The package is too large: a file has at most %d MB, all together %d MB"
                    .formatted(LARGEST_FILE >> 20, MOST_BYTES >> 20));
        }
        if (files.size() >= MOST_FILES) {
            throw new PackageException("The package has more than %d files, such as %s".formatted(MOST_FILES, name));
        }
    }

    private static void requireHarmless(String name) {
        boolean climbs = name.startsWith("/")
                || name.contains("\\")
                || name.contains(":")
                || List.of(name.split("/")).contains("..");
        if (climbs) {
            throw new PackageException("The archive has a path that leads out of it");
        }
    }
}
