package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists the codes of value sets. */
final class Expander {
    /** More than this is listed by nobody; a filter or a page makes it less. */
    private static final int MOST_CODES = 1_000_000;

    private static final int MAX_DEPTH = 20;

    private static final int MOST_EXPANDED = 1_000;

    private final Terminology terminology;
    private int expanded;

    Expander(Terminology terminology) {
        this.terminology = terminology;
    }

    Expansion expand(ValueSet valueSet, Expansion.Request request) {
        List<String> words =
                List.of(request.filter().strip().toLowerCase(Locale.ROOT).split("\\s+"));
        List<Expansion.Entry> matching = all(valueSet, 0).values().stream()
                .filter(entry -> matches(entry, words))
                .toList();
        int from = Math.min(request.offset(), matching.size());
        int to = (int) Math.min(matching.size(), (long) from + request.count());
        return new Expansion(matching.subList(from, to), matching.size());
    }

    private static boolean matches(Expansion.Entry entry, List<String> words) {
        String text = " " + entry.display().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ");
        String code = entry.code().toLowerCase(Locale.ROOT);
        return words.stream().allMatch(word -> word.isEmpty() || text.contains(" " + word) || code.startsWith(word));
    }

    private Map<String, Expansion.Entry> all(ValueSet valueSet, int depth) {
        if (depth > MAX_DEPTH || ++expanded > MOST_EXPANDED) {
            throw new TerminologyException(
                    TerminologyException.Reason.NOT_SUPPORTED, "Value sets include each other in a circle, or too many others");
        }
        var found = new LinkedHashMap<String, Expansion.Entry>();
        try {
            for (ConceptSet include : valueSet.includes()) {
                include(include, depth, found);
            }
        } catch (TerminologyException e) {
            if (!valueSet.resource().path("expansion").has("contains")) {
                throw e;
            }
            found.clear();
            stored(valueSet.resource().path("expansion").path("contains"), found);
        }
        if (!valueSet.excludes().isEmpty()) {
            found.values().removeIf(entry -> valueSet.excludes().stream()
                    .anyMatch(exclude ->
                            exclude.membership(entry.system(), entry.code(), terminology, new Asked()) == Membership.YES));
        }
        return found;
    }

    private static void stored(JsonNode contains, Map<String, Expansion.Entry> found) {
        for (JsonNode entry : contains) {
            if (entry.has("code")) {
                put(
                        new Expansion.Entry(
                                entry.path("system").asText(""),
                                entry.path("version").asText(""),
                                entry.path("code").asText(),
                                entry.path("display").asText(""),
                                entry.path("abstract").asBoolean()),
                        found);
            }
            stored(entry.path("contains"), found);
        }
    }

    private void include(ConceptSet include, int depth, Map<String, Expansion.Entry> found) {
        if (!include.system().isEmpty()) {
            inSystem(include)
                    .filter(entry -> include.valueSets().stream()
                            .allMatch(other ->
                                    terminology.membership(other, entry.system(), entry.code()) == Membership.YES))
                    .forEach(entry -> put(entry, found));
            return;
        }
        var common = new LinkedHashMap<String, Expansion.Entry>();
        for (int i = 0; i < include.valueSets().size(); i++) {
            String canonical = include.valueSets().get(i);
            ValueSet other = terminology
                    .valueSet(canonical)
                    .orElseThrow(() -> notLoaded("The value set " + canonical + " is not loaded"));
            Map<String, Expansion.Entry> codes = all(other, depth + 1);
            if (i == 0) {
                common.putAll(codes);
            } else {
                common.keySet().retainAll(codes.keySet());
            }
        }
        common.values().forEach(entry -> put(entry, found));
    }

    private static void put(Expansion.Entry entry, Map<String, Expansion.Entry> found) {
        found.putIfAbsent(entry.system() + '|' + entry.code(), entry);
        if (found.size() > MOST_CODES) {
            throw new TerminologyException(
                    TerminologyException.Reason.TOO_COSTLY,
                    "The value set has more than %d codes".formatted(MOST_CODES));
        }
    }

    private Stream<Expansion.Entry> inSystem(ConceptSet include) {
        Optional<CodeSystem> loaded = terminology.codeSystem(include.canonical());
        Optional<LargeCodeSystem> large = terminology.large(include.canonical());
        if (!include.codes().isEmpty()) {
            return include.codes().entrySet().stream().map(code -> entry(include, code.getKey(), code.getValue()));
        }
        if (large.isPresent()) {
            return large(include, large.get());
        }
        if (loaded.isEmpty() || !loaded.get().isComplete()) {
            throw notLoaded(
                    "The code system %s is not loaded, so its codes cannot be listed".formatted(include.system()));
        }
        return loaded.get().concepts().stream()
                .filter(concept -> isSelected(include, concept.code()))
                .map(concept -> new Expansion.Entry(
                        include.system(),
                        loaded.get().version(),
                        concept.code(),
                        concept.display(),
                        concept.isAbstract()));
    }

    private boolean isSelected(ConceptSet include, String code) {
        for (Filter filter : include.filters()) {
            Membership accepted = filter.accepts(code, include.canonical(), terminology);
            if (accepted == Membership.UNKNOWN) {
                throw new TerminologyException(
                        TerminologyException.Reason.NOT_SUPPORTED,
                        "The filter %s %s is not supported".formatted(filter.property(), filter.op()));
            }
            if (accepted == Membership.NO) {
                return false;
            }
        }
        return true;
    }

    private Stream<Expansion.Entry> large(ConceptSet include, LargeCodeSystem system) {
        Stream<String> candidates = include.filters().stream()
                .findFirst()
                .flatMap(Ecl::of)
                .map(constraint -> constraint.candidates(system))
                .orElseGet(system::codes);
        return candidates
                .filter(code -> isSelected(include, code))
                .map(code -> new Expansion.Entry(
                        include.system(),
                        system.version(),
                        code,
                        system.display(code).orElse(""),
                        false));
    }

    private Expansion.Entry entry(ConceptSet include, String code, String display) {
        var candidates = new ArrayList<String>(1);
        if (display.isEmpty()) {
            terminology.display(include.canonical(), code).ifPresent(candidates::add);
        }
        return new Expansion.Entry(
                include.system(), include.version(), code, candidates.isEmpty() ? display : candidates.get(0), false);
    }

    private static TerminologyException notLoaded(String message) {
        return new TerminologyException(TerminologyException.Reason.NOT_LOADED, message);
    }
}
