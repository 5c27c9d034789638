package org.openspine.conformance.validation;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.openspine.conformance.fhirpath.FhirPath;
import org.openspine.conformance.fhirpath.Item;
import org.openspine.conformance.fhirpath.Surroundings;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.profile.Snapshots;
import org.openspine.conformance.structure.SampleResources;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** Invariants of R4's resources over generated resources and damaged copies of them, ours against HAPI's engine. */
class InvariantComparisonTest {
    private static final FhirContext CONTEXT = FhirContext.forR4();
    private static final Structures STRUCTURES = Structures.r4(CONTEXT);

    /** Checked in other ways, or functions of HAPI's that need its validator. */
    private static final Set<String> NOT_COMPARED =
            Set.of("ele-1", "ext-1", "dom-2", "dom-3", "dom-4", "dom-5", "dom-6", "ref-1", "txt-1", "txt-2", "ctm-1");

    private final FHIRPathEngine engine =
            new FHIRPathEngine(new HapiWorkerContext(CONTEXT, new DefaultProfileValidationSupport(CONTEXT)));

    @Test
    void invariantsOfResourcesHaveTheSameResults() {
        var snapshots = new Snapshots(Definitions.r4());
        var samples = new SampleResources(STRUCTURES);
        var random = new Random(3);
        var differences = new ArrayList<String>();
        int compared = 0;
        for (String type : STRUCTURES.resourceTypes()) {
            JsonNode constraints = snapshots.type(type).orElseThrow().root().get("constraint");
            ObjectNode whole = samples.resource(type, 0);
            for (JsonNode constraint : constraints) {
                if (NOT_COMPARED.contains(constraint.path("key").asText())) {
                    continue;
                }
                for (int round = 0; round < 6; round++) {
                    ObjectNode resource = damaged(whole, round, random);
                    compared += compare(constraint, resource, type, differences);
                }
            }
        }
        assertThat(compared).isGreaterThan(500);
        assertThat(differences).isEmpty();
    }

    /** Some properties less each time; values stay what they are, so that HAPI can read them. */
    private static ObjectNode damaged(ObjectNode whole, int round, Random random) {
        ObjectNode copy = whole.deepCopy();
        var names = new ArrayList<String>();
        copy.fieldNames().forEachRemaining(names::add);
        names.remove("resourceType");
        for (int i = 0; i < round * names.size() / 6; i++) {
            copy.remove(names.get(random.nextInt(names.size())));
        }
        return copy;
    }

    private int compare(JsonNode constraint, ObjectNode resource, String type, List<String> differences) {
        String expression = constraint.path("expression").asText();
        boolean theirs;
        try {
            Resource parsed = (Resource) CONTEXT.newJsonParser()
                    .parseResource(new String(ResourceJson.write(resource), StandardCharsets.UTF_8));
            List<Base> result = engine.evaluate(null, parsed, parsed, parsed, engine.parse(expression));
            theirs = engine.convertToBoolean(result);
        } catch (RuntimeException e) {
            return 0; // what HAPI's engine cannot run is no reference
        }
        TypeShape shape = STRUCTURES.resource(type).orElseThrow();
        Item item = new Item(shape, resource);
        boolean ours =
                FhirPath.compileRule(expression, STRUCTURES, Set.of(shape)).holds(item, item, item, Surroundings.NONE);
        if (ours != theirs) {
            differences.add(
                    "%s %s: ours %s: %s".formatted(type, constraint.path("key").asText(), ours, expression));
        }
        return 1;
    }
}
