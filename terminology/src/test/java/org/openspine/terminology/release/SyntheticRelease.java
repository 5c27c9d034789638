package org.openspine.terminology.release;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Snapshots in SNOMED CT's release format that are nobody's: 1001 on top, every concept below two others. */
final class SyntheticRelease {
    private static final String IS_A = "116680003";

    private SyntheticRelease() {}

    /** Concepts 1001 and up, as many as {@code size}; every tenth is a member of the reference set 500. */
    static void write(Path folder, int size) throws IOException {
        try (Writer concepts = file(folder, "sct2_Concept_Snapshot_TEST_20250101.txt");
                Writer edges = file(folder, "sct2_Relationship_Snapshot_TEST_20250101.txt");
                Writer terms = file(folder, "sct2_Description_Snapshot-en_TEST_20250101.txt");
                Writer members = file(folder, "der2_Refset_SimpleSnapshot_TEST_20250101.txt")) {
            for (int i = 1; i <= size; i++) {
                int code = 1000 + i;
                concepts.write(code + "\t20250101\t1\tm\td\n");
                terms.write(
                        "7" + code + "\t20250101\t1\tm\t" + code + "\ten\t900000000000013009\tConcept " + i + "\tc\n");
                if (i > 1) {
                    edges.write("8" + code + "\t20250101\t1\tm\t" + code + "\t" + (1000 + i / 2) + "\t0\t" + IS_A
                            + "\tx\ty\n");
                    edges.write("9" + code + "\t20250101\t1\tm\t" + code + "\t" + (1000 + Math.max(1, i / 3)) + "\t0\t"
                            + IS_A + "\tx\ty\n");
                }
                if (i % 10 == 0) {
                    members.write("u\t20250101\t1\tm\t500\t" + code + "\n");
                }
            }
        }
    }

    static Writer file(Path folder, String name) throws IOException {
        Writer writer = Files.newBufferedWriter(folder.resolve(name));
        writer.write("header\n");
        return writer;
    }
}
