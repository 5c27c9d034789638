package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers about codes from the resources of one source, which must not change. Safe for use by many threads. */
public final class Terminology {
    private final TerminologySource source;
    private final Map<String, Optional<CodeSystem>> codeSystems = new ConcurrentHashMap<>();
    private final Map<String, Optional<ValueSet>> valueSets = new ConcurrentHashMap<>();

    public Terminology(TerminologySource source) {
        this.source = source;
    }

    public TerminologySource source() {
        return source;
    }

    public Optional<CodeSystem> codeSystem(String canonical) {
        Optional<CodeSystem> known = codeSystems.get(canonical);
        return known != null
                ? known
                : codeSystems.computeIfAbsent(
                        canonical, url -> source.codeSystem(url).map(CodeSystem::of));
    }

    public Optional<ValueSet> valueSet(String canonical) {
        Optional<ValueSet> known = valueSets.get(canonical);
        return known != null
                ? known
                : valueSets.computeIfAbsent(
                        canonical, url -> source.valueSet(url).map(ValueSet::of));
    }

    /** Whether a code is in a value set; {@code system} is empty for a bare code. */
    public Membership membership(String valueSet, String system, String code) {
        return membership(valueSet, system, code, new Asked());
    }

    Membership membership(String valueSet, String system, String code, Asked asked) {
        Optional<Membership> before = asked.before(valueSet);
        if (before.isPresent()) {
            return before.get();
        }
        Optional<ValueSet> loaded = valueSet(valueSet);
        if (loaded.isEmpty()) {
            return Membership.UNKNOWN;
        }
        if (!loaded.get().nests()) {
            return loaded.get().membership(system, code, this, asked);
        }
        asked.answer(valueSet, Membership.UNKNOWN);
        Membership answer = loaded.get().membership(system, code, this, asked);
        asked.answer(valueSet, answer);
        return answer;
    }

    /** Codes of a value set. Throws {@link TerminologyException} if they cannot be listed. */
    public Expansion expand(ValueSet valueSet, Expansion.Request request) {
        return new Expander(this).expand(valueSet, request);
    }

    /** A value set that came along with the question. */
    public static ValueSet valueSetOf(JsonNode resource) {
        return ValueSet.of(resource);
    }

    /** A code system that came along with the question. */
    public static CodeSystem codeSystemOf(JsonNode resource) {
        return CodeSystem.of(resource);
    }

    /** Whether a code is in a value set that need not be loaded. */
    public Membership membership(ValueSet valueSet, String system, String code) {
        return valueSet.membership(system, code, this, new Asked());
    }

    /** Whether {@code ancestor} is above {@code code}; empty if the hierarchy is not known here. */
    public Optional<Boolean> isAbove(String system, String ancestor, String code) {
        Optional<LargeCodeSystem> large = large(system);
        return large.isPresent()
                ? Optional.of(large.get().isAbove(ancestor, code))
                : codeSystem(system).map(loaded -> loaded.isAbove(ancestor, code));
    }

    /** Whether a code system has this code. */
    public Membership inSystem(String system, String code) {
        Optional<CodeSystem> loaded = codeSystem(system);
        if (loaded.isPresent()) {
            Membership found = loaded.get().membership(code);
            return found == Membership.UNKNOWN
                            && SyntacticSystems.isKnown(loaded.get().url())
                    ? SyntacticSystems.membership(loaded.get().url(), code)
                    : found;
        }
        String url = url(system);
        Optional<LargeCodeSystem> large = source.largeCodeSystem(url);
        return large.isPresent() ? Membership.of(large.get().contains(code)) : SyntacticSystems.membership(url, code);
    }

    /** The preferred term of a code, as far as its system is loaded and gives one. */
    public Optional<String> display(String system, String code) {
        Optional<CodeSystem> loaded = codeSystem(system);
        return loaded.isPresent()
                ? loaded.get().concept(code).map(Concept::display).filter(text -> !text.isEmpty())
                : large(system).flatMap(large -> large.display(code));
    }

    public Optional<LargeCodeSystem> large(String canonical) {
        return source.largeCodeSystem(url(canonical));
    }

    private static String url(String canonical) {
        int version = canonical.indexOf('|');
        return version < 0 ? canonical : canonical.substring(0, version);
    }
}
