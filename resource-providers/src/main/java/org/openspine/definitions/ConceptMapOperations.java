package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
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
import org.openspine.terminology.Terminology;
import org.openspine.terminology.Translator;

/**
 * {@code $translate}.
 *
 * @see <a href="https://hl7.org/fhir/R4/conceptmap-operation-translate.html">$translate</a>
 */
final class ConceptMapOperations {
    private static final String TYPE = "ConceptMap";

    private final Supplier<RuleBook> book;
    private final ResourceRepository repository;

    ConceptMapOperations(Supplier<RuleBook> book, ResourceRepository repository) {
        this.book = book;
        this.repository = repository;
    }

    List<Operation> all() {
        return List.of(TerminologyOperation.of(
                TYPE, "translate", Set.of(Operation.Level.TYPE, Operation.Level.INSTANCE), this::translate));
    }

    private FhirResponse translate(FhirRequest request, Operation.Target target) {
        Question question = Question.of(
                request,
                "translate",
                List.of(
                        "url",
                        "conceptMap",
                        "conceptMapVersion",
                        "code",
                        "system",
                        "version",
                        "source",
                        "coding",
                        "codeableConcept",
                        "target",
                        "targetsystem",
                        "dependency",
                        "reverse"));
        List<AskedCode> codes = AskedCode.in(question, "system", "version");
        codes.forEach(AskedCode::withSystem);
        boolean reverse = question.is("reverse");
        List<Translator.Dependency> dependencies = question.parts("dependency").stream()
                .map(ConceptMapOperations::dependency)
                .toList();
        List<? extends JsonNode> maps = maps(question, target, reverse);
        var translator = new Translator(canonical -> book.get().definitions().conceptMap(canonical));
        var matches = new ArrayList<Translator.Match>();
        for (AskedCode asked : codes) {
            var wanted = new Translator.Request(
                    new Translator.From(asked.system(), asked.version(), asked.code()),
                    question.text("targetsystem"),
                    reverse,
                    dependencies);
            maps.forEach(map -> matches.addAll(translator.translate(map, wanted)));
        }
        return answer(matches);
    }

    private static Translator.Dependency dependency(JsonNode parts) {
        String element = "";
        String system = "";
        String code = "";
        for (JsonNode part : parts) {
            switch (part.path("name").asText("")) {
                case "element" -> element = part.path("valueUri").asText("");
                case "concept" -> {
                    JsonNode concept =
                            part.path("valueCodeableConcept").path("coding").path(0);
                    JsonNode coding = concept.isMissingNode() ? part.path("valueCoding") : concept;
                    system = coding.path("system").asText("");
                    code = coding.path("code").asText("");
                }
                default -> throw Question.refused("'dependency' has the parts 'element' and 'concept'");
            }
        }
        if (element.isEmpty() || code.isEmpty()) {
            throw Question.refused("'dependency' needs its parts 'element' and 'concept'");
        }
        return new Translator.Dependency(element, system, code);
    }

    private FhirResponse answer(List<Translator.Match> matches) {
        boolean found = matches.stream().anyMatch(Translator.Match::isPositive);
        var answer = new Answer().truth("result", found);
        if (!found) {
            answer.text("message", "No concept map that applies has a translation of this code");
        }
        for (Translator.Match match : matches) {
            Answer parts = answer.parts("match").code("equivalence", match.equivalence());
            if (!match.target().code().isEmpty()) {
                parts.value("concept", "valueCoding", coding(match.target()));
            }
            for (Translator.Product product : match.products()) {
                parts.parts("product")
                        .value("element", "valueUri", TextNode.valueOf(product.element()))
                        .value("concept", "valueCoding", coding(product.value()));
            }
            if (!match.map().isEmpty()) {
                parts.value("source", "valueUri", TextNode.valueOf(match.map()));
            }
        }
        return answer.response();
    }

    private ObjectNode coding(Translator.Target target) {
        Terminology terminology = book.get().terminology();
        ObjectNode coding = JsonNodeFactory.instance.objectNode();
        if (!target.system().isEmpty()) {
            coding.put("system", target.system());
        }
        if (!target.version().isEmpty()) {
            coding.put("version", target.version());
        }
        coding.put("code", target.code());
        String display = target.display().isEmpty()
                ? terminology.display(target.system(), target.code()).orElse("")
                : target.display();
        if (!display.isEmpty()) {
            coding.put("display", display);
        }
        return coding;
    }

    /** The map that is meant, or all that go from the source to the target value set. */
    private List<? extends JsonNode> maps(Question question, Operation.Target target, boolean reverse) {
        if (target.key().isPresent()) {
            return List.of(CodeSystemOperations.read(repository, target.key().get()));
        }
        Optional<ObjectNode> sent = question.resource("conceptMap", TYPE);
        if (sent.isPresent()) {
            return List.of(sent.get());
        }
        Optional<String> canonical = question.canonical("url", "conceptMapVersion");
        if (canonical.isPresent()) {
            return List.of(book.get()
                    .definitions()
                    .conceptMap(canonical.get())
                    .orElseThrow(() -> new SpineException(
                            FhirError.NOT_FOUND,
                            "'url': the concept map %s is not loaded".formatted(canonical.get()))));
        }
        Optional<String> source = question.one("source").map(this::canonicalOf);
        Optional<String> into = question.one("target").map(this::canonicalOf);
        return book.get().definitions().conceptMaps().stream()
                .filter(map -> isFor(map, reverse ? "target" : "source", source)
                        && isFor(map, reverse ? "source" : "target", into))
                .toList();
    }

    /** A value set may also be named by where it is: {@code ValueSet/[id]}. */
    private String canonicalOf(String named) {
        int type = named.lastIndexOf("ValueSet/");
        String id = type < 0 ? named : named.substring(type + "ValueSet/".length());
        boolean isHere = type == 0 || named.indexOf(':') < 0;
        if (!isHere || !ResourceKey.isLogicalId(id)) {
            return named;
        }
        return CodeSystemOperations.read(repository, new ResourceKey("ValueSet", id))
                .path("url")
                .asText(named);
    }

    private static boolean isFor(JsonNode map, String side, Optional<String> wanted) {
        if (wanted.isEmpty()) {
            return true;
        }
        String stated =
                map.path(side + "Canonical").asText(map.path(side + "Uri").asText(""));
        return stated.equals(wanted.get()) || stated.startsWith(wanted.get() + "|");
    }
}
