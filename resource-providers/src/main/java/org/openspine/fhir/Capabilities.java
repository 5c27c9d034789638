package org.openspine.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.CapabilityStatement.ReferenceHandlingPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.capability.CapabilityStatementBuilder;
import org.openspine.conformance.capability.ConditionalInteraction;
import org.openspine.conformance.capability.OperationDescription;
import org.openspine.conformance.capability.ServerDescription;
import org.openspine.conformance.capability.TypeDescription;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.SearchParameterDefinition.Kind;
import org.openspine.conformance.search.SearchParameterRegistry;

/** The CapabilityStatement of the unified base: what {@link Route}, the registry and the operations say, nothing else. */
final class Capabilities {
    private static final Map<Route, TypeRestfulInteraction> BY_TYPE = new EnumMap<>(Map.of(
            Route.READ, TypeRestfulInteraction.READ,
            Route.VREAD, TypeRestfulInteraction.VREAD,
            Route.UPDATE, TypeRestfulInteraction.UPDATE,
            Route.PATCH, TypeRestfulInteraction.PATCH,
            Route.DELETE, TypeRestfulInteraction.DELETE,
            Route.HISTORY_INSTANCE, TypeRestfulInteraction.HISTORYINSTANCE,
            Route.HISTORY_TYPE, TypeRestfulInteraction.HISTORYTYPE,
            Route.CREATE, TypeRestfulInteraction.CREATE,
            Route.SEARCH_TYPE, TypeRestfulInteraction.SEARCHTYPE));
    private static final List<SystemRestfulInteraction> BY_SYSTEM = List.of(
            SystemRestfulInteraction.TRANSACTION,
            SystemRestfulInteraction.BATCH,
            SystemRestfulInteraction.SEARCHSYSTEM,
            SystemRestfulInteraction.HISTORYSYSTEM);
    private static final List<String> COMPARTMENTS =
            List.of("Device", "Encounter", "Patient", "Practitioner", "RelatedPerson");

    private final Set<String> types;
    private final SearchParameterRegistry registry;
    private final List<Operation> operations;
    private final ContentRules rules;
    private final Instant started;

    Capabilities(
            Set<String> types,
            SearchParameterRegistry registry,
            List<Operation> operations,
            ContentRules rules,
            Clock clock) {
        this.rules = rules;
        this.types = types;
        this.registry = registry;
        this.operations = operations;
        started = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    FhirResponse answer(FhirRequest request) {
        ServerDescription description = new ServerDescription(
                "OpenSpine",
                "OpenSpine",
                "0.1.0",
                URI.create(request.base()),
                started,
                List.of("application/fhir+json", "application/fhir+xml", "json", "xml"),
                List.of("application/json-patch+json", "application/fhir+json", "application/fhir+xml"),
                BY_SYSTEM,
                types.stream().map(this::type).toList(),
                operations(Operation.Level.SYSTEM, "").stream().toList(),
                COMPARTMENTS.stream()
                        .map(name ->
                                "http://hl7.org/fhir/CompartmentDefinition/" + name.toLowerCase(java.util.Locale.ROOT))
                        .toList());
        ObjectNode statement = CapabilityStatementBuilder.build(description);
        OwnPackage.requirements().forEach(statement.putArray("instantiates")::add);
        statement.putArray("implementationGuide").add(OwnPackage.GUIDE);
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(statement)));
    }

    private TypeDescription type(String type) {
        List<SearchParameterDefinition> parameters = registry.of(type).stream()
                .filter(definition -> definition.kind() != Kind.SPECIAL)
                .toList();
        List<OperationDescription> own = new ArrayList<>(operations(Operation.Level.TYPE, type));
        operations(Operation.Level.INSTANCE, type).stream()
                .filter(operation -> !own.contains(operation))
                .forEach(own::add);
        return new TypeDescription(
                type,
                rules.profilesOf(type),
                BY_TYPE.values().stream().sorted().toList(),
                ResourceVersionPolicy.VERSIONEDUPDATE,
                EnumSet.allOf(ConditionalInteraction.class),
                List.of(ReferenceHandlingPolicy.LITERAL, ReferenceHandlingPolicy.LOGICAL),
                includes(type),
                revIncludes(type),
                parameters,
                own);
    }

    private List<OperationDescription> operations(Operation.Level level, String type) {
        return operations.stream()
                .filter(operation -> operation.levels().contains(level))
                .filter(operation -> level == Operation.Level.SYSTEM
                        || operation.types().isEmpty()
                        || operation.types().contains(type))
                .map(operation -> new OperationDescription(operation.name(), operation.definition()))
                .toList();
    }

    private List<String> includes(String type) {
        return registry.of(type).stream()
                .filter(definition -> definition.kind() == Kind.REFERENCE)
                .map(definition -> type + ":" + definition.code())
                .toList();
    }

    private List<String> revIncludes(String type) {
        List<String> values = new ArrayList<>();
        for (String source : types) {
            for (SearchParameterDefinition definition : registry.of(source)) {
                if (definition.kind() == Kind.REFERENCE && definition.targets().contains(type)) {
                    values.add(source + ":" + definition.code());
                }
            }
        }
        return values;
    }
}
