package org.openspine.conformance.structure;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StructuresTest {
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final Structures STRUCTURES = Structures.r4(CONTEXT);

    private static ElementShape element(String type, String name) {
        return STRUCTURES.type(type).orElseThrow().element(name).orElseThrow();
    }

    @Test
    void listsTheResourceTypesOfR4() {
        assertThat(STRUCTURES.resourceTypes())
                .contains("Patient", "List", "MedicationRequest", "Parameters", "Bundle")
                .doesNotContain("DomainResource", "Resource", "HumanName")
                .isEqualTo(Set.copyOf(CONTEXT.getResourceTypes()));
    }

    @Test
    void choiceHasOneShapeForEachType() {
        assertThat(STRUCTURES.resource("Patient").orElseThrow().step("deceased"))
                .extracting(ElementShape::name)
                .containsExactly("deceasedBoolean", "deceasedDateTime");
        assertThat(element("MedicationRequest", "medicationReference").targets())
                .containsExactly("Medication");
        assertThat(element("MedicationRequest", "medicationReference").min()).isEqualTo(1);
        assertThat(element("Extension", "valueDosage").type().name()).isEqualTo("Dosage");
        assertThat(STRUCTURES.resource("Patient").orElseThrow().element("deceased"))
                .isEmpty();
    }

    @Test
    void backboneElementsAreNamedByTheirPathAndReusedByContentReferences() {
        assertThat(element("Patient", "contact").type().name()).isEqualTo("Patient.contact");
        assertThat(element("Bundle.entry", "link").type())
                .isSameAs(element("Bundle", "link").type());
        assertThat(element("Questionnaire.item", "item").type().name()).isEqualTo("Questionnaire.item");
    }

    @Test
    void requiredBindingsListTheirCodes() {
        assertThat(element("Patient", "gender").codes())
                .containsExactlyInAnyOrder("male", "female", "other", "unknown");
        assertThat(element("Patient", "language").codes()).isEmpty();
    }

    @Test
    void modifiersSummaryAndCardinalityAreThere() {
        assertThat(element("Patient", "active").modifier()).isTrue();
        assertThat(element("Patient", "active").summary()).isTrue();
        assertThat(element("Patient", "contact").summary()).isFalse();
        assertThat(element("Patient", "meta").summary()).isTrue();
        assertThat(element("HumanName", "given").list()).isTrue();
        assertThat(element("HumanName", "family").list()).isFalse();
        assertThat(STRUCTURES.resource("Observation").orElseThrow().required())
                .extracting(shapes -> shapes.get(0).path())
                .containsExactly("status", "code");
    }

    @Test
    void profilesOfQuantityAreQuantities() {
        assertThat(element("MedicationRequest.dispenseRequest", "quantity")
                        .type()
                        .name())
                .isEqualTo("Quantity");
        assertThat(element("Dosage.doseAndRate", "doseQuantity").type().name()).isEqualTo("Quantity");
        assertThat(element("Condition", "onsetAge").type().name()).isEqualTo("Age");
    }

    @Test
    void everyResourceTypeHasTheElementsThatHapiKnows() {
        for (String type : STRUCTURES.resourceTypes()) {
            same(STRUCTURES.resource(type).orElseThrow(), CONTEXT.getResourceDefinition(type), new HashSet<>());
        }
    }

    private static void same(TypeShape ours, BaseRuntimeElementCompositeDefinition<?> hapi, Set<TypeShape> seen) {
        if (!seen.add(ours)) {
            return;
        }
        List<String> names = hapi.getChildren().stream()
                .filter(child -> !child.getElementName().equals("extension")
                        && !child.getElementName().equals("modifierExtension"))
                .map(BaseRuntimeChildDefinition::getElementName)
                .toList();
        assertThat(names).as(ours.name()).isNotEmpty().allSatisfy(name -> assertThat(ours.step(name.replace("[x]", "")))
                .as(ours + "." + name)
                .isNotEmpty());
        for (ElementShape element : ours.elements()) {
            if (element.type().kind() == TypeShape.Kind.BACKBONE) {
                var child = hapi.getChildByName(element.name()).getChildByName(element.name());
                same(element.type(), (BaseRuntimeElementCompositeDefinition<?>) child, seen);
            }
        }
    }
}
