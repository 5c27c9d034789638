package org.openspine.definitions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openspine.conformance.validation.RuleBook;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.repository.search.CodeSets;
import org.openspine.terminology.CodeSystem;
import org.openspine.terminology.Concept;
import org.openspine.terminology.Expansion;
import org.openspine.terminology.LargeCodeSystem;
import org.openspine.terminology.Terminology;
import org.openspine.terminology.TerminologyException;
import org.openspine.terminology.ValueSet;

/** The code sets of searches from the terminology that is loaded. */
final class TerminologyCodeSets implements CodeSets {
    private final Supplier<RuleBook> book;

    TerminologyCodeSets(Supplier<RuleBook> book) {
        this.book = book;
    }

    @Override
    public List<Code> in(String valueSet) {
        Terminology terminology = book.get().terminology();
        ValueSet loaded = terminology
                .valueSet(valueSet)
                .orElseThrow(() -> new SpineException(
                        FhirError.INVALID_PARAMETER,
                        "The value set '%s' is not loaded, so its codes cannot be searched for"
                                .formatted(Problem.shown(valueSet))));
        try {
            Expansion expansion = terminology.expand(loaded, new Expansion.Request("", 0, MOST_CODES + 1));
            return limited(expansion.entries().stream().map(entry -> new Code(entry.system(), entry.code())));
        } catch (TerminologyException e) {
            throw ValueSetOperations.refused(e);
        }
    }

    @Override
    public List<Code> below(Code code) {
        return related(
                code, (system, other) -> system.isAbove(code.code(), other), system -> system.below(code.code()));
    }

    @Override
    public List<Code> above(Code code) {
        return related(code, (system, other) -> system.isAbove(other, code.code()), system -> system.codes()
                .filter(other -> system.isAbove(other, code.code())));
    }

    private interface Relation {
        boolean holds(CodeSystem system, String other);
    }

    private interface Listing {
        Stream<String> of(LargeCodeSystem system);
    }

    private List<Code> related(Code code, Relation relation, Listing listing) {
        Terminology terminology = book.get().terminology();
        Optional<LargeCodeSystem> large = terminology.large(code.system());
        Stream<String> related;
        if (large.isPresent()) {
            related = listing.of(large.get());
        } else {
            CodeSystem system = terminology
                    .codeSystem(code.system())
                    .orElseThrow(() -> new SpineException(
                            FhirError.INVALID_PARAMETER,
                            "above and below take system|code of a code system that is loaded"));
            related = system.concepts().stream().map(Concept::code).filter(other -> relation.holds(system, other));
        }
        return limited(Stream.concat(Stream.of(code.code()), related).map(other -> new Code(code.system(), other)));
    }

    private static List<Code> limited(Stream<Code> codes) {
        var all = new ArrayList<Code>();
        codes.limit(MOST_CODES + 1L).forEach(all::add);
        if (all.size() > MOST_CODES) {
            throw new SpineException(
                    FhirError.TOO_COSTLY, "A search takes at most %d codes; this means more".formatted(MOST_CODES));
        }
        return all;
    }
}
