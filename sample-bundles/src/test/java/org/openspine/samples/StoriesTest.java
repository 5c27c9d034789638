package org.openspine.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;
import org.openspine.terminology.identifier.NhsNumber;

class StoriesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Story> STORIES = Stories.all();
    private static final String PUBLISHED_WITH_A_WRONG_CHECK_DIGIT = "9000000015";

    @Test
    void everyStoryIsASmallTransactionThatParsesStrictly() {
        for (Story story : STORIES) {
            Bundle bundle = StrictParser.bundle(story.json());
            assertThat(bundle.getType()).as(story.name()).isEqualTo(Bundle.BundleType.TRANSACTION);
            assertThat(bundle.getIdentifier().getValue()).isEqualTo(story.name());
            assertThat(bundle.getEntry()).as(story.name()).hasSizeBetween(1, 400);
            assertThat(story.bytes()).as(story.name()).hasSizeLessThan(1 << 20);
        }
    }

    @Test
    void everyEntryIsPutUnderItsOwnIdOnce() throws Exception {
        List<String> paths = new ArrayList<>();
        for (Story story : STORIES) {
            if (story.name().endsWith("-before")) {
                continue; // what some records said before another story changes them
            }
            for (JsonNode entry : JSON.readTree(story.json()).path("entry")) {
                JsonNode resource = entry.path("resource");
                String path = resource.path("resourceType").asText() + "/"
                        + resource.path("id").asText();
                assertThat(entry.path("request").path("url").asText()).isEqualTo(path);
                assertThat(entry.path("fullUrl").asText()).endsWith(path);
                paths.add(path);
            }
        }
        assertThat(paths).doesNotHaveDuplicates();
    }

    @Test
    void patientsAreKnownByAValidTestNumber() throws Exception {
        for (JsonNode patient : resources("Patient")) {
            String id = patient.path("id").asText();
            assertThat(NhsNumber.parse(id).isPresent() || id.equals(PUBLISHED_WITH_A_WRONG_CHECK_DIGIT))
                    .as(id)
                    .isTrue();
            assertThat(id).matches("[59].*"); // the two ranges of national test numbers
            assertThat(patient.path("identifier").path(0).path("value").asText())
                    .isEqualTo(id);
        }
        assertThat(resources("Patient")).hasSizeGreaterThanOrEqualTo(14);
    }

    @Test
    void everyReferenceLeadsToAResourceOfAStory() throws Exception {
        Set<String> known = new HashSet<>();
        List<String> references = new ArrayList<>();
        for (Story story : STORIES) {
            for (JsonNode entry : JSON.readTree(story.json()).path("entry")) {
                known.add(entry.path("request").path("url").asText());
                collectReferences(entry.path("resource"), references);
            }
        }
        assertThat(references).hasSizeGreaterThan(200).allSatisfy(reference -> assertThat(known)
                .contains(reference));
    }

    /** Documents are closed: what is inside refers to what is inside. */
    private static void collectReferences(JsonNode node, List<String> references) {
        if (node.path("resourceType").asText().equals("Bundle")) {
            assertReferencesStayInside(node);
            return;
        }
        String reference = node.path("reference").asText("#");
        if (!reference.startsWith("#")) {
            references.add(reference);
        }
        node.forEach(child -> collectReferences(child, references));
    }

    private static void assertReferencesStayInside(JsonNode document) {
        Set<String> inside = new HashSet<>();
        document.path("entry").forEach(entry -> inside.add(entry.path("fullUrl").asText()));
        List<String> used = document.findValuesAsText("reference");
        assertThat(inside).containsAll(used);
    }

    @Test
    void prescriptionNumbersHaveTheRightCheckCharacter() throws Exception {
        Set<String> numbers = new HashSet<>();
        for (JsonNode request : resources("MedicationRequest")) {
            numbers.add(request.path("groupIdentifier").path("value").asText());
        }
        assertThat(numbers).hasSizeGreaterThanOrEqualTo(6).allSatisfy(number -> {
            assertThat(number).matches("[A-F0-9]{6}-[A-Z0-9]{6}-[A-F0-9]{5}[A-Z0-9+]");
            assertThat(remainderMod37(number.replace("-", ""))).isOne();
        });
    }

    /** ISO 7064 MOD 37-2, as the definition has it: the sum over all characters, the last one included. */
    private static int remainderMod37(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            sum = sum * 2 + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+".indexOf(number.charAt(i));
        }
        return sum % 37;
    }

    @Test
    void eachStageAndEachKindOfRecordHasItsStory() throws Exception {
        assertThat(texts("Task", "/businessStatus/coding/0/code"))
                .contains("0001", "0002", "0003", "0005", "0006", "0008", "9000");
        assertThat(texts("Patient", "/meta/security/0/code")).contains("U", "R", "V", "REDACTED");
        assertThat(texts("Patient", "/link/0/type")).contains("replaced-by");
        assertThat(texts("Consent", "/provision/code/0/coding/0/code")).contains("Yes", "No", "Ask");
        assertThat(texts("CarePlan", "/category/0/coding/0/code"))
                .contains("342191000000101", "764841000000100", "818901000000100");
        assertThat(texts("ServiceRequest", "/status")).contains("active", "revoked");
        assertThat(texts("Slot", "/status")).contains("free", "busy");
    }

    @Test
    void anActiveConsentIsTheOnlyOneOfItsKind() throws Exception {
        List<String> kinds = new ArrayList<>();
        for (JsonNode consent : resources("Consent")) {
            kinds.add(consent.at("/patient/reference").asText() + " "
                    + consent.at("/category/0/coding/0/code").asText());
        }
        assertThat(kinds).doesNotHaveDuplicates();
    }

    @Test
    void storiesMoveToTheCurrentWeekWithTheirWeekdays() {
        LocalDate inAYear = Stories.TOLD_ON.plusWeeks(52).plusDays(3);
        String before = story(STORIES, "referral-booked-fitzgerald");
        String after = story(Stories.asOf(inAYear), "referral-booked-fitzgerald");

        assertThat(before).contains("2026-12-07T09:00:00Z").contains("1953-08-03");
        assertThat(after)
                .contains(LocalDate.of(2026, 12, 7).plusWeeks(52) + "T09:00:00Z")
                .contains("1953-08-03")
                .doesNotContain("2026-");
        assertThat(Stories.TOLD_ON.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
        assertThat(Stories.asOf(Stories.TOLD_ON.plusDays(6))).isEqualTo(STORIES);
    }

    @Test
    void theGuideNamesEveryStory() throws Exception {
        try (var guide = Stories.class.getResourceAsStream("stories/STORIES.md")) {
            String text = new String(guide.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(STORIES).allSatisfy(story -> assertThat(text).contains(story.name() + ".json"));
            for (JsonNode patient : resources("Patient")) {
                assertThat(text).contains(patient.path("id").asText());
            }
        }
    }

    private static String story(List<Story> stories, String name) {
        return stories.stream()
                .filter(story -> story.name().equals(name))
                .findFirst()
                .orElseThrow()
                .json();
    }

    private static Set<String> texts(String type, String pointer) throws Exception {
        return resources(type).stream()
                .map(resource -> resource.at(pointer).asText())
                .collect(Collectors.toSet());
    }

    private static List<JsonNode> resources(String type) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        for (Story story : STORIES) {
            for (JsonNode entry : JSON.readTree(story.json()).path("entry")) {
                JsonNode resource = entry.path("resource");
                if (resource.path("resourceType").asText().equals(type)) {
                    found.add(resource);
                }
            }
        }
        return found;
    }
}
