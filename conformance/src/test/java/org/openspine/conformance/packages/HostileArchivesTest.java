package org.openspine.conformance.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.conformance.structure.Structures;

/** Archives that are damaged or meant to harm are refused whole, before much is read of them. */
class HostileArchivesTest {
    private static final PackageReader READER = new PackageReader(Structures.r4(FhirContext.forR4Cached()));
    private static final byte[] VALUE_SET =
            bytes("{\"resourceType\":\"ValueSet\",\"url\":\"http://example.org/v\",\"status\":\"active\"}");
    private static final char FILE = '0';

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void soundArchiveIsRead() throws IOException {
        Path file = archive(tar -> {
            entry(tar, "package/", '5', new byte[0]);
            entry(tar, "ignored", 'x', bytes("28 path=package/a/long.json\n"));
            entry(tar, "short", FILE, VALUE_SET);
            entry(tar, "package/other.txt", FILE, bytes("x"));
            tar.write(new byte[1024]);
        });

        assertThat(READER.read(file).resources()).hasSize(1);
    }

    @Test
    void archiveOfTheFolderItselfHasItsManifest() throws IOException {
        Path file = archive(tar -> {
            entry(tar, "./", '5', new byte[0]);
            entry(tar, "./package.json", FILE, bytes("{\"name\":\"a.b\",\"version\":\"1.2.3\"}"));
            entry(tar, "./v.json", FILE, VALUE_SET);
        });

        assertThat(READER.read(file).name()).isEqualTo("a.b");
        assertThat(READER.read(file).version()).isEqualTo("1.2.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./../evil.json",
                "package/../../evil.json",
                "../evil.json",
                "/etc/evil.json",
                "C:/evil.json",
                "package\\..\\evil.json",
                "package/.."
            })
    void pathsThatLeadOutAreRefused(String path) throws IOException {
        Path file = archive(tar -> {
            entry(tar, "package/v.json", FILE, VALUE_SET);
            entry(tar, path, FILE, VALUE_SET);
        });

        refused(file, "leads out");
    }

    @Test
    void pathThatLeadsOutInALongNameIsRefused() throws IOException {
        refused(
                archive(tar -> {
                    entry(tar, "ignored", 'L', bytes("a/../../../evil.json"));
                    entry(tar, "package/v.json", FILE, VALUE_SET);
                }),
                "leads out");
        refused(
                archive(tar -> {
                    entry(tar, "ignored", 'x', bytes("24 path=/etc/evil.json\n"));
                    entry(tar, "package/v.json", FILE, VALUE_SET);
                }),
                "leads out");
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '6', 'K', 'S'})
    void linksAndDevicesAreRefused(char type) throws IOException {
        refused(archive(tar -> entry(tar, "package/v.json", type, new byte[0])), "link");
    }

    @Test
    void twoFilesOfOneNameAreRefused() throws IOException {
        Path file = archive(tar -> {
            entry(tar, "package/v.json", FILE, VALUE_SET);
            entry(tar, "package/v.json", FILE, VALUE_SET);
        });

        refused(file, "two files");
    }

    @Test
    void archivesThatSwellAreRefused() throws IOException {
        refused(archive(tar -> header(tar, "package/v.json", FILE, PackageFiles.LARGEST_FILE + 1L)), "too large");
        refused(
                archive(tar -> {
                    for (long all = 0; all <= PackageFiles.MOST_BYTES; all += PackageFiles.LARGEST_FILE) {
                        header(tar, "package/a" + all, FILE, PackageFiles.LARGEST_FILE);
                        tar.write(new byte[PackageFiles.LARGEST_FILE]);
                    }
                }),
                "too large");
    }

    @ParameterizedTest
    @ValueSource(chars = {FILE, '5', 'x', 'g', 'L'})
    void entriesWithoutEndAreRefused(char type) throws IOException {
        Path file = archive(tar -> {
            for (int i = 0; i < 5 * PackageFiles.MOST_FILES; i++) {
                header(tar, "package/a", type, 0);
            }
        });

        refused(file, "entries");
    }

    @Test
    void filesWithoutEndAreRefused() throws IOException {
        Path file = archive(tar -> {
            for (int i = 0; i <= PackageFiles.MOST_FILES; i++) {
                entry(tar, "package/" + i + ".json", FILE, bytes("{}"));
            }
        });

        refused(file, "more than " + PackageFiles.MOST_FILES);
    }

    @Test
    void damagedArchivesAreRefused() throws IOException {
        Path text = folder.resolve("x.tgz");
        Files.writeString(text, "no archive");
        refused(text, "archive");
        refused(archive(tar -> tar.write(bytes("no archive".repeat(100)))), "archive");
        refused(archive(tar -> header(tar, "package/v.json", FILE, 100)), "archive");
        refused(
                archive(tar -> {
                    entry(tar, "package/v.json", FILE, VALUE_SET);
                    tar.write(new byte[] {'x', 'y'});
                }),
                "archive");
        Path whole = archive(tar -> entry(tar, "package/v.json", FILE, VALUE_SET));
        byte[] cut = Files.readAllBytes(whole);
        Files.write(whole, java.util.Arrays.copyOf(cut, cut.length - 12));
        refused(whole, "archive");
        refused(folder.resolve("none.tgz"), "cannot be read");
    }

    private static void refused(Path file, String why) {
        assertThatThrownBy(() -> READER.read(file))
                .isInstanceOf(PackageException.class)
                .hasMessageContaining(why);
    }

    /** What writes the blocks of an archive. */
    private interface Tar {
        void writeTo(OutputStream out) throws IOException;
    }

    private Path archive(Tar tar) throws IOException {
        Path file = Files.createTempFile(folder, "package", ".tgz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            tar.writeTo(out);
        }
        return file;
    }

    private static void entry(OutputStream out, String name, char type, byte[] content) throws IOException {
        header(out, name, type, content.length);
        out.write(content);
        out.write(new byte[(512 - content.length % 512) % 512]);
    }

    private static void header(OutputStream out, String name, char type, long size) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, "%011o".formatted(size));
        put(header, 148, "        ");
        header[156] = (byte) type;
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        out.write(header);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = bytes(text);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
