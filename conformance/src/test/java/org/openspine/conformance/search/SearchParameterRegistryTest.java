package org.openspine.conformance.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;

class SearchParameterRegistryTest {
    private static final SearchParameterRegistry REGISTRY = SearchParameterRegistry.r4(FhirContext.forR4Cached());

    private static ObjectNode json(String singleQuoted) {
        return ResourceJson.parse(singleQuoted.replace('\'', '"').getBytes(UTF_8), JsonLimits.RESOURCE);
    }

    private static SearchParameterDefinition find(String type, String code) {
        return REGISTRY.find(type, code).orElseThrow();
    }

    private static List<String> values(String type, String code, String resource) {
        return find(type, code).evaluate(json(resource)).stream()
                .map(value -> value.type() + " " + value.node().toString().replace('"', '\''))
                .toList();
    }

    @Test
    void everyPublishedDefinitionCompilesForEveryTypeAndHasAnExpression() {
        for (String type : REGISTRY.structures().resourceTypes()) {
            assertThat(REGISTRY.of(type))
                    .as(type)
                    .extracting(SearchParameterDefinition::code)
                    .contains("_id", "_lastUpdated", "_tag", "_profile", "_security", "_source")
                    .doesNotContain("_text", "_content", "_query", "_filter", "_list", "_has");
            for (SearchParameterDefinition definition : REGISTRY.of(type)) {
                boolean column =
                        definition.code().equals("_id") || definition.code().equals("_lastUpdated");
                assertThat(definition.expression().isEmpty())
                        .as(definition.url())
                        .isEqualTo(column);
                assertThat(definition.type()).isEqualTo(type);
                if (!column) {
                    assertThat(SearchableTypes.fit(
                                    definition.kind(),
                                    definition.compiled().orElseThrow().types()))
                            .as("%s.%s", type, definition.code())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void definitionsOfManyTypesAreNarrowedToOne() {
        SearchParameterDefinition patient = find("Observation", "patient");

        assertThat(patient.url()).isEqualTo("http://hl7.org/fhir/SearchParameter/clinical-patient");
        assertThat(patient.expression()).isEqualTo("Observation.subject.where(resolve() is Patient)");
        assertThat(patient.targets()).containsExactly("Patient");
        assertThat(patient.description()).isEqualTo("The subject that the observation is about (if patient)");
        assertThat(find("AllergyIntolerance", "code").expression())
                .isEqualTo("AllergyIntolerance.code | AllergyIntolerance.reaction.substance");
        assertThat(find("Patient", "given").expression()).isEqualTo("Patient.name.given");
        assertThat(find("StructureDefinition", "url").url())
                .isEqualTo("http://hl7.org/fhir/SearchParameter/conformance-url");
        assertThat(find("Observation", "subject").targets()).contains("Patient", "Group", "Device", "Location");
    }

    @Test
    void unknownTypesAndCodesAreEmpty() {
        assertThat(REGISTRY.find("Patient", "nhs-number")).isEmpty();
        assertThat(REGISTRY.find("Nothing", "_id")).isEmpty();
        assertThat(REGISTRY.of("Nothing")).isEmpty();
        assertThat(REGISTRY.compartmentParameters("Patient", "Nothing")).isEmpty();
    }

    @Test
    void deceasedIsTrueOrFalseForEveryPatient() {
        assertThat(values("Patient", "deceased", "{'resourceType':'Patient'}")).containsExactly("boolean false");
        assertThat(values("Patient", "deceased", "{'resourceType':'Patient','deceasedBoolean':false}"))
                .containsExactly("boolean false");
        assertThat(values("Patient", "deceased", "{'resourceType':'Patient','deceasedDateTime':'2020'}"))
                .containsExactly("boolean true");
        assertThat(values("Patient", "death-date", "{'resourceType':'Patient','deceasedDateTime':'2020'}"))
                .containsExactly("dateTime '2020'");
    }

    @ParameterizedTest
    @CsvSource({
        "Patient/1, 1",
        "https://example.org/FHIR/R4/Patient/1, 1",
        "Patient/1/_history/2, 1",
        "#p, 1",
        "Group/1, 0",
        "#g, 0",
        "#none, 0",
        "urn:uuid:c757873d-ec9a-4326-a141-556f43239d11, 0",
        "Patient, 0",
        "1, 0"
    })
    void typeOfReferenceIsToldFromItsText(String reference, int found) {
        assertThat(values(
                        "Observation",
                        "patient",
                        "{'resourceType':'Observation','contained':[{'resourceType':'Patient','id':'p'},"
                                + "{'resourceType':'Group','id':'g'}],'subject':{'reference':'" + reference + "'}}"))
                .hasSize(found);
    }

    @Test
    void typeOfLogicalReferenceIsItsTypeElement() {
        assertThat(values(
                        "Observation",
                        "patient",
                        "{'resourceType':'Observation','subject':{'type':'Patient','identifier':{'value':'1'}}}"))
                .hasSize(1);
    }

    @Test
    void primitivesWithNothingButExtensionsHaveNoValue() {
        assertThat(
                        values(
                                "Patient",
                                "given",
                                "{'resourceType':'Patient','name':[{'given':['A',null],'_given':[null,{'extension':[{'url':'x'}]}]}]}"))
                .containsExactly("string 'A'");
    }

    @Test
    void componentsOfCompositesStandBelowItsElement() {
        SearchParameterDefinition composite = find("Observation", "combo-code-value-quantity");
        ObjectNode observation = json("{'resourceType':'Observation','code':{'text':'a'},'valueQuantity':{'value':1},"
                + "'component':[{'code':{'text':'b'},'valueQuantity':{'value':2}}]}");

        List<TypedNode> elements = composite.evaluate(observation);

        assertThat(elements).extracting(TypedNode::type).containsExactly("Observation", "Observation.component");
        assertThat(composite.components())
                .extracting(component -> component.definition().code())
                .containsExactly("combo-code", "combo-value-quantity");
        assertThat(elements)
                .map(element -> composite
                        .components()
                        .get(1)
                        .evaluate(element, observation)
                        .get(0)
                        .node()
                        .path("value")
                        .intValue())
                .containsExactly(1, 2);
    }

    @Test
    void componentsMayLookAtTheWholeResource() {
        SearchParameterDefinition composite = find("MolecularSequence", "chromosome-variant-coordinate");
        ObjectNode sequence = json("{'resourceType':'MolecularSequence','referenceSeq':{'chromosome':{'text':'X'}},"
                + "'variant':[{'start':5}]}");

        TypedNode variant = composite.evaluate(sequence).get(0);

        assertThat(composite.components().get(0).evaluate(variant, sequence)).hasSize(1);
        assertThat(composite.components().get(1).evaluate(variant, sequence)).hasSize(1);
    }

    @Test
    void everyCompositeHasComponentsOfTheRightKind() {
        for (String type : REGISTRY.structures().resourceTypes()) {
            for (SearchParameterDefinition definition : REGISTRY.of(type)) {
                boolean composite = definition.kind() == SearchParameterDefinition.Kind.COMPOSITE;
                assertThat(definition.components().size() > 1)
                        .as(definition.url())
                        .isEqualTo(composite);
                assertThat(definition.components())
                        .as(definition.url())
                        .allMatch(component -> SearchableTypes.fit(
                                component.definition().kind(),
                                component.compiled().types()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Patient, link",
        "Observation, performer subject",
        "MedicationRequest, subject",
        "MedicationDispense, patient receiver subject",
        "ServiceRequest, performer subject",
        "Flag, patient",
        "Consent, patient",
        "AuditEvent, patient",
        "RelatedPerson, patient",
        "Coverage, beneficiary payor policy-holder subscriber",
        "Encounter, patient",
        "List, source subject",
        "Appointment, actor",
        "Claim, patient payee",
        "DocumentReference, author subject",
        "Composition, attester author subject",
        "Provenance, patient",
        "Schedule, actor",
        "Communication, recipient sender subject",
        "Person, patient",
        "Group, member",
        "Organization, ",
        "Task, ",
        "Slot, "
    })
    void patientCompartmentIsAsPublished(String type, String codes) {
        assertThat(REGISTRY.compartmentParameters("Patient", type))
                .isEqualTo(codes == null ? Set.of() : Set.copyOf(Arrays.asList(codes.split(" "))));
    }

    @ParameterizedTest
    @CsvSource({
        "Encounter, Observation, encounter",
        "Practitioner, List, source",
        "Device, Flag, author",
        "RelatedPerson, Patient, link"
    })
    void otherCompartmentsAreThere(String compartment, String type, String code) {
        assertThat(REGISTRY.compartmentParameters(compartment, type)).contains(code);
    }

    @Test
    void compartmentParametersExistAndAreReferences() {
        for (String type : REGISTRY.structures().resourceTypes()) {
            for (String code : REGISTRY.compartmentParameters("Patient", type)) {
                assertThat(find(type, code).kind()).isEqualTo(SearchParameterDefinition.Kind.REFERENCE);
            }
        }
    }

    private static final String CUSTOM = "{'resourceType':'SearchParameter','url':'https://example.org/sp','code':'%s',"
            + "'base':['%s'],'type':'%s','description':'d','expression':`%s`}";

    private static List<SearchParameterDefinition> compile(String code, String base, String type, String expression) {
        ObjectNode parameter = json(CUSTOM.formatted(code, base, type, "").replace('`', '\''));
        return SearchParameterDefinition.compile(parameter.put("expression", expression), REGISTRY);
    }

    @Test
    void ownParametersJoinAndReplacePublishedOnes() {
        SearchParameterDefinition own = compile(
                        "ethnicity",
                        "Patient",
                        "token",
                        "Patient.extension.where(url='http://e').value.as(CodeableConcept)")
                .get(0);
        SearchParameterRegistry more = REGISTRY.with(own);

        assertThat(REGISTRY.find("Patient", "ethnicity")).isEmpty();
        assertThat(more.of("Patient")).hasSize(REGISTRY.of("Patient").size() + 1);
        assertThat(
                        more.find("Patient", "ethnicity")
                                .orElseThrow()
                                .evaluate(
                                        json(
                                                "{'resourceType':'Patient','extension':["
                                                        + "{'url':'http://e','valueCodeableConcept':{'text':'a'}},{'url':'http://f','valueCodeableConcept':{}}]}")))
                .containsExactly(new TypedNode(
                        "CodeableConcept",
                        json("{'resourceType':'x','a':{'text':'a'}}").get("a")));
        assertThat(more.with(compile("given", "Patient", "string", "Patient.name.text")
                                .get(0))
                        .find("Patient", "given")
                        .orElseThrow()
                        .expression())
                .isEqualTo("Patient.name.text");
    }

    @Test
    void parameterOfAbstractBaseServesEveryType() {
        SearchParameterRegistry more = REGISTRY.with(compile("rules", "Resource", "uri", "Resource.implicitRules")
                        .get(0))
                .with(compile("e", "DomainResource", "token", "DomainResource.extension('http://e').value.as(code)")
                        .get(0));

        assertThat(more.find("Slot", "e")
                        .orElseThrow()
                        .evaluate(json("{'resourceType':'Slot','extension':[{'url':'http://e','valueCode':'x'}]}")))
                .hasSize(1);

        assertThat(more.find("Slot", "rules")
                        .orElseThrow()
                        .evaluate(json("{'resourceType':'Slot','implicitRules':'http://r'}")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a b; Patient; token; Patient.active; SearchParameter.code",
                "a; Nothing; token; Patient.active; SearchParameter.base",
                "a; Patient; tokens; Patient.active; SearchParameter.type",
                "a; Patient; token; ''; SearchParameter.expression",
                "a; Patient; token; Patient.nmae; no element 'nmae' in [Patient]",
                "a; Patient; token; Group.active; selects nothing",
                "a; Patient; date; Patient.name; no element that a parameter of type 'date'",
                "a; Patient; composite; Patient.name; SearchParameter.component",
                "a; Patient; token; Patient.link.other.resolve(); resolve()",
                "a; Patient; token; Patient.link.other.resolve().name; resolve()",
                "a; Patient; token; Patient.name[; index",
                "a; Patient; token; Patient.name where; where",
                "a; Patient; token; Patient.deceased as Nothing; no type Nothing",
                "a; Patient; token; Patient.name.where(use='usual'; ')' expected",
                "a; Patient; token; Patient.name.where(use='usual); not closed",
            })
    void definitionsThatCannotWorkAreRefused(String code, String base, String type, String expression, String message) {
        assertThatThrownBy(() -> compile(code, base, type, expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void nestingBeyondReasonIsRefused() {
        assertThatThrownBy(() -> compile("a", "Patient", "token", "(".repeat(3_000) + "Patient.active"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nesting");
    }
}
