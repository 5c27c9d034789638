package org.openspine.terminology.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads an RF2 snapshot: concepts, inferred is-a relationships, terms and members of reference sets. Inactive rows are left out.
 *
 * @see <a href="https://confluence.ihtsdotools.org/display/DOCRELFMT">SNOMED CT release file formats</a>
 */
final class SnomedReader {
    static final String URL = "http://snomed.info/sct";
    private static final String IS_A = "116680003";
    private static final String SYNONYM = "900000000000013009";
    private static final String PREFERRED = "900000000000548007";

    private final CodeSystemBuilder builder = new CodeSystemBuilder();
    private final LongList preferredNames = new LongList();
    private long[] preferred = {};
    private String version = "";

    /** The system in a folder or archive of one or several RF2 packages; {@code progress} gets the name of each file that was read. */
    static CompactCodeSystem read(Path release, Consumer<String> progress) {
        var reader = new SnomedReader();
        ReleaseFiles.each(release, name -> isReferenceSet(name) && name.contains("Language"), (name, content) -> {
            reader.languages(content);
            progress.accept(name);
        });
        reader.preferred = reader.preferredNames.sortedDistinct();
        int files =
                ReleaseFiles.each(release, name -> isComponent(name) || isOtherReferenceSet(name), (name, content) -> {
                    reader.file(name, content);
                    progress.accept(name);
                });
        if (files == 0 || reader.version.isEmpty()) {
            throw new ReleaseException(
                    "%s has no RF2 snapshot: no file sct2_Concept_Snapshot…".formatted(release.getFileName()));
        }
        return reader.builder.build(URL, "http://snomed.info/sct/version/" + reader.version);
    }

    private static boolean isComponent(String name) {
        return name.contains("Snapshot")
                && name.endsWith(".txt")
                && (name.contains("_Concept_") || name.contains("_Description_") || name.contains("_Relationship_"));
    }

    private static boolean isReferenceSet(String name) {
        return name.contains("Snapshot")
                && name.endsWith(".txt")
                && name.startsWith("der2_")
                && name.contains("Refset");
    }

    private static boolean isOtherReferenceSet(String name) {
        return isReferenceSet(name) && !name.contains("Language");
    }

    /** Which synonyms are preferred: read first, so that the others need not be remembered. */
    private void languages(InputStream content) throws IOException {
        // id effectiveTime active moduleId refsetId referencedComponentId acceptabilityId
        rows(content, 2, row -> {
            if (row.length > 6 && row[6].equals(PREFERRED)) {
                preferredNames.add(CompactCodeSystem.number(row[5]));
            }
        });
    }

    private void file(String name, InputStream content) throws IOException {
        if (isOtherReferenceSet(name)) {
            members(content);
            return;
        }
        int date = name.lastIndexOf('_');
        String released = name.substring(date + 1).replace(".txt", "");
        version = released.compareTo(version) > 0 ? released : version;
        if (name.contains("_Concept_")) {
            rows(content, 2, row -> builder.concept(CompactCodeSystem.number(row[0])));
        } else if (name.contains("_Relationship_")) {
            // id effectiveTime active moduleId sourceId destinationId group typeId
            rows(content, 2, row -> {
                if (row.length > 7 && row[7].equals(IS_A)) {
                    builder.edge(CompactCodeSystem.number(row[4]), CompactCodeSystem.number(row[5]));
                }
            });
        } else {
            // id effectiveTime active moduleId conceptId languageCode typeId term
            rows(content, 2, row -> {
                if (row.length > 7 && row[6].equals(SYNONYM)) {
                    long concept = CompactCodeSystem.number(row[4]);
                    boolean isPreferred = Arrays.binarySearch(preferred, CompactCodeSystem.number(row[0])) >= 0;
                    if (isPreferred || !builder.hasTerm(concept)) {
                        builder.term(concept, row[7]);
                    }
                }
            });
        }
    }

    private void members(InputStream content) throws IOException {
        // id effectiveTime active moduleId refsetId referencedComponentId …
        rows(content, 2, row -> {
            long member = row.length > 5 ? CompactCodeSystem.number(row[5]) : -1;
            if (member >= 0) {
                builder.member(row[4], member);
            }
        });
    }

    private interface Row {
        void read(String[] cells);
    }

    private static void rows(InputStream content, int active, Row row) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8), 1 << 16);
        reader.readLine(); // names of columns
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String[] cells = line.split("\t", -1);
            if (cells.length > active && cells[active].equals("1")) {
                row.read(cells);
            }
        }
    }
}
