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
import org.openspine.fhir.OperationParameters;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.CodeSystem;
import org.openspine.terminology.Concept;
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

    private final Supplier<RuleBook> book;
    private final ResourceRepository repository;

    CodeSystemOperations(Supplier<RuleBook> book, ResourceRepository repository) {
        this.book = book;
        this.repository = repository;
    }

    List<Operation> all() {
        return List.of(
                TerminologyOperation.of(TYPE, "lookup", Set.of(Operation.Level.TYPE), this::lookup),
                TerminologyOperation.of(
                        TYPE,
                        "validate-code",
                        Set.of(Operation.Level.TYPE, Operation.Level.INSTANCE),
                        this::validateCode),
                TerminologyOperation.of(
                        TYPE, "subsumes", Set.of(Operation.Level.TYPE, Operation.Level.INSTANCE), this::subsumes));
    }

    private FhirResponse lookup(FhirRequest request, Operation.Target target) {
        OperationParameters parameters = OperationParameters.of(
                request,
                "lookup",
                List.of("code", "system", "version", "coding", "date", "displayLanguage", "property"));
        AskedCode asked = AskedCode.in(parameters).get(0);
        if (asked.system().isEmpty()) {
            throw new SpineException(FhirError.INVALID_PARAMETER, "'system' is needed");
        }
        Terminology terminology = book.get().terminology();
        Optional<LargeCodeSystem> large = terminology.large(asked.system());
        if (large.isPresent()) {
            return lookup(asked, large.get());
        }
        CodeSystem system = loaded(asked, terminology);
        Concept concept = system.concept(asked.code())
                .orElseThrow(
                        () -> new SpineException(FhirError.NOT_FOUND, "%s has no such code".formatted(system.url())));
        return answer(concept, system, parameters.texts("property"));
    }

    private static FhirResponse lookup(AskedCode asked, LargeCodeSystem system) {
        if (!system.contains(asked.code())) {
            throw new SpineException(FhirError.NOT_FOUND, "%s has no such code".formatted(system.url()));
        }
        return new Answer()
                .text("name", system.url())
                .text("version", system.version())
                .text("display", system.display(asked.code()).orElse(asked.code()))
                .response();
    }

    private static FhirResponse answer(Concept concept, CodeSystem system, List<String> properties) {
        String display = concept.display().isEmpty() ? concept.code() : concept.display();
        var answer = new Answer()
                .text("name", system.resource().path("name").asText(system.url()))
                .text("version", system.version())
                .text("display", display)
                .text("definition", concept.source().path("definition").asText(""));
        for (JsonNode designation : concept.source().path("designation")) {
            Answer parts = answer.parts("designation");
            if (designation.has("language")) {
                parts.code("language", designation.path("language").asText());
            }
            if (designation.has("use")) {
                parts.value("use", "valueCoding", designation.path("use"));
            }
            parts.text("value", designation.path("value").asText(""));
        }
        for (String parent : concept.parents()) {
            answer.parts("property").code("code", "parent").code("value", parent);
        }
        for (Concept other : system.concepts()) {
            if (other.parents().contains(concept.code())) {
                answer.parts("property").code("code", "child").code("value", other.code());
            }
        }
        for (JsonNode property : concept.source().path("property")) {
            String code = property.path("code").asText("");
            if (properties.isEmpty() || properties.contains(code) || properties.contains("*")) {
                for (var value : property.properties()) {
                    if (value.getKey().startsWith("value")) {
                        answer.parts("property").code("code", code).value("value", value.getKey(), value.getValue());
                    }
                }
            }
        }
        return answer.response();
    }

    private FhirResponse validateCode(FhirRequest request, Operation.Target target) {
        OperationParameters parameters = OperationParameters.of(
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
        Optional<CodeSystem> given = given(parameters, target);
        Terminology terminology = book.get().terminology();
        for (AskedCode asked : AskedCode.in(parameters)) {
            String url =
                    given.map(CodeSystem::url).or(() -> parameters.last("url")).orElse(asked.system());
            if (url.isEmpty()) {
                throw new SpineException(FhirError.INVALID_PARAMETER, "'url' names the code system and is needed");
            }
            Optional<CodeSystem> system = given.or(
                    () -> terminology.codeSystem(asked.version().isEmpty() ? url : url + "|" + asked.version()));
            Membership found = system.isPresent()
                    ? membership(system.get(), asked.code())
                    : terminology.inSystem(url, asked.code());
            if (found == Membership.UNKNOWN && system.isEmpty()) {
                throw new SpineException(FhirError.NOT_FOUND, "The code system is not loaded");
            }
            if (found == Membership.YES) {
                return CodeCheck.found(
                                asked,
                                system.flatMap(loaded -> loaded.concept(asked.code())),
                                terminology.display(url, asked.code()).orElse(""))
                        .response();
            }
        }
        return new Answer()
                .truth("result", false)
                .text("message", "The code system has no such code")
                .response();
    }

    private static Membership membership(CodeSystem system, String code) {
        return system.concept(code).isPresent() ? Membership.YES : Membership.NO;
    }

    private FhirResponse subsumes(FhirRequest request, Operation.Target target) {
        OperationParameters parameters = OperationParameters.of(
                request, "subsumes", List.of("codeA", "codeB", "system", "version", "codingA", "codingB"));
        AskedCode one = side(parameters, "A", target);
        AskedCode other = side(parameters, "B", target);
        if (!one.system().equals(other.system())) {
            throw new SpineException(FhirError.INVALID_PARAMETER, "Both codes must be of the same code system");
        }
        Terminology terminology = book.get().terminology();
        for (AskedCode code : List.of(one, other)) {
            Membership known = terminology.inSystem(code.canonical(), code.code());
            if (known != Membership.YES) {
                throw new SpineException(
                        FhirError.NOT_FOUND,
                        known == Membership.NO
                                ? "The code system has no such code"
                                : "The code system is not loaded, so its hierarchy is not known");
            }
        }
        return new Answer().code("outcome", outcome(one, other, terminology)).response();
    }

    private static String outcome(AskedCode one, AskedCode other, Terminology terminology) {
        if (one.code().equals(other.code())) {
            return "equivalent";
        }
        if (terminology.isAbove(one.canonical(), one.code(), other.code()).orElse(false)) {
            return "subsumes";
        }
        return terminology.isAbove(one.canonical(), other.code(), one.code()).orElse(false)
                ? "subsumed-by"
                : "not-subsumed";
    }

    private AskedCode side(OperationParameters parameters, String side, Operation.Target target) {
        return parameters
                .object("coding" + side)
                .map(AskedCode::of)
                .or(() -> parameters
                        .last("code" + side)
                        .map(code -> new AskedCode(
                                parameters
                                        .last("system")
                                        .or(() -> stored(target).map(system -> system.path("url")
                                                .asText("")))
                                        .orElseThrow(() ->
                                                new SpineException(FhirError.INVALID_PARAMETER, "'system' is needed")),
                                parameters.last("version").orElse(""),
                                code,
                                "")))
                .orElseThrow(() -> new SpineException(
                        FhirError.INVALID_PARAMETER, "'code%s' or 'coding%s' is needed".formatted(side, side)));
    }

    private Optional<CodeSystem> given(OperationParameters parameters, Operation.Target target) {
        return parameters.object("codeSystem").map(Terminology::codeSystemOf).or(() -> stored(target)
                .map(Terminology::codeSystemOf));
    }

    private Optional<JsonNode> stored(Operation.Target target) {
        return target.key().map(key -> read(repository, key));
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

    private static CodeSystem loaded(AskedCode asked, Terminology terminology) {
        return terminology
                .codeSystem(asked.canonical())
                .orElseThrow(() -> new SpineException(FhirError.NOT_FOUND, "The code system is not loaded"));
    }
}
