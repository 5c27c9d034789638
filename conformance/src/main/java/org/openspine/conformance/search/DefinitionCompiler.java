package org.openspine.conformance.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.openspine.conformance.fhirpath.FhirPath;
import org.openspine.conformance.search.SearchParameterDefinition.Component;
import org.openspine.conformance.search.SearchParameterDefinition.Kind;
import org.openspine.conformance.search.SearchParameterSource.Part;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** Makes definitions from sources. {@code byUrl} finds the parameters that components refer to, for a type. */
record DefinitionCompiler(
        Structures structures, BiFunction<String, String, Optional<SearchParameterDefinition>> byUrl) {
    /** They are columns of the row, not values of the index. */
    private static final Set<String> ANSWERED_FROM_THE_ROW = Set.of("_id", "_lastUpdated");

    /**
     * R4 gives the components of this composite each other's definitions: {@code relatesto}, a reference, is said to stand at
     * {@code code}.
     */
    private static final Map<String, List<Part>> CORRECTED_COMPONENTS = Map.of(
            "http://hl7.org/fhir/SearchParameter/DocumentReference-relationship",
            List.of(
                    new Part("http://hl7.org/fhir/SearchParameter/DocumentReference-relation", "code"),
                    new Part("http://hl7.org/fhir/SearchParameter/DocumentReference-relatesto", "target")));

    SearchParameterDefinition compile(SearchParameterSource source, String type) {
        Kind kind = Kind.of(source.type());
        String description = Narrowing.description(source.description(), type);
        if (ANSWERED_FROM_THE_ROW.contains(source.code())) {
            return new SearchParameterDefinition(
                    source.url(), type, source.code(), kind, "", Set.of(), List.of(), description, Optional.empty());
        }
        TypeShape shape = structures
                .resource(type)
                .orElseGet(() -> structures.type("Resource").orElseThrow());
        String expression = Narrowing.expression(source.expression(), type, structures.resourceTypes());
        if (expression.isEmpty()) {
            throw new IllegalArgumentException("SearchParameter.expression selects nothing in the base " + type);
        }
        CompiledExpression compiled = compiled(expression, Set.of(shape), shape);
        List<Component> components = CORRECTED_COMPONENTS.getOrDefault(source.url(), source.components()).stream()
                .map(part -> component(part, compiled, shape))
                .toList();
        return new SearchParameterDefinition(
                source.url(),
                type,
                source.code(),
                kind,
                expression,
                kind == Kind.REFERENCE ? targets(source, compiled) : Set.of(),
                components,
                description,
                Optional.of(compiled));
    }

    private Component component(Part part, CompiledExpression composite, TypeShape resourceType) {
        SearchParameterDefinition definition = byUrl.apply(part.definition(), resourceType.name())
                .orElseThrow(() -> new IllegalArgumentException("SearchParameter.component.definition: there is no "
                        + "search parameter of " + resourceType + " with the url " + part.definition()));
        return new Component(
                definition, part.expression(), compiled(part.expression(), composite.types(), resourceType));
    }

    private CompiledExpression compiled(String expression, Set<TypeShape> focus, TypeShape resourceType) {
        return new CompiledExpression(FhirPath.compile(expression, structures, focus), resourceType, structures);
    }

    /** The published targets of a parameter of many types are those of all of them; the elements know their own. */
    private static Set<String> targets(SearchParameterSource source, CompiledExpression compiled) {
        if (source.targets().isEmpty()) {
            return compiled.targets();
        }
        var targets = new TreeSet<>(source.targets());
        targets.retainAll(compiled.targets());
        return targets.isEmpty() ? Set.copyOf(source.targets()) : targets;
    }
}
