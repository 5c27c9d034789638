package org.openspine.samples.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.openspine.samples.Progress;
import org.openspine.samples.Stories;
import org.openspine.samples.StrictParser;
import org.openspine.terminology.identifier.NhsNumber;

class PopulationGeneratorTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final List<String> RECORDED = List.of(
            "onsetDateTime",
            "effectiveDateTime",
            "recordedDate",
            "occurrenceDateTime",
            "dateTime",
            "authoredOn",
            "whenHandedOver");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void sameSeedGivesTheSameBytesOnAnyMachine() throws Exception {
        String first = sha256(generate(7, 100));

        assertThat(sha256(generate(7, 100))).isEqualTo(first);
        assertThat(sha256(generate(8, 100))).isNotEqualTo(first);
        // the value guards against clocks, locales and JDKs; a wanted change of the content changes it
        assertThat(first).isEqualTo("271f08326a1a4d8e64b51f6100b6800581b870f39dcaa64eebf7e4f6b5e67436");
    }

    @Test
    void everyLineIsASmallTransactionThatParsesStrictly() throws IOException {
        generate(1, 200).lines().forEach(line -> {
            var bundle = StrictParser.bundle(line);
            assertThat(bundle.getEntry()).hasSizeBetween(1, BundleLines.MAX_ENTRIES);
            assertThat(line.length()).isLessThan(200_000);
        });
    }

    @Test
    void theDirectoryComesFirstAndEveryReferenceLeadsSomewhere() throws IOException {
        List<JsonNode> bundles = bundles(generate(3, 300));
        List<Boolean> directory = bundles.stream()
                .map(bundle -> bundle.at("/identifier/value").asText().startsWith("directory"))
                .toList();
        assertThat(directory.lastIndexOf(true)).isLessThan(directory.indexOf(false));

        Set<String> known = new HashSet<>();
        List<String> references = new ArrayList<>();
        for (JsonNode bundle : bundles) {
            bundle.path("entry").forEach(entry -> {
                assertThat(known.add(entry.at("/request/url").asText())).isTrue();
                references.addAll(entry.path("resource").findValuesAsText("reference"));
            });
        }
        references.removeIf(reference -> reference.startsWith("#"));
        assertThat(known).containsAll(references);
    }

    @Test
    void asManyPatientsAsAskedFor() throws IOException {
        List<Long> done = new ArrayList<>();
        var out = new ByteArrayOutputStream();
        long resources = new PopulationGenerator(5, 777, TODAY).writeTo(out, state -> done.add(state.done()));

        List<JsonNode> patients = patients(out.toString(StandardCharsets.UTF_8));
        assertThat(patients.stream().filter(patient -> patient.path("link").isMissingNode()))
                .hasSize(777);
        assertThat(done.get(done.size() - 1)).isEqualTo(777);
        assertThat((double) resources / 777).isCloseTo(PopulationGenerator.RESOURCES_PER_PATIENT, within(1.0));
    }

    @Test
    void thePopulationLooksLikeEngland() throws IOException {
        List<JsonNode> patients = patients(generate(11, 8_000)).stream()
                .filter(patient -> patient.path("link").isMissingNode())
                .toList();

        assertThat(share(patients, patient -> born(patient) > TODAY.getYear() - 18))
                .isBetween(0.17, 0.26);
        assertThat(share(patients, patient -> born(patient) <= TODAY.getYear() - 65))
                .isBetween(0.15, 0.22);
        assertThat(share(patients, patient -> born(patient) <= TODAY.getYear() - 85))
                .isBetween(0.015, 0.045);
        assertThat(share(patients, is("/gender", "female"))).isBetween(0.48, 0.53);
        assertThat(share(patients, has("/deceasedDateTime"))).isBetween(0.01, 0.04);
        assertThat(share(patients, is("/meta/security/0/code", "U"))).isBetween(0.99, 0.9995);
        assertThat(share(patients, patient -> patient.toString().contains("NominatedPharmacy")))
                .isBetween(0.55, 0.65);
        assertThat(share(patients, is("/name/1/use", "maiden"))).isBetween(0.1, 0.25);
        assertThat(share(patients, has("/address/1"))).isBetween(0.15, 0.35);
        assertThat(share(patients, patient -> !patient.at("/name/0").toString().matches("\\p{ASCII}*")))
                .isBetween(0.02, 0.2);
    }

    @Test
    void nothingIsRecordedBeforeBirthOrAfterToday() throws IOException {
        List<JsonNode> bundles = bundles(generate(17, 2_000));
        Map<String, String> born = new HashMap<>();
        for (JsonNode bundle : bundles) {
            for (JsonNode entry : bundle.path("entry")) {
                JsonNode resource = entry.path("resource");
                if (resource.path("resourceType").asText().equals("Patient")) {
                    born.put(
                            "Patient/" + resource.path("id").asText(),
                            resource.path("birthDate").asText());
                }
            }
        }
        for (JsonNode bundle : bundles) {
            for (JsonNode entry : bundle.path("entry")) {
                JsonNode resource = entry.path("resource");
                String patient = resource.path("subject")
                        .path("reference")
                        .asText(resource.path("patient").path("reference").asText("nobody"));
                for (String field : RECORDED) {
                    String day = resource.path(field).asText();
                    if (!day.isEmpty() && born.containsKey(patient)) {
                        assertThat(day.substring(0, 10))
                                .as(resource.path("resourceType").asText() + "." + field)
                                .isBetween(born.get(patient), TODAY.toString());
                    }
                }
            }
        }
    }

    @Test
    void noNumberIsGivenTwiceNorTakenFromAStory() {
        Set<String> stories = new HashSet<>();
        Stories.all().forEach(story -> story.json()
                .lines()
                .filter(line -> line.matches("\\s*\"id\": \"9\\d{9}\",?"))
                .forEach(line -> stories.add(line.replaceAll("\\D", ""))));
        assertThat(stories).hasSizeGreaterThan(20);

        for (long seed : new long[] {0, 1, 42, Long.MAX_VALUE}) {
            var numbers = new NhsNumbers(seed);
            Set<NhsNumber> given = new HashSet<>();
            for (int i = 0; i < 50_000; i++) {
                assertThat(given.add(numbers.next())).isTrue();
            }
            assertThat(given).noneMatch(number -> stories.contains(number.value()));
        }
    }

    @Test
    void moreThanThereAreNumbersIsRefused() {
        assertThatThrownBy(() -> new PopulationGenerator(1, PopulationGenerator.MOST_PATIENTS + 1, TODAY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(PopulationGenerator.MOST_PATIENTS).isGreaterThan(10_000_000);
    }

    private static String generate(long seed, int patients) throws IOException {
        var out = new ByteArrayOutputStream();
        new PopulationGenerator(seed, patients, TODAY).writeTo(out, Progress.SILENT);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String sha256(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    private static List<JsonNode> bundles(String lines) throws IOException {
        List<JsonNode> bundles = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            bundles.add(JSON.readTree(line));
        }
        return bundles;
    }

    private static List<JsonNode> patients(String lines) throws IOException {
        List<JsonNode> patients = new ArrayList<>();
        for (JsonNode bundle : bundles(lines)) {
            bundle.path("entry").forEach(entry -> {
                if (entry.at("/resource/resourceType").asText().equals("Patient")) {
                    patients.add(entry.path("resource"));
                }
            });
        }
        return patients;
    }

    private static int born(JsonNode patient) {
        return Integer.parseInt(patient.path("birthDate").asText().substring(0, 4));
    }

    private static Predicate<JsonNode> is(String pointer, String value) {
        return patient -> patient.at(pointer).asText().equals(value);
    }

    private static Predicate<JsonNode> has(String pointer) {
        return patient -> !patient.at(pointer).isMissingNode();
    }

    private static double share(List<JsonNode> patients, Predicate<JsonNode> condition) {
        return (double) patients.stream().filter(condition).count() / patients.size();
    }
}
