package org.openspine.conformance.profile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** The shapes of the model classes against the definitions that HL7 publishes: what must be there, and what may repeat. */
class CardinalitiesTest {
    private static final Structures STRUCTURES = Structures.r4(FhirContext.forR4Cached());

    @Test
    void shapesHaveTheCardinalitiesOfThePublishedDefinitions() {
        var snapshots = new Snapshots(Definitions.r4());
        var differences = new ArrayList<String>();
        for (String type : STRUCTURES.resourceTypes()) {
            ElementNode root = snapshots.type(type).orElseThrow().root();
            compare(STRUCTURES.resource(type).orElseThrow(), root, type, differences);
        }

        assertThat(differences).isEmpty();
    }

    private static void compare(TypeShape shape, ElementNode node, String path, List<String> differences) {
        for (ElementNode child : node.children()) {
            List<ElementShape> shapes = shape.step(child.name().replace("[x]", ""));
            assertThat(shapes).as(path + "." + child.name()).isNotEmpty();
            boolean required = child.get("min").asInt() > 0;
            boolean repeats = !child.get("max").asText().equals("1");
            if (shapes.get(0).min() > 0 != required || shapes.get(0).list() != repeats) {
                differences.add(path + "." + child.name());
            }
            compare(shapes.get(0).type(), child, path + "." + child.name(), differences);
        }
    }
}
