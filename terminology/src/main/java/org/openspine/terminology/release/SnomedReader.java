package org.openspine.terminology.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

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
    private final Map<String, String> synonyms = new HashMap<>();
    private final Map<String, String> conceptOfSynonym = new HashMap<>();
    private String version = "";

    /** The system in a folder or archive of one or several RF2 packages. */
    static CompactCodeSystem read(Path release) {
        var reader = new SnomedReader();
        int files = ReleaseFiles.each(release, SnomedReader::isFirst, reader::first);
        if (files == 0) {
            throw new ReleaseException(
                    "%s has no RF2 snapshot: no file sct2_Concept_Snapshot…".formatted(release.getFileName()));
        }
        ReleaseFiles.each(release, SnomedReader::isReferenceSet, reader::second);
        reader.conceptOfSynonym.forEach((id, concept) -> {
            long code = CompactCodeSystem.number(concept);
            if (!reader.builder.hasTerm(code)) {
                reader.builder.term(code, reader.synonyms.getOrDefault(id, ""));
            }
        });
        return reader.builder.build(URL, "http://snomed.info/sct/version/" + reader.version);
    }

    private static boolean isFirst(String name) {
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

    private void first(String name, InputStream content) throws IOException {
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
                    synonyms.put(row[0], row[7]);
                    conceptOfSynonym.put(row[0], row[4]);
                }
            });
        }
    }

    /** Language reference sets say which synonym is preferred; the others have concepts as members. */
    private void second(String name, InputStream content) throws IOException {
        boolean language = name.contains("Language");
        // id effectiveTime active moduleId refsetId referencedComponentId …
        rows(content, 2, row -> {
            if (row.length <= 5) {
                return;
            }
            if (!language) {
                long member = CompactCodeSystem.number(row[5]);
                if (member >= 0) {
                    builder.member(row[4], member);
                }
            } else if (row.length > 6 && row[6].equals(PREFERRED) && synonyms.containsKey(row[5])) {
                builder.term(
                        CompactCodeSystem.number(conceptOfSynonym.getOrDefault(row[5], "")),
                        synonyms.getOrDefault(row[5], ""));
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
