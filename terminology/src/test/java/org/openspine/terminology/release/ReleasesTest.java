package org.openspine.terminology.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.terminology.Expansion;
import org.openspine.terminology.LargeCodeSystem;
import org.openspine.terminology.Membership;
import org.openspine.terminology.Terminology;
import org.openspine.terminology.TerminologySource;

class ReleasesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void snomedIsReadFromASnapshot() throws IOException {
        snomed(2_000);
        var releases = new Releases();

        LargeCodeSystem system = releases.load(folder);

        assertThat(system.url()).isEqualTo("http://snomed.info/sct");
        assertThat(system.version()).endsWith("/20250101");
        assertThat(system.display("1017")).contains("Concept 17");
        assertThat(system.isAbove("1001", "1017")).isTrue();
        assertThat(system.isAbove("1017", "1001")).isFalse();
        assertThat(system.isAbove("1017", "1017")).isFalse();
        assertThat(system.contains("9")).isFalse();
        assertThat(system.below("1001")).hasSize(1_999).doesNotContain("1001");
        assertThat(system.isMember("500", "1010")).isTrue();
        assertThat(system.isMember("500", "1011")).isFalse();
    }

    @Test
    void valueSetsOfExpressionConstraintsAreAnsweredFromIt() throws IOException {
        snomed(2_000);
        var releases = new Releases();
        releases.load(folder);
        Terminology terminology =
                new Terminology(new OneValueSet(releases, "(<<1002 MINUS memberOf 500) OR 1001 |top|"));

        assertThat(terminology.membership("v", "http://snomed.info/sct", "1001"))
                .isEqualTo(Membership.YES);
        assertThat(terminology.membership("v", "http://snomed.info/sct", "1020"))
                .isEqualTo(Membership.NO);
        assertThat(terminology.membership("v", "http://snomed.info/sct", "1021"))
                .isEqualTo(Membership.YES);
        assertThat(terminology.membership("v", "http://snomed.info/sct", "1")).isEqualTo(Membership.NO);
        assertThat(terminology.membership("v", "http://loinc.org", "1021")).isEqualTo(Membership.NO);
        Expansion found =
                terminology.expand(terminology.valueSet("v").orElseThrow(), new Expansion.Request("concept 21", 0, 10));
        assertThat(found.entries()).extracting(Expansion.Entry::code).contains("1021");
    }

    @Test
    void halfAMillionConceptsAreReadInSecondsAndAskedInMicroseconds() throws IOException {
        snomed(500_000);
        var releases = new Releases();
        long start = System.nanoTime();
        LargeCodeSystem system = releases.load(folder);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(2));

        start = System.nanoTime();
        int above = 0;
        for (int i = 0; i < 100_000; i++) {
            above += system.isAbove("1001", Long.toString(1002 + i * 4L)) ? 1 : 0;
        }
        assertThat(above).isEqualTo(100_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void releasesThatWereReadAreTakenAsTheyWere() throws IOException {
        Path release = Files.createDirectory(folder.resolve("release"));
        Path kept = folder.resolve("kept");
        SyntheticRelease.write(release, 2_000);
        var steps = new ArrayList<String>();
        LargeCodeSystem first = new Releases(kept).load(release, steps::add);
        assertThat(steps).contains("sct2_Concept_Snapshot_TEST_20250101.txt", "kept for the next start");

        steps.clear();
        LargeCodeSystem second = new Releases(kept).load(release, steps::add);

        assertThat(steps).containsExactly("taken as it was read before");
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(second.codes().toList()).isEqualTo(first.codes().toList());
        assertThat(second.display("1017")).contains("Concept 17");
        assertThat(second.isAbove("1001", "1017")).isTrue();
        assertThat(second.children("1001").toList())
                .isEqualTo(first.children("1001").toList());
        assertThat(second.isMember("500", "1010")).isTrue();
    }

    @Test
    void changedReleasesAndDamagedOrUnfinishedFilesAreReadAgain() throws IOException {
        Path release = Files.createDirectory(folder.resolve("release"));
        Path kept = folder.resolve("kept");
        SyntheticRelease.write(release, 100);
        new Releases(kept).load(release);
        Path file = onlyFile(kept);
        byte[] bytes = Files.readAllBytes(file);
        var steps = new ArrayList<String>();

        bytes[bytes.length / 2]++;
        Files.write(file, bytes);
        new Releases(kept).load(release, steps::add);
        assertThat(steps).contains("kept for the next start");

        steps.clear();
        Files.write(onlyFile(kept), new byte[] {1, 2, 3});
        Files.write(kept.resolve("killed.codes.part"), new byte[] {1});
        assertThat(new Releases(kept).load(release, steps::add).codes()).hasSize(100);
        assertThat(steps).contains("kept for the next start");

        steps.clear();
        SyntheticRelease.write(release, 200);
        assertThat(new Releases(kept).load(release, steps::add).codes()).hasSize(200);
        assertThat(steps).contains("kept for the next start");
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> kept =
                    files.filter(file -> file.toString().endsWith(".codes")).toList();
            assertThat(kept).hasSize(1);
            return kept.get(0);
        }
    }

    @Test
    void preferredNamesCountMoreThanOtherSynonyms() throws IOException {
        snomed(10);
        try (Writer more = file("sct2_Description_Snapshot-gb_TEST_20250101.txt");
                Writer language = file("der2_cRefset_LanguageSnapshot-en_TEST_20250101.txt")) {
            more.write("99\t20250101\t1\tm\t1002\ten\t900000000000013009\tThe right name\tc\n");
            language.write("u\t20250101\t1\tm\t999\t99\t900000000000548007\n");
        }

        LargeCodeSystem system = new Releases().load(folder);

        assertThat(system.display("1002")).contains("The right name");
        assertThat(system.display("1003")).contains("Concept 3");
    }

    @Test
    void dictionaryOfMedicinesIsRead() throws IOException {
        Files.writeString(
                folder.resolve("f_vtm2_3010125.xml"),
                "<VIRTUAL_THERAPEUTIC_MOIETIES><VTM><VTMID>11</VTMID><NM>Drug</NM></VTM><VTM><VTMID>12</VTMID><INVALID>1</INVALID><NM>Old</NM></VTM></VIRTUAL_THERAPEUTIC_MOIETIES>");
        Files.writeString(
                folder.resolve("f_vmp2_3010125.xml"),
                "<VIRTUAL_MED_PRODUCTS><VMPS><VMP><VPID>21</VPID><VTMID>11</VTMID><NM>Drug 5mg tablets</NM></VMP></VMPS></VIRTUAL_MED_PRODUCTS>");
        var releases = new Releases();

        LargeCodeSystem system = releases.load(folder);

        assertThat(system.url()).isEqualTo("https://dmd.nhs.uk");
        assertThat(system.display("21")).contains("Drug 5mg tablets");
        assertThat(system.isAbove("11", "21")).isTrue();
        assertThat(system.contains("12")).isFalse();
        assertThat(system.members("VMP")).containsExactly("21");
    }

    @Test
    void otherFilesAreNoRelease() {
        assertThatThrownBy(() -> new Releases().load(folder)).isInstanceOf(ReleaseException.class);
        assertThatThrownBy(() -> new Releases().load(folder.resolve("none"))).isInstanceOf(ReleaseException.class);
    }

    private void snomed(int size) throws IOException {
        SyntheticRelease.write(folder, size);
    }

    private Writer file(String name) throws IOException {
        return SyntheticRelease.file(folder, name);
    }

    /** A source with one value set, v. */
    private record OneValueSet(Releases releases, String constraint) implements TerminologySource {
        @Override
        public Optional<? extends JsonNode> codeSystem(String canonical) {
            return Optional.empty();
        }

        @Override
        public Optional<? extends JsonNode> valueSet(String canonical) {
            return Optional.of(new ObjectMapper()
                    .valueToTree(java.util.Map.of(
                            "compose",
                            java.util.Map.of(
                                    "include",
                                    List.of(java.util.Map.of(
                                            "system",
                                            "http://snomed.info/sct",
                                            "filter",
                                            List.of(java.util.Map.of(
                                                    "property", "constraint", "op", "=", "value", constraint))))))));
        }

        @Override
        public List<? extends JsonNode> supplements(String url) {
            return List.of();
        }

        @Override
        public Optional<String> systemOf(String valueSet) {
            return Optional.empty();
        }

        @Override
        public Optional<? extends JsonNode> conceptMap(String canonical) {
            return Optional.empty();
        }

        @Override
        public List<? extends JsonNode> conceptMaps() {
            return List.of();
        }

        @Override
        public Optional<LargeCodeSystem> largeCodeSystem(String url) {
            return releases.apply(url);
        }
    }
}
