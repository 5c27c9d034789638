package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code include} or {@code exclude} of a value set.
 *
 * @param codes listed codes; empty if there is no list
 * @param filters all of which must hold
 * @param valueSets all of which must contain the code
 */
record ConceptSet(
        String system, String version, Map<String, Listed> codes, List<Filter> filters, List<String> valueSets) {

    /** A code that a value set lists, with what it says of it; {@code display} is empty if it says nothing. */
    record Listed(String display, JsonNode designations) {}

    static ConceptSet of(JsonNode source) {
        var codes = new LinkedHashMap<String, Listed>();
        for (JsonNode concept : source.path("concept")) {
            codes.put(
                    concept.path("code").asText(),
                    new Listed(concept.path("display").asText(""), concept.path("designation")));
        }
        var filters = new ArrayList<Filter>();
        for (JsonNode filter : source.path("filter")) {
            filters.add(new Filter(
                    filter.path("property").asText(),
                    filter.path("op").asText(),
                    filter.path("value").asText()));
        }
        var valueSets = new ArrayList<String>();
        source.path("valueSet").forEach(canonical -> valueSets.add(canonical.asText()));
        return new ConceptSet(
                source.path("system").asText(""), source.path("version").asText(""), codes, filters, valueSets);
    }

    Membership membership(String wantedSystem, String code, Terminology terminology, Asked asked) {
        Membership found = Membership.YES;
        if (!system.isEmpty()) {
            if (!wantedSystem.isEmpty() && !wantedSystem.equals(system)) {
                return Membership.NO;
            }
            found = inSystem(code, terminology);
        }
        for (int i = 0; i < valueSets.size() && found != Membership.NO; i++) {
            found = found.and(terminology.membership(valueSets.get(i), wantedSystem, code, asked));
        }
        return found;
    }

    private Membership inSystem(String code, Terminology terminology) {
        if (!codes.isEmpty()) {
            return listed(code, terminology.codeSystem(canonical()));
        }
        Membership found = terminology.inSystem(canonical(), code);
        for (int i = 0; i < filters.size() && found != Membership.NO; i++) {
            found = found.and(filters.get(i).accepts(code, canonical(), terminology));
        }
        return found;
    }

    /** A listed code counts unless its code system is known not to have it. */
    private Membership listed(String code, Optional<CodeSystem> loaded) {
        if (loaded.isEmpty()) {
            return Membership.of(codes.containsKey(code));
        }
        boolean isListed = codes.containsKey(code)
                || !loaded.get().isCaseSensitive() && codes.keySet().stream().anyMatch(code::equalsIgnoreCase);
        return Membership.of(isListed && loaded.get().membership(code) != Membership.NO);
    }

    String canonical() {
        return Terminology.canonical(system, version);
    }
}
