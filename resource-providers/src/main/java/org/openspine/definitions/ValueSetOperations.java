package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.validation.RuleBook;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.fhir.OperationParameters;
import org.openspine.repository.ResourceRepository;
import org.openspine.terminology.Concept;
import org.openspine.terminology.Expansion;
import org.openspine.terminology.Membership;
import org.openspine.terminology.Terminology;
import org.openspine.terminology.TerminologyException;
import org.openspine.terminology.ValueSet;

/**
 * {@code $expand} and {@code $validate-code}.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-operations.html">Operations of ValueSet</a>
 */
final class ValueSetOperations {
    private static final String TYPE = "ValueSet";

    /** Codes in one answer; more are asked for page by page. */
    private static final int MOST_CODES = 10_000;

    private static final Set<Operation.Level> LEVELS = Set.of(Operation.Level.TYPE, Operation.Level.INSTANCE);

    private final Supplier<RuleBook> book;
    private final ResourceRepository repository;
    private final Clock clock;

    ValueSetOperations(Supplier<RuleBook> book, ResourceRepository repository, Clock clock) {
        this.book = book;
        this.repository = repository;
        this.clock = clock;
    }

    List<Operation> all() {
        return List.of(
                TerminologyOperation.of(TYPE, "expand", LEVELS, this::expand),
                TerminologyOperation.of(TYPE, "validate-code", LEVELS, this::validateCode));
    }

    private FhirResponse expand(FhirRequest request, Operation.Target target) {
        OperationParameters parameters = OperationParameters.of(
                request,
                "expand",
                List.of(
                        "url",
                        "valueSet",
                        "valueSetVersion",
                        "context",
                        "contextDirection",
                        "filter",
                        "date",
                        "offset",
                        "count",
                        "includeDesignations",
                        "designation",
                        "includeDefinition",
                        "activeOnly",
                        "excludeNested",
                        "excludeNotForUI",
                        "excludePostCoordinated",
                        "displayLanguage",
                        "exclude-system",
                        "system-version",
                        "check-system-version",
                        "force-system-version"));
        ValueSet valueSet = valueSet(parameters, target);
        int offset = number(parameters, "offset", 0);
        int count = number(parameters, "count", Integer.MAX_VALUE);
        Expansion expansion;
        try {
            expansion = book.get()
                    .terminology()
                    .expand(
                            valueSet,
                            new Expansion.Request(
                                    parameters.last("filter").orElse(""), offset, Math.min(count, MOST_CODES)));
        } catch (TerminologyException e) {
            throw refused(e);
        }
        if (count > MOST_CODES && expansion.total() - offset > MOST_CODES) {
            throw new SpineException(
                    FhirError.TOO_COSTLY,
                    "The value set has %d codes; ask for at most %d with 'count' and 'offset', or use 'filter'"
                            .formatted(expansion.total(), MOST_CODES));
        }
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(answer(valueSet, expansion, parameters, offset))));
    }

    static SpineException refused(TerminologyException e) {
        FhirError error =
                switch (e.reason()) {
                    case NOT_LOADED -> FhirError.BUSINESS_RULE;
                    case TOO_COSTLY -> FhirError.TOO_COSTLY;
                    case NOT_SUPPORTED -> FhirError.NOT_IMPLEMENTED;
                };
        return new SpineException(error, String.valueOf(e.getMessage()));
    }

    private ObjectNode answer(ValueSet valueSet, Expansion found, OperationParameters parameters, int offset) {
        ObjectNode resource = (ObjectNode) valueSet.resource().deepCopy();
        if (!parameters.last("includeDefinition").map(Boolean::parseBoolean).orElse(false)) {
            resource.retain(
                    "resourceType",
                    "id",
                    "meta",
                    "url",
                    "version",
                    "name",
                    "title",
                    "status",
                    "experimental",
                    "language");
        }
        if (!resource.has("status")) {
            resource.put("status", "active");
        }
        ObjectNode expansion = resource.putObject("expansion");
        expansion.put("identifier", "urn:uuid:" + UUID.randomUUID());
        expansion.put(
                "timestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        expansion.put("total", found.total());
        expansion.put("offset", offset);
        ArrayNode named = JsonNodeFactory.instance.arrayNode();
        parameters
                .last("filter")
                .ifPresent(filter -> named.addObject().put("name", "filter").put("valueString", filter));
        parameters.last("count").ifPresent(count -> named.addObject()
                .put("name", "count")
                .put("valueInteger", Integer.parseInt(count)));
        if (!named.isEmpty()) {
            expansion.set("parameter", named);
        }
        ArrayNode contains = JsonNodeFactory.instance.arrayNode();
        for (Expansion.Entry entry : found.entries()) {
            ObjectNode node = contains.addObject().put("system", entry.system());
            if (entry.isAbstract()) {
                node.put("abstract", true);
            }
            if (!entry.version().isEmpty()) {
                node.put("version", entry.version());
            }
            node.put("code", entry.code());
            if (!entry.display().isEmpty()) {
                node.put("display", entry.display());
            }
        }
        if (!contains.isEmpty()) {
            expansion.set("contains", contains);
        }
        return resource;
    }

    private FhirResponse validateCode(FhirRequest request, Operation.Target target) {
        OperationParameters parameters = OperationParameters.of(
                request,
                "validate-code",
                List.of(
                        "url",
                        "valueSet",
                        "valueSetVersion",
                        "context",
                        "code",
                        "system",
                        "systemVersion",
                        "display",
                        "coding",
                        "codeableConcept",
                        "date",
                        "abstract",
                        "displayLanguage"));
        ValueSet valueSet = valueSet(parameters, target);
        Terminology terminology = book.get().terminology();
        boolean unknown = false;
        for (AskedCode asked : AskedCode.in(parameters)) {
            Membership found = terminology.membership(valueSet, asked.system(), asked.code());
            if (found == Membership.YES) {
                Optional<Concept> concept =
                        terminology.codeSystem(asked.system()).flatMap(system -> system.concept(asked.code()));
                return CodeCheck.found(
                                asked,
                                concept,
                                terminology
                                        .display(asked.system(), asked.code())
                                        .orElse(""))
                        .response();
            }
            unknown |= found == Membership.UNKNOWN;
        }
        return new Answer()
                .truth("result", false)
                .text(
                        "message",
                        unknown
                                ? "Whether the code is in the value set is not known: a code system it is made of is not loaded"
                                : "The code is not in the value set")
                .response();
    }

    private ValueSet valueSet(OperationParameters parameters, Operation.Target target) {
        if (target.key().isPresent()) {
            return Terminology.valueSetOf(
                    CodeSystemOperations.read(repository, target.key().get()));
        }
        Optional<ObjectNode> sent = parameters.object("valueSet");
        if (sent.isPresent()) {
            return Terminology.valueSetOf((JsonNode) sent.get());
        }
        String url = parameters
                .last("url")
                .orElseThrow(() -> new SpineException(
                        FhirError.INVALID_PARAMETER, "A value set is needed: 'url', 'valueSet', or ValueSet/[id]"));
        String canonical = parameters
                .last("valueSetVersion")
                .map(version -> url + "|" + version)
                .orElse(url);
        return book.get()
                .terminology()
                .valueSet(canonical)
                .orElseThrow(() -> new SpineException(FhirError.NOT_FOUND, "The value set is not loaded"));
    }

    private static int number(OperationParameters parameters, String name, int otherwise) {
        Optional<String> text = parameters.last(name);
        if (text.isPresent() && !text.get().matches("[0-9]{1,9}")) {
            throw new SpineException(FhirError.INVALID_PARAMETER, "'%s' is a whole number from 0".formatted(name));
        }
        return text.map(Integer::parseInt).orElse(otherwise);
    }
}
