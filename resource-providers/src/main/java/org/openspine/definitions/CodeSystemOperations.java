package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.openspine.api.FhirResponse;
import org.openspine.conformance.validation.RuleBook;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.CodeSystem;
import org.openspine.terminology.LargeCodeSystem;
import org.openspine.terminology.Membership;
import org.openspine.terminology.Terminology;

/**
 * {@code $lookup}, {@code $validate-code} and {@code $subsumes}.
 *
 * @see <a href="https://hl7.org/fhir/R4/codesystem-operations.html">Operations of CodeSystem</a>
 */
final class CodeSystemOperations {
    private static final String TYPE = "CodeSystem";
    private static final Set<Operation.Level> LEVELS = Set.of(Operation.Level.TYPE, Operation.Level.INSTANCE);

    private final Supplier<RuleBook> book;
    private final ResourceRepository repository;

    CodeSystemOperations(Supplier<RuleBook> book, ResourceRepository repository) {
        this.book = book;
        this.repository = repository;
    }

    List<Operation> all() {
        return List.of(
                TerminologyOperation.of(TYPE, "lookup", Set.of(Operation.Level.TYPE), this::lookup),
                TerminologyOperation.of(TYPE, "validate-code", LEVELS, this::validateCode),
                TerminologyOperation.of(TYPE, "subsumes", LEVELS, this::subsumes));
    }

    private FhirResponse lookup(FhirRequest request, Operation.Target target) {
        Question question = Question.of(
                request,
                "lookup",
                List.of("code", "system", "version", "coding", "date", "displayLanguage", "property"));
        AskedCode asked = AskedCode.in(question, "system", "version").get(0).withSystem();
        ConceptAnswer answer = new ConceptAnswer(question.all("property"), question.text("displayLanguage"));
        Terminology terminology = book.get().terminology();
        Optional<LargeCodeSystem> large = terminology.large(asked.canonical());
        if (large.isPresent()) {
            if (!large.get().contains(asked.code())) {
                throw noSuchCode(large.get().url());
            }
            return answer.of(asked.code(), large.get()).response();
        }
        CodeSystem system = terminology
                .codeSystem(asked.canonical())
                .orElseThrow(() -> notLoaded("'system' %s".formatted(asked.canonical())));
        refuseSupplement(system);
        return answer.of(system.concept(asked.code()).orElseThrow(() -> noSuchCode(system.url())), system)
                .response();
    }

    private static void refuseSupplement(CodeSystem system) {
        if (system.isSupplement()) {
            throw new SpineException(
                    FhirError.BUSINESS_RULE,
                    "%s is a supplement: its codes are those of %s"
                            .formatted(
                                    system.url(),
                                    system.resource().path("supplements").asText("")));
        }
    }

    private static SpineException noSuchCode(String system) {
        return new SpineException(FhirError.NOT_FOUND, "'code': %s has no such code".formatted(system));
    }

    private static SpineException notLoaded(String what) {
        return new SpineException(FhirError.NOT_FOUND, what + " is a code system that is not loaded");
    }

    private FhirResponse validateCode(FhirRequest request, Operation.Target target) {
        Question question = Question.of(
                request,
                "validate-code",
                List.of(
                        "url",
                        "codeSystem",
                        "code",
                        "version",
                        "display",
                        "coding",
                        "codeableConcept",
                        "date",
                        "abstract",
                        "displayLanguage",
                        "system"));
        Optional<CodeSystem> given = given(question, target);
        Optional<String> url =
                given.map(CodeSystem::url).or(() -> question.one("url")).or(() -> question.one("system"));
        List<AskedCode> codes = AskedCode.in(question, "system", "version");
        if (url.isEmpty() && codes.stream().allMatch(code -> code.system().isEmpty())) {
            throw Question.refused("'url' names the code system and is needed, or 'codeSystem', or CodeSystem/[id]");
        }
        Answer last = CodeCheck.no("The code system has no such code");
        for (AskedCode asked : codes) {
            String system = url.orElse(asked.system());
            if (!asked.system().isEmpty() && !asked.system().equals(system)) {
                last = CodeCheck.no("The coding is of another code system than %s".formatted(system));
            } else {
                Optional<Answer> found = inSystem(asked.inSystem(system), given, question);
                if (found.isPresent()) {
                    return found.get().response();
                }
            }
        }
        return last.response();
    }

    /** Empty if the system has no such code. */
    private Optional<Answer> inSystem(AskedCode asked, Optional<CodeSystem> given, Question question) {
        Terminology terminology = book.get().terminology();
        Optional<CodeSystem> system = given.or(() -> terminology.codeSystem(asked.canonical()));
        system.ifPresent(CodeSystemOperations::refuseSupplement);
        Membership found = system.isPresent()
                ? terminology.inSystem(system.get(), asked.code())
                : terminology.inSystem(asked.canonical(), asked.code());
        return switch (found) {
            case YES ->
                Optional.of(new CodeCheck(terminology, question)
                        .found(asked, system.flatMap(loaded -> loaded.concept(asked.code()))));
            case NO -> Optional.empty();
            case UNKNOWN -> {
                if (system.isEmpty()) {
                    throw notLoaded(asked.canonical());
                }
                yield Optional.of(CodeCheck.unknown(
                        "Only a part of the code system is loaded (content: %s), and the code is not in it"
                                .formatted(
                                        system.get().resource().path("content").asText())));
            }
        };
    }

    private FhirResponse subsumes(FhirRequest request, Operation.Target target) {
        Question question =
                Question.of(request, "subsumes", List.of("codeA", "codeB", "system", "version", "codingA", "codingB"));
        Optional<CodeSystem> given = given(question, target);
        AskedCode one = side(question, "A", given);
        AskedCode other = side(question, "B", given);
        if (!one.canonical().equals(other.canonical())) {
            throw Question.refused("'codingA' and 'codingB' must be of the same code system");
        }
        Terminology terminology = book.get().terminology();
        Optional<CodeSystem> system = given.or(() -> terminology.codeSystem(one.canonical()));
        for (AskedCode code : List.of(one, other)) {
            Membership known = system.isPresent()
                    ? terminology.inSystem(system.get(), code.code())
                    : terminology.inSystem(code.canonical(), code.code());
            if (known == Membership.NO) {
                throw noSuchCode(code.system());
            }
            if (known == Membership.UNKNOWN) {
                throw notLoaded(code.canonical());
            }
        }
        return new Answer()
                .code("outcome", outcome(one, other, system, terminology))
                .response();
    }

    private static String outcome(
            AskedCode one, AskedCode other, Optional<CodeSystem> system, Terminology terminology) {
        if (one.code().equals(other.code())
                || system.map(known -> known.isSameCode(one.code(), other.code()))
                        .orElse(false)) {
            return "equivalent";
        }
        if (isAbove(one, other, system, terminology)) {
            return "subsumes";
        }
        return isAbove(other, one, system, terminology) ? "subsumed-by" : "not-subsumed";
    }

    private static boolean isAbove(
            AskedCode upper, AskedCode lower, Optional<CodeSystem> system, Terminology terminology) {
        return system.map(known -> known.isAbove(upper.code(), lower.code()))
                .or(() -> terminology.isAbove(upper.canonical(), upper.code(), lower.code()))
                .orElse(false);
    }

    private static AskedCode side(Question question, String side, Optional<CodeSystem> given) {
        var coding = question.object("coding" + side);
        Optional<String> code = question.one("code" + side);
        if (coding.isPresent() == code.isPresent()) {
            throw Question.refused("One of 'code%s' and 'coding%s' is needed, and not both".formatted(side, side));
        }
        String system = given.map(CodeSystem::url).orElse(question.text("system"));
        AskedCode asked = coding.map(one -> AskedCode.of(one, "coding" + side))
                .orElseGet(() -> new AskedCode(system, question.text("version"), code.orElse(""), ""));
        if (!system.isEmpty() && !asked.system().isEmpty() && !asked.system().equals(system)) {
            throw Question.refused("'coding%s' is of another code system than %s".formatted(side, system));
        }
        return (asked.system().isEmpty() ? asked.inSystem(system) : asked).withSystem();
    }

    private Optional<CodeSystem> given(Question question, Operation.Target target) {
        return target.key()
                .map(key -> read(repository, key))
                .or(() -> question.resource("codeSystem", TYPE))
                .map(Terminology::codeSystemOf);
    }

    /** The resource an operation was called on. */
    static JsonNode read(ResourceRepository repository, ResourceKey key) {
        return repository
                .read(key)
                .filter(stored -> !stored.isDeleted())
                .map(StoredResource::tree)
                .orElseThrow(() ->
                        new SpineException(FhirError.NOT_FOUND, "There is no %s with this id".formatted(key.type())));
    }
}
