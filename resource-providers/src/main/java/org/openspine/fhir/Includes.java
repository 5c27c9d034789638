package org.openspine.fhir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.IndexId;

/** Finds what a page of matches brings along. */
final class Includes {
    private static final int MAX_ROUNDS = 10;

    private final ResourceRepository repository;
    private final SearchParameterRegistry registry;
    private final Set<String> servedTypes;

    Includes(ResourceRepository repository, SearchParameterRegistry registry, Set<String> servedTypes) {
        this.repository = repository;
        this.registry = registry;
        this.servedTypes = servedTypes;
    }

    /** Throws {@link FhirError#UNSUPPORTED_PARAMETER} or {@link FhirError#INVALID_PARAMETER} if a rule names what does not exist. */
    void check(List<IncludeRule> rules) {
        for (IncludeRule rule : rules) {
            rule.source().ifPresent(this::requireType);
            rule.target().ifPresent(this::requireType);
            rule.source().ifPresent(type -> rule.parameter().ifPresent(code -> requireReference(type, code)));
        }
    }

    /** Resources included with {@code matches}, without them; empty if there would be more than {@code limit}. */
    Optional<List<StoredResource>> of(List<StoredResource> matches, List<IncludeRule> rules, int limit) {
        Map<ResourceKey, StoredResource> included = new LinkedHashMap<>();
        Set<ResourceKey> seen = new LinkedHashSet<>();
        matches.forEach(match -> seen.add(match.key()));
        Collection<ResourceKey> frontier = List.copyOf(seen);
        List<IncludeRule> active = rules;
        for (int round = 0; round < MAX_ROUNDS && !frontier.isEmpty() && !active.isEmpty(); round++) {
            Set<ResourceKey> found = new LinkedHashSet<>();
            for (IncludeRule rule : active) {
                follow(rule, frontier, limit + 1).stream()
                        .filter(key -> !seen.contains(key))
                        .forEach(found::add);
            }
            if (included.size() + found.size() > limit) {
                return Optional.empty();
            }
            seen.addAll(found);
            Map<ResourceKey, StoredResource> stored = repository.read(found);
            found.forEach(key -> Optional.ofNullable(stored.get(key)).ifPresent(one -> included.put(key, one)));
            frontier = found;
            active = rules.stream().filter(IncludeRule::iterate).toList();
        }
        return Optional.of(List.copyOf(included.values()));
    }

    private Collection<ResourceKey> follow(IncludeRule rule, Collection<ResourceKey> from, int limit) {
        if (rule.direction() == IncludeRule.Direction.REVERSE) {
            String source = rule.source().orElseThrow();
            List<ResourceKey> targets = from.stream()
                    .filter(key -> rule.target().map(key.type()::equals).orElse(true))
                    .toList();
            return repository.referrers(source, parameters(source, rule), targets, limit);
        }
        List<ResourceKey> found = new ArrayList<>();
        Map<String, List<ResourceKey>> byType = from.stream().collect(Collectors.groupingBy(ResourceKey::type));
        byType.forEach((type, keys) -> {
            if (rule.source().map(type::equals).orElse(true)) {
                repository.targets(keys, parameters(type, rule)).stream()
                        .filter(key -> rule.target().map(key.type()::equals).orElse(true))
                        .filter(key -> servedTypes.contains(key.type()))
                        .forEach(found::add);
            }
        });
        return found;
    }

    private Set<Long> parameters(String type, IncludeRule rule) {
        return rule.parameter()
                .map(code -> Set.of(IndexId.parameter(type, code)))
                .orElseGet(() -> registry.of(type).stream()
                        .filter(definition -> definition.kind() == SearchParameterDefinition.Kind.REFERENCE)
                        .map(definition -> IndexId.parameter(type, definition.code()))
                        .collect(Collectors.toSet()));
    }

    private void requireType(String type) {
        if (!servedTypes.contains(type)) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER, "'%s' is not a resource type of this server".formatted(type));
        }
    }

    private void requireReference(String type, String code) {
        boolean known = registry.find(type, code)
                .filter(definition -> definition.kind() == SearchParameterDefinition.Kind.REFERENCE)
                .isPresent();
        if (!known) {
            String references = registry.of(type).stream()
                    .filter(definition -> definition.kind() == SearchParameterDefinition.Kind.REFERENCE)
                    .map(SearchParameterDefinition::code)
                    .collect(Collectors.joining(", "));
            throw new SpineException(
                    FhirError.UNSUPPORTED_PARAMETER,
                    "'%s' is no reference parameter of %s. Known: %s".formatted(code, type, references));
        }
    }
}
