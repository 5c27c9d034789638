package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openspine.terminology.TerminologyException.Reason;

/** Lists the codes of value sets. */
final class Expander {
    /** More than this is listed by nobody; a filter or a page makes it less. */
    private static final int MOST_CODES = 1_000_000;

    private static final int MAX_DEPTH = 20;

    private static final int MOST_EXPANDED = 1_000;

    private final Terminology terminology;
    private int expanded;
    private final Expansion.Request request;

    Expander(Terminology terminology, Expansion.Request request) {
        this.terminology = terminology;
        this.request = request;
    }

    Expansion expand(ValueSet valueSet) {
        List<String> words =
                List.of(request.filter().strip().toLowerCase(Locale.ROOT).split("\\s+"));
        List<Expansion.Entry> matching = all(valueSet, 0).values().stream()
                .filter(entry -> !request.leftOut().isOf(entry))
                .filter(entry -> matches(entry, words))
                .toList();
        int from = Math.min(request.offset(), matching.size());
        int to = (int) Math.min(matching.size(), (long) from + request.count());
        return new Expansion(matching.subList(from, to), matching.size());
    }

    private static boolean matches(Expansion.Entry entry, List<String> words) {
        if (words.size() == 1 && words.get(0).isEmpty()) {
            return true;
        }
        var text = new StringBuilder(words(entry.display()));
        entry.designations()
                .forEach(designation ->
                        text.append(words(designation.path("value").asText(""))));
        String code = entry.code().toLowerCase(Locale.ROOT);
        return words.stream().allMatch(word -> text.indexOf(" " + word) >= 0 || code.startsWith(word));
    }

    private static String words(String text) {
        return " " + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ");
    }

    private Map<String, Expansion.Entry> all(ValueSet valueSet, int depth) {
        if (depth > MAX_DEPTH || ++expanded > MOST_EXPANDED) {
            throw new TerminologyException(
                    Reason.CONTRADICTORY, "Value sets include each other in a circle, or too many others");
        }
        var found = new LinkedHashMap<String, Expansion.Entry>();
        try {
            for (ConceptSet include : valueSet.includes()) {
                include(include, depth, found);
            }
            if (valueSet.includes().isEmpty()) {
                throw notLoaded("The value set has no definition (compose) to expand");
            }
        } catch (TerminologyException e) {
            if (e.reason() != Reason.NOT_LOADED
                    || !valueSet.resource().path("expansion").has("contains")) {
                throw e;
            }
            found.clear();
            stored(valueSet.resource().path("expansion").path("contains"), found);
            return found;
        }
        found.values().removeIf(entry -> isExcluded(entry, valueSet.excludes()));
        if (valueSet.isWithoutInactive()) {
            found.values().removeIf(Expansion.Entry::isInactive);
        }
        return found;
    }

    private boolean isExcluded(Expansion.Entry entry, List<ConceptSet> excludes) {
        for (ConceptSet exclude : excludes) {
            Membership excluded = exclude.membership(entry.system(), entry.code(), terminology, new Asked());
            if (excluded == Membership.UNKNOWN) {
                throw notLoaded("What the value set excludes cannot be told: %s".formatted(named(exclude)));
            }
            if (excluded == Membership.YES) {
                return true;
            }
        }
        return false;
    }

    private static String named(ConceptSet part) {
        return part.filters().isEmpty()
                ? "%s is not loaded".formatted(part.system().isEmpty() ? part.valueSets() : part.canonical())
                : "%s is not loaded or does not support the filter %s".formatted(part.canonical(), part.filters());
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
                                new Expansion.Kind(
                                        entry.path("abstract").asBoolean(),
                                        entry.path("inactive").asBoolean()),
                                MissingNode.getInstance(),
                                entry.path("designation"),
                                List.of()),
                        found);
            }
            stored(entry.path("contains"), found);
        }
    }

    private void include(ConceptSet include, int depth, Map<String, Expansion.Entry> found) {
        if (include.system().isEmpty() && include.valueSets().isEmpty()) {
            throw new TerminologyException(
                    Reason.CONTRADICTORY, "vsd-1: what a value set includes names a system or a value set");
        }
        if (!include.system().isEmpty()) {
            inSystem(include)
                    .filter(entry -> include.valueSets().stream().allMatch(other -> isIn(other, entry)))
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

    private boolean isIn(String valueSet, Expansion.Entry entry) {
        Membership found = terminology.membership(valueSet, entry.system(), entry.code());
        if (found == Membership.UNKNOWN) {
            throw notLoaded("Which codes are in the value set %s is not known here".formatted(valueSet));
        }
        return found == Membership.YES;
    }

    private static void put(Expansion.Entry entry, Map<String, Expansion.Entry> found) {
        found.putIfAbsent(entry.system() + '|' + entry.code(), entry);
        if (found.size() > MOST_CODES) {
            throw new TerminologyException(
                    Reason.TOO_COSTLY, "The value set has more than %d codes".formatted(MOST_CODES));
        }
    }

    private Stream<Expansion.Entry> inSystem(ConceptSet stated) {
        String version = request.versions().of(stated.system(), stated.version());
        ConceptSet include =
                new ConceptSet(stated.system(), version, stated.codes(), stated.filters(), stated.valueSets());
        Optional<CodeSystem> loaded = terminology.codeSystem(include.canonical());
        if (!include.codes().isEmpty()) {
            return include.codes().entrySet().stream()
                    .flatMap(code -> listed(include, code.getKey(), code.getValue(), loaded).stream());
        }
        Optional<LargeCodeSystem> large = terminology.large(include.canonical());
        if (large.isPresent()) {
            return large(include, large.get());
        }
        if (loaded.isEmpty() || !loaded.get().isComplete()) {
            throw notLoaded(
                    "The code system %s is not loaded, so its codes cannot be listed".formatted(include.canonical()));
        }
        return loaded.get().concepts().stream()
                .filter(concept -> isSelected(include, concept.code()))
                .map(concept -> entry(include, concept, loaded.get().version()));
    }

    private static Expansion.Entry entry(ConceptSet include, Concept concept, String version) {
        return new Expansion.Entry(
                include.system(),
                version,
                concept.code(),
                concept.display(),
                new Expansion.Kind(concept.isAbstract(), concept.isInactive()),
                concept.source(),
                MissingNode.getInstance(),
                concept.parents());
    }

    private boolean isSelected(ConceptSet include, String code) {
        for (Filter filter : include.filters()) {
            Membership accepted = filter.accepts(code, include.canonical(), terminology);
            if (accepted == Membership.UNKNOWN) {
                throw new TerminologyException(
                        Reason.NOT_SUPPORTED,
                        "The filter '%s' is not supported for %s".formatted(filter, include.system()));
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
                        Expansion.Kind.PLAIN,
                        MissingNode.getInstance(),
                        MissingNode.getInstance(),
                        List.of()));
    }

    /** A code the value set lists, unless its code system does not have it. */
    private Optional<Expansion.Entry> listed(
            ConceptSet include, String code, ConceptSet.Listed listed, Optional<CodeSystem> loaded) {
        Optional<Concept> concept = loaded.flatMap(system -> system.concept(code));
        if (concept.isEmpty() && loaded.map(CodeSystem::isComplete).orElse(false)) {
            return Optional.empty();
        }
        String display = listed.display().isEmpty()
                ? terminology.display(include.canonical(), code).orElse("")
                : listed.display();
        String version = loaded.map(CodeSystem::version)
                .or(() -> terminology.large(include.canonical()).map(LargeCodeSystem::version))
                .orElse(include.version());
        return Optional.of(new Expansion.Entry(
                include.system(),
                version,
                code,
                display,
                concept.map(known -> new Expansion.Kind(known.isAbstract(), known.isInactive()))
                        .orElse(Expansion.Kind.PLAIN),
                concept.map(Concept::source).orElse(MissingNode.getInstance()),
                listed.designations(),
                concept.map(Concept::parents).orElse(List.of())));
    }

    private static TerminologyException notLoaded(String message) {
        return new TerminologyException(Reason.NOT_LOADED, message);
    }
}
