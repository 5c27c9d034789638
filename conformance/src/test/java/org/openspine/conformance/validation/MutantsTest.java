package org.openspine.conformance.validation;

import static org.assertj.core.api.Assertions.assertThatCode;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.structure.SampleResources;
import org.openspine.conformance.structure.Structures;

/** Whatever is wrong with a resource is told in issues: no damage makes the validator fail. */
class MutantsTest {
    private static final int MUTANTS = 4_000;
    private static final Structures STRUCTURES = Structures.r4(FhirContext.forR4Cached());

    private final RuleBook book = new RuleBook(STRUCTURES, Definitions.r4().with(OwnPackage.definitions()));
    private final ResourceValidator validator = new ResourceValidator(STRUCTURES, () -> book);

    @Test
    void everyMutantGetsAReport() {
        List<ObjectNode> seeds = seeds();
        var random = new Random(5);
        var mutations = new Mutations(STRUCTURES, 5);
        for (int i = 0; i < MUTANTS; i++) {
            Mutations.Mutant mutant = mutations.mutate(seeds.get(random.nextInt(seeds.size())));
            if (random.nextBoolean()) {
                mutant = mutations.mutate(mutant.resource());
            }
            ObjectNode resource = mutant.resource();
            assertThatCode(() -> validator.validate(resource))
                    .as("%s %s", mutant.change(), resource)
                    .doesNotThrowAnyException();
        }
    }

    private static List<ObjectNode> seeds() {
        var seeds = new ArrayList<ObjectNode>(Stories.resources());
        var samples = new SampleResources(STRUCTURES);
        STRUCTURES.resourceTypes().forEach(type -> seeds.add(samples.resource(type, seeds.size())));
        return seeds;
    }
}
