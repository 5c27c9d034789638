package org.openspine.terminology.release;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * Keeps releases that were read in their compact form, one file each, so that the next start reads them in a moment. A file appears whole
 * or not at all: a load that is killed leaves nothing behind that counts, and the next one begins afresh.
 */
final class ReleaseStore {
    private static final String SUFFIX = ".codes";
    private static final String UNFINISHED = ".part";
    private static final int BUFFER = 1 << 16;

    private final Path folder;

    ReleaseStore(Path folder) {
        this.folder = folder;
    }

    /** The release as it was read from these very files before; empty if it was not, or they have changed. */
    Optional<CompactCodeSystem> find(Path release) {
        Path file = file(release);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            return isWhole(bytes)
                    ? Optional.of(CompactCodeSystem.read(new DataInputStream(new ByteArrayInputStream(bytes))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // another form: it is read again from the release
        }
    }

    /** Checked before anything is read: lengths in a damaged file may be anything. */
    private static boolean isWhole(byte[] bytes) {
        int length = bytes.length - Long.BYTES;
        if (length < 0) {
            return false;
        }
        var checksum = new CRC32();
        checksum.update(bytes, 0, length);
        return ByteBuffer.wrap(bytes).getLong(length) == checksum.getValue();
    }

    void keep(Path release, CompactCodeSystem system) throws IOException {
        Files.createDirectories(folder);
        Path file = file(release);
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        var checksum = new CRC32();
        try (var out = new DataOutputStream(new CheckedOutputStream(
                new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER), checksum))) {
            system.write(out);
            out.writeLong(checksum.getValue());
        }
        String path = prefix(release);
        for (Path older : files()) {
            if (older.getFileName().toString().startsWith(path) && !older.equals(unfinished)) {
                Files.delete(older);
            }
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private Path file(Path release) {
        return folder.resolve(prefix(release) + digest(contents(release)) + SUFFIX);
    }

    private static String prefix(Path release) {
        return digest(release.toAbsolutePath().normalize().toString()) + "-";
    }

    /** Name, length and time of every file: what has changed differs in one of them. */
    private static String contents(Path release) {
        try (Stream<Path> files = Files.walk(release, ReleaseFiles.DEPTH)) {
            var text = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                text.append(file).append(' ').append(Files.size(file)).append(' ');
                text.append(Files.getLastModifiedTime(file).toMillis()).append('\n');
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
