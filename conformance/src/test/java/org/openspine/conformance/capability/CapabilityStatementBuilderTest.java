package org.openspine.conformance.capability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.ReferenceHandlingPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.junit.jupiter.api.Test;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.conformance.validation.ResourceValidator;

class CapabilityStatementBuilderTest {
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final SearchParameterRegistry REGISTRY = SearchParameterRegistry.r4(CONTEXT);

    private static TypeDescription type(String type) {
        return new TypeDescription(
                type,
                new TypeDescription.Profiles(List.of("https://example.org/StructureDefinition/" + type), ""),
                List.of(TypeRestfulInteraction.READ, TypeRestfulInteraction.SEARCHTYPE),
                ResourceVersionPolicy.VERSIONEDUPDATE,
                Set.of(
                        ConditionalInteraction.CREATE,
                        ConditionalInteraction.READ,
                        ConditionalInteraction.DELETE_SINGLE),
                List.of(ReferenceHandlingPolicy.LITERAL),
                List.of(type + ":subject"),
                List.of(),
                REGISTRY.of(type),
                List.of());
    }

    private static ServerDescription server(List<TypeDescription> types) {
        return new ServerDescription(
                "Example",
                "An example",
                "1.0.0",
                URI.create("https://example.org/FHIR/R4"),
                Instant.parse("2026-01-02T03:04:05.678Z"),
                List.of("json", "application/fhir+json"),
                List.of("application/json-patch+json"),
                List.of(SystemRestfulInteraction.TRANSACTION),
                types,
                List.of(new OperationDescription("process-message", "https://example.org/OperationDefinition/x")),
                List.of("http://hl7.org/fhir/CompartmentDefinition/patient"));
    }

    @Test
    void statementOfEveryTypeIsValidHereAndForHapi() {
        ObjectNode statement = CapabilityStatementBuilder.build(server(REGISTRY.structures().resourceTypes().stream()
                .map(CapabilityStatementBuilderTest::type)
                .toList()));

        assertThat(new ResourceValidator(REGISTRY.structures())
                        .validate(statement)
                        .issues())
                .isEmpty();
        CapabilityStatement parsed = CONTEXT.newJsonParser()
                .setParserErrorHandler(new StrictErrorHandler())
                .parseResource(CapabilityStatement.class, new String(ResourceJson.write(statement), UTF_8));
        assertThat(parsed.getRestFirstRep().getResource())
                .hasSize(REGISTRY.structures().resourceTypes().size());
    }

    @Test
    void parametersCarryTheirDefinitionAndDocumentation() {
        JsonNode resource = CapabilityStatementBuilder.build(server(List.of(type("Patient"))))
                .at("/rest/0/resource/0");

        assertThat(resource.path("searchParam"))
                .filteredOn(parameter -> parameter.path("name").asText().equals("family"))
                .singleElement()
                .satisfies(parameter -> {
                    assertThat(parameter.path("definition").asText())
                            .isEqualTo("http://hl7.org/fhir/SearchParameter/individual-family");
                    assertThat(parameter.path("type").asText()).isEqualTo("string");
                    assertThat(parameter.path("documentation").asText())
                            .isEqualTo("A portion of the family name of the patient");
                });
        assertThat(resource.path("conditionalCreate").booleanValue()).isTrue();
        assertThat(resource.path("conditionalUpdate").booleanValue()).isFalse();
        assertThat(resource.path("conditionalRead").asText()).isEqualTo("full-support");
        assertThat(resource.path("conditionalDelete").asText()).isEqualTo("single");
    }

    @Test
    void emptyListsAreLeftOut() {
        ObjectNode statement = CapabilityStatementBuilder.build(server(List.of()));

        assertThat(statement.at("/rest/0").has("resource")).isFalse();
        assertThat(statement.path("date").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(statement.at("/rest/0/operation/0/name").asText()).isEqualTo("process-message");
    }
}
