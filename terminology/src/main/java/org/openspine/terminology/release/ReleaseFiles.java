package org.openspine.terminology.release;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The files of a release: a folder, or a zip archive as TRUD delivers it. Nothing is unpacked to the disk. */
final class ReleaseFiles {
    private ReleaseFiles() {}

    /** Folders below folders in a release. */
    static final int DEPTH = 12;

    /** Reads one file. */
    interface Reader {
        void read(String name, InputStream content) throws IOException;
    }

    /** Gives every file whose name is wanted to {@code reader}; returns how many there were. */
    static int each(Path release, Predicate<String> wanted, Reader reader) {
        try {
            return Files.isDirectory(release) ? folder(release, wanted, reader) : zip(release, wanted, reader);
        } catch (IOException e) {
            throw new ReleaseException("%s cannot be read: %s".formatted(release.getFileName(), e.getMessage()));
        }
    }

    private static int folder(Path folder, Predicate<String> wanted, Reader reader) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder, DEPTH)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(path -> wanted.test(path.getFileName().toString()))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try (InputStream content = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                reader.read(file.getFileName().toString(), content);
            }
        }
        return files.size();
    }

    private static int zip(Path file, Predicate<String> wanted, Reader reader) throws IOException {
        int count = 0;
        try (var zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (!entry.isDirectory() && wanted.test(name)) {
                    reader.read(name, new Unclosed(zip));
                    count++;
                }
            }
        }
        return count;
    }

    /** One entry of an archive, which must stay open for the next. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // the archive is closed by who opened it
        }
    }
}
