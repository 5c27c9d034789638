package org.openspine.repository.hibernate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.IndexValue;
import org.openspine.terminology.identifier.NhsNumber;

/** Whose record a resource belongs to: the NHS number by which rows are distributed. */
final class PatientCompartment {
    private static final String PATIENT = "Patient";

    /** Types of Bundles that are about somebody. */
    private static final Set<String> COMMUNICATED = Set.of("document", "message");

    private final SearchParameterRegistry registry;
    private final Map<String, Set<Long>> parameters = new ConcurrentHashMap<>();

    PatientCompartment(SearchParameterRegistry registry) {
        this.registry = registry;
    }

    /** The NHS number, or null for directory data and for patients without one. */
    @Nullable
    Long patientOf(ResourceKey key, Collection<IndexValue> values, ObjectNode resource) {
        if (key.type().equals(PATIENT)) {
            return number(key.id());
        }
        if (key.type().equals("Bundle")) {
            return COMMUNICATED.contains(resource.path("type").asText()) ? subject(resource) : null;
        }
        Set<Long> ways = parameters.computeIfAbsent(key.type(), this::compartmentParameters);
        for (IndexValue value : values) {
            if (value instanceof IndexValue.Reference reference
                    && reference.targetType().equals(PATIENT)
                    && ways.contains(reference.parameter())) {
                return number(reference.targetId());
            }
        }
        return null;
    }

    /** A document or message belongs to the record of the patient in it. */
    private static @Nullable Long subject(ObjectNode bundle) {
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode resource = entry.path("resource");
            if (resource.path("resourceType").asText().equals(PATIENT)) {
                for (JsonNode identifier : resource.path("identifier")) {
                    if (identifier.path("system").asText().equals(NhsNumber.SYSTEM)) {
                        return number(identifier.path("value").asText());
                    }
                }
            }
        }
        return null;
    }

    private Set<Long> compartmentParameters(String type) {
        return registry.compartmentParameters(PATIENT, type).stream()
                .map(code -> IndexId.parameter(type, code))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Long number(String id) {
        return NhsNumber.parse(id).map(number -> Long.valueOf(number.value())).orElse(null);
    }
}
