package org.openspine.conformance.validation;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.structure.Structures;

/**
 * Ours against HAPI's validator, with the same definitions, over the project's sample stories and mutants of them. {@link ReferenceTrial}
 * does the same at length.
 */
class DifferentialTest {
    private static final int MUTANTS = 300;
    private static final int STORIES = 40;
    private static final Structures STRUCTURES = Structures.r4(FhirContext.forR4Cached());

    private final RuleBook book = new RuleBook(STRUCTURES, Definitions.r4().with(OwnPackage.definitions()));
    private final Differential differential = new Differential(
            new ResourceValidator(STRUCTURES, () -> book),
            new ReferenceValidator(FhirContext.forR4(), OwnPackage.definitions()));

    @Test
    void bothSayTheSameOfStoriesAndMutants() {
        List<ObjectNode> seeds = Stories.resources();
        var differences = new ArrayList<String>();
        for (ObjectNode seed : seeds.subList(0, STORIES)) {
            compare(seed, "as it is", differences);
        }
        var random = new Random(1);
        var mutations = new Mutations(STRUCTURES, 1);
        for (int i = 0; i < MUTANTS; i++) {
            Mutations.Mutant mutant = mutations.mutate(seeds.get(random.nextInt(seeds.size())));
            compare(mutant.resource(), mutant.change(), differences);
        }

        assertThat(differences).isEmpty();
    }

    private void compare(ObjectNode resource, String change, List<String> differences) {
        Differential.Verdicts verdicts = differential.verdicts(resource);
        if (verdicts.differ()) {
            differences.add("%s: %s%s".formatted(resource.path("resourceType").asText(), change, verdicts));
        }
    }
}
