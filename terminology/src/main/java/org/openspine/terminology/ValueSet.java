package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A ValueSet resource, ready to answer for one code in a microsecond. Immutable. */
public final class ValueSet {
    private final JsonNode resource;
    private final List<ConceptSet> includes = new ArrayList<>();
    private final List<ConceptSet> excludes = new ArrayList<>();
    private final Map<String, Set<String>> stored = new HashMap<>();
    private final boolean withoutInactive;

    private boolean nests;

    private ValueSet(JsonNode resource) {
        this.resource = resource;
        JsonNode inactive = resource.path("compose").path("inactive");
        withoutInactive = inactive.isBoolean() && !inactive.booleanValue();
    }

    static ValueSet of(JsonNode resource) {
        var valueSet = new ValueSet(resource);
        for (JsonNode include : resource.path("compose").path("include")) {
            valueSet.includes.add(ConceptSet.of(include));
        }
        for (JsonNode exclude : resource.path("compose").path("exclude")) {
            valueSet.excludes.add(ConceptSet.of(exclude));
        }
        valueSet.nests = Stream.concat(valueSet.includes.stream(), valueSet.excludes.stream())
                .anyMatch(set -> !set.valueSets().isEmpty());
        valueSet.store(resource.path("expansion").path("contains"));
        return valueSet;
    }

    /** An expansion that travels with the value set tells of members, but may not be all of them. */
    private void store(JsonNode contains) {
        for (JsonNode entry : contains) {
            if (entry.has("code") && !entry.path("abstract").asBoolean()) {
                stored.computeIfAbsent(entry.path("system").asText(""), system -> new HashSet<>())
                        .add(entry.path("code").asText());
            }
            store(entry.path("contains"));
        }
    }

    public JsonNode resource() {
        return resource;
    }

    List<ConceptSet> includes() {
        return includes;
    }

    List<ConceptSet> excludes() {
        return excludes;
    }

    /** Whether it is made of other value sets. */
    boolean nests() {
        return nests;
    }

    /** Whether the definition leaves out concepts that are no longer for use. */
    boolean isWithoutInactive() {
        return withoutInactive;
    }

    /** {@code system} is empty for a bare code, which is a member if it is one in any of the systems. */
    Membership membership(String system, String code, Terminology terminology, Asked asked) {
        Membership included = includes.isEmpty() ? Membership.UNKNOWN : Membership.NO;
        for (int i = 0; i < includes.size() && included != Membership.YES; i++) {
            included = included.or(includes.get(i).membership(system, code, terminology, asked));
        }
        if (included == Membership.UNKNOWN && isStored(system, code)) {
            return Membership.YES; // what is excluded is not in the expansion
        }
        for (int i = 0; i < excludes.size() && included != Membership.NO; i++) {
            included = included.and(
                    excludes.get(i).membership(system, code, terminology, asked).not());
        }
        return withoutInactive && included == Membership.YES && isInactive(system, code, terminology)
                ? Membership.NO
                : included;
    }

    private static boolean isInactive(String system, String code, Terminology terminology) {
        return terminology
                .codeSystem(system)
                .flatMap(loaded -> loaded.concept(code))
                .map(Concept::isInactive)
                .orElse(false);
    }

    private boolean isStored(String system, String code) {
        if (!system.isEmpty()) {
            return Optional.ofNullable(stored.get(system))
                    .map(codes -> codes.contains(code))
                    .orElse(false);
        }
        return stored.values().stream().anyMatch(codes -> codes.contains(code));
    }
}
