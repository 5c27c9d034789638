package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers about codes from the resources of one source, which must not change. Safe for use by many threads. */
public final class Terminology {
    private final TerminologySource source;
    private final Map<String, CodeSystem> codeSystems = new ConcurrentHashMap<>();
    private final Map<String, ValueSet> valueSets = new ConcurrentHashMap<>();

    public Terminology(TerminologySource source) {
        this.source = source;
    }

    public TerminologySource source() {
        return source;
    }

    /** What is not there is not remembered: clients ask for what they like. */
    public Optional<CodeSystem> codeSystem(String canonical) {
        CodeSystem known = codeSystems.get(canonical);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<CodeSystem> loaded =
                source.codeSystem(canonical).map(found -> CodeSystem.of(found, source.supplements(url(canonical))));
        loaded.ifPresent(system -> codeSystems.put(canonical, system));
        return loaded;
    }

    /** A value set that is loaded, or one that R4 says is there without being defined. */
    public Optional<ValueSet> valueSet(String canonical) {
        ValueSet known = valueSets.get(canonical);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<ValueSet> loaded = source.valueSet(canonical).map(ValueSet::of);
        if (loaded.isEmpty()) {
            return ImplicitValueSets.of(canonical, source).map(ValueSet::of);
        }
        loaded.ifPresent(valueSet -> valueSets.put(canonical, valueSet));
        return loaded;
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
        return new Expander(this, request).expand(valueSet);
    }

    /** A value set that came along with the question. */
    public static ValueSet valueSetOf(JsonNode resource) {
        return ValueSet.of(resource);
    }

    /** A code system that came along with the question. */
    public static CodeSystem codeSystemOf(JsonNode resource) {
        return CodeSystem.of(resource, List.of());
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
            return inSystem(loaded.get(), code);
        }
        Optional<LargeCodeSystem> large = large(system);
        return large.isPresent()
                ? Membership.of(large.get().contains(code))
                : SyntacticSystems.membership(url(system), code);
    }

    /** Whether a code system that need not be loaded has this code. A supplement has none of its own. */
    public Membership inSystem(CodeSystem system, String code) {
        Membership found = system.membership(code);
        if (system.isSupplement()) {
            return Membership.UNKNOWN;
        }
        return found == Membership.UNKNOWN && SyntacticSystems.isKnown(system.url())
                ? SyntacticSystems.membership(system.url(), code)
                : found;
    }

    /** The preferred term of a code, as far as its system is loaded and gives one. */
    public Optional<String> display(String system, String code) {
        Optional<CodeSystem> loaded = codeSystem(system);
        return loaded.isPresent()
                ? loaded.get().concept(code).map(Concept::display).filter(text -> !text.isEmpty())
                : large(system).flatMap(large -> large.display(code));
    }

    /** A large code system, if the version that is asked for is the one loaded; an edition without date is any of its versions. */
    public Optional<LargeCodeSystem> large(String canonical) {
        String url = url(canonical);
        String version = canonical.length() > url.length() ? canonical.substring(url.length() + 1) : "";
        return source.largeCodeSystem(url)
                .filter(loaded -> version.isEmpty()
                        || version.equals(loaded.version())
                        || version.startsWith(url) && !version.contains("/version/"));
    }

    static String canonical(String url, String version) {
        return version.isEmpty() ? url : url + "|" + version;
    }

    private static String url(String canonical) {
        int version = canonical.indexOf('|');
        return version < 0 ? canonical : canonical.substring(0, version);
    }
}
