package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.openspine.fhir.OperationParameters;
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
        OperationParameters parameters = OperationParameters.of(
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
                        "reverse"));
        boolean reverse = parameters.last("reverse").map(Boolean::parseBoolean).orElse(false);
        String targetSystem = parameters.last("targetsystem").orElse("");
        List<? extends JsonNode> maps = maps(parameters, target);
        var matches = new ArrayList<Translator.Match>();
        for (AskedCode asked : AskedCode.in(parameters)) {
            for (JsonNode map : maps) {
                matches.addAll(Translator.translate(
                        map, new Translator.Request(asked.system(), asked.code(), targetSystem, reverse)));
            }
        }
        return answer(matches);
    }

    private FhirResponse answer(List<Translator.Match> matches) {
        boolean found = matches.stream().anyMatch(Translator.Match::isPositive);
        var answer = new Answer().truth("result", found);
        if (!found) {
            answer.text("message", "No concept map that applies has a translation of this code");
        }
        Terminology terminology = book.get().terminology();
        for (Translator.Match match : matches) {
            Answer parts = answer.parts("match").code("equivalence", match.equivalence());
            if (!match.code().isEmpty()) {
                ObjectNode concept = JsonNodeFactory.instance.objectNode();
                concept.put("system", match.system()).put("code", match.code());
                String display = match.display().isEmpty()
                        ? terminology.display(match.system(), match.code()).orElse("")
                        : match.display();
                if (!display.isEmpty()) {
                    concept.put("display", display);
                }
                parts.value("concept", "valueCoding", concept);
            }
            if (!match.source().isEmpty()) {
                parts.value("source", "valueUri", JsonNodeFactory.instance.textNode(match.source()));
            }
        }
        return answer.response();
    }

    /** The map that is meant, or all that go from the source to the target value set. */
    private List<? extends JsonNode> maps(OperationParameters parameters, Operation.Target target) {
        if (target.key().isPresent()) {
            return List.of(CodeSystemOperations.read(repository, target.key().get()));
        }
        Optional<ObjectNode> sent = parameters.object("conceptMap");
        if (sent.isPresent()) {
            return List.of(sent.get());
        }
        Optional<String> url = parameters.last("url");
        if (url.isPresent()) {
            String canonical = parameters
                    .last("conceptMapVersion")
                    .map(version -> url.get() + "|" + version)
                    .orElse(url.get());
            return List.of(book.get()
                    .definitions()
                    .conceptMap(canonical)
                    .orElseThrow(() -> new SpineException(FhirError.NOT_FOUND, "The concept map is not loaded")));
        }
        return book.get().definitions().conceptMaps().stream()
                .filter(map -> isFor(map, "source", parameters) && isFor(map, "target", parameters))
                .toList();
    }

    private static boolean isFor(JsonNode map, String side, OperationParameters parameters) {
        Optional<String> wanted = parameters.last(side);
        if (wanted.isEmpty()) {
            return true;
        }
        String stated =
                map.path(side + "Canonical").asText(map.path(side + "Uri").asText(""));
        return stated.equals(wanted.get()) || stated.startsWith(wanted.get() + "|");
    }
}
