package org.openspine.conformance.validation;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.profile.Definition;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.structure.Structures;

/**
 * Ours against HAPI's validator, with the same definitions, over the project's sample stories and mutants of them. The test takes what
 * fits into its time, and no more than was once looked through; {@code main} takes a seed and a number of mutants, and prints every difference.
 */
class DifferentialTest {
    private static final Path STORIES =
            Path.of("..", "sample-bundles", "src", "main", "resources", "org", "openspine", "samples", "stories");
    private static final Duration TIME = Duration.ofSeconds(12);
    private static final int MUTANTS = 150;
    private static final Structures STRUCTURES = Structures.r4(FhirContext.forR4Cached());

    /**
     * Where the two differ for a reason, which is in RATIONALE.md; the texts are HAPI's, or ours where ours is the stricter. What the
     * national contract says of terminology stands above what HAPI does: a wrong code outside a required binding is a warning.
     */
    private static final List<String> KNOWN = List.of(
            "Unknown code",
            "CodeSystem is unknown",
            "Error processing unit",
            "must be an absolute reference",
            "is not correct for the identifier",
            "Canonical URLs must be absolute",
            "isn't reachable by traversing links",
            "Can't find '",
            "fullUrl",
            "Constraint failed: bdl-5",
            "An array must not be empty",
            "must be base64",
            "value set http://hl7.org/fhir/ValueSet/mimetypes",
            "must refer to one of",
            "is not a valid reference",
            "Search results must have ids");

    private static final java.util.Set<String> PROFILES =
            definitions().stream().map(Definition::url).collect(java.util.stream.Collectors.toSet());

    private final RuleBook book = new RuleBook(STRUCTURES, Definitions.r4().with(OwnPackage.definitions()));
    private final ResourceValidator ours = new ResourceValidator(STRUCTURES, () -> book);
    private final ReferenceValidator reference = new ReferenceValidator(FhirContext.forR4(), definitions());

    private static List<Definition> definitions() {
        return OwnPackage.definitions();
    }

    @Test
    void bothSayTheSameOfEveryStoryAndOfMutants() {
        List<ObjectNode> seeds = seeds();
        Instant end = Instant.now().plus(TIME);
        int compared = 0;
        for (ObjectNode seed : seeds) {
            if (Instant.now().isBefore(end)) {
                assertThat(difference(seed, "as it is")).isEmpty();
                compared++;
            }
        }
        var random = new Random(1);
        var mutations = new Mutations(1);
        end = Instant.now().plus(TIME);
        for (int i = 0; i < MUTANTS && Instant.now().isBefore(end); i++) {
            Mutations.Mutant mutant = mutations.mutate(seeds.get(random.nextInt(seeds.size())));
            assertThat(difference(mutant.resource(), mutant.change())).isEmpty();
            compared++;
        }
        assertThat(compared).isGreaterThan(20);
    }

    /** What nobody has explained; empty if the verdicts are the same. */
    private List<String> difference(ObjectNode resource, String change) {
        List<String> errors;
        try {
            errors = reference.errors(resource);
        } catch (RuntimeException e) {
            return List.of(); // HAPI cannot read some of what is no FHIR at all
        }
        ValidationReport report = ours.validate(resource);
        if (report.isValid() == errors.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<>(errors);
        report.issues().stream()
                .filter(ValidationIssue::isError)
                .forEach(issue -> found.add("ours: " + issue.location() + " " + issue.message()));
        boolean explained = found.stream().allMatch(error -> KNOWN.stream().anyMatch(error::contains));
        found.add(0, resource.path("resourceType").asText() + ": " + change);
        return explained ? List.of() : found;
    }

    private static List<ObjectNode> seeds() {
        var seeds = new ArrayList<ObjectNode>();
        try (Stream<Path> files = Files.list(STORIES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                ObjectNode story = ResourceJson.parse(Files.readAllBytes(file), JsonLimits.DOCUMENT);
                story.path("entry").forEach(entry -> {
                    ObjectNode resource = ((ObjectNode) entry.path("resource")).deepCopy();
                    String profile = "https://openspine.org/fhir/StructureDefinition/openspine-"
                            + resource.path("resourceType").asText().toLowerCase(java.util.Locale.ROOT);
                    boolean profiled = PROFILES.contains(profile);
                    if (profiled && !resource.has("meta")) {
                        resource.putObject("meta").putArray("profile").add(profile);
                    }
                    seeds.add(resource);
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        java.util.Collections.shuffle(seeds, new Random(7));
        return seeds;
    }

    /** {@code main seed count}. */
    public static void main(String[] args) {
        var test = new DifferentialTest();
        List<ObjectNode> seeds = seeds();
        var random = new Random(Long.parseLong(args[0]));
        var mutations = new Mutations(Long.parseLong(args[0]));
        int count = Integer.parseInt(args[1]);
        int different = 0;
        for (int i = 0; i < count; i++) {
            Mutations.Mutant mutant = mutations.mutate(seeds.get(random.nextInt(seeds.size())));
            List<String> difference = test.difference(mutant.resource(), mutant.change());
            if (!difference.isEmpty()) {
                different++;
                System.out.println(String.join("\n    ", difference));
            }
        }
        System.out.printf("%d mutants, %d differences without an explanation%n", count, different);
    }
}
