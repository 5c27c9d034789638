package org.openspine.definitions;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.profile.BoundValueSet;
import org.openspine.conformance.validation.RuleBook;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.repository.ResourceRepository;
import org.openspine.terminology.Expansion;
import org.openspine.terminology.Membership;
import org.openspine.terminology.SystemVersions;
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
        Question question = Question.of(
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
        var answer = new ExpansionAnswer(question);
        int offset = question.number("offset", 0);
        int count = question.number("count", Integer.MAX_VALUE);
        var wanted = new Expansion.Request(
                question.text("filter"),
                offset,
                Math.min(count, MOST_CODES),
                new Expansion.LeftOut(
                        question.is("activeOnly"),
                        question.is("excludeNotForUI"),
                        new HashSet<>(question.all("exclude-system"))),
                new SystemVersions(
                        question.versions("system-version"),
                        question.versions("check-system-version"),
                        question.versions("force-system-version")));
        ValueSet valueSet = valueSet(question, target);
        Expansion expansion;
        try {
            expansion = book.get().terminology().expand(valueSet, wanted);
        } catch (TerminologyException e) {
            throw refused(e);
        }
        if (count > MOST_CODES && expansion.total() - offset > MOST_CODES) {
            throw new SpineException(
                    FhirError.TOO_COSTLY,
                    "The value set has %d codes; ask for at most %d with 'count' and 'offset', or use 'filter'"
                            .formatted(expansion.total(), MOST_CODES));
        }
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(answer.of(valueSet, expansion, clock.instant()))));
    }

    static SpineException refused(TerminologyException e) {
        FhirError error =
                switch (e.reason()) {
                    case NOT_LOADED, CONTRADICTORY, NOT_SUPPORTED -> FhirError.BUSINESS_RULE;
                    case TOO_COSTLY -> FhirError.TOO_COSTLY;
                };
        return new SpineException(error, String.valueOf(e.getMessage()));
    }

    private FhirResponse validateCode(FhirRequest request, Operation.Target target) {
        Question question = Question.of(
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
        List<AskedCode> codes = AskedCode.in(question, "system", "systemVersion");
        boolean isInContext = question.one("context").isPresent();
        ValueSet valueSet = valueSet(question, target);
        Terminology terminology = book.get().terminology();
        String unknown = "";
        for (AskedCode asked : codes) {
            if (asked.system().isEmpty() && !isInContext) {
                if (question.one("code").isPresent()) {
                    asked.withSystem();
                }
                continue; // without a system a code means nothing, so it is in no value set
            }
            boolean isLoaded = asked.version().isEmpty()
                    || terminology.inSystem(asked.canonical(), asked.code()) != Membership.UNKNOWN;
            Membership found =
                    isLoaded ? terminology.membership(valueSet, asked.system(), asked.code()) : Membership.UNKNOWN;
            if (found == Membership.YES) {
                return new CodeCheck(terminology, question)
                        .found(
                                asked,
                                terminology
                                        .codeSystem(asked.canonical())
                                        .flatMap(system -> system.concept(asked.code())))
                        .response();
            }
            unknown = found == Membership.UNKNOWN ? notKnown(asked, terminology) : unknown;
        }
        if (!unknown.isEmpty()) {
            return CodeCheck.unknown(unknown).response();
        }
        return CodeCheck.no("The code is not in the value set%s".formatted(named(valueSet)))
                .response();
    }

    private static String named(ValueSet valueSet) {
        String url = valueSet.resource().path("url").asText("");
        return url.isEmpty() ? "" : " " + url;
    }

    private static String notKnown(AskedCode asked, Terminology terminology) {
        return terminology.inSystem(asked.canonical(), asked.code()) == Membership.UNKNOWN
                ? "Whether the code is in the value set is not known: the code system %s is not loaded"
                        .formatted(asked.canonical())
                : "Whether the code is in the value set is not known: what defines the value set is not loaded";
    }

    private ValueSet valueSet(Question question, Operation.Target target) {
        if (target.key().isPresent()) {
            return Terminology.valueSetOf(
                    CodeSystemOperations.read(repository, target.key().get()));
        }
        var sent = question.resource("valueSet", TYPE);
        if (sent.isPresent()) {
            return Terminology.valueSetOf(sent.get());
        }
        Optional<String> bound = question.one("context").map(this::boundAt);
        String canonical = question.canonical("url", "valueSetVersion")
                .or(() -> bound)
                .orElseThrow(
                        () -> Question.refused("A value set is needed: 'url', 'valueSet', 'context' or ValueSet/[id]"));
        return book.get()
                .terminology()
                .valueSet(canonical)
                .orElseThrow(() -> new SpineException(
                        FhirError.NOT_FOUND, "'url': the value set %s is not loaded".formatted(canonical)));
    }

    /** {@code context} is the url of a structure, {@code #} and the path of an element in it. */
    private String boundAt(String context) {
        int mark = context.indexOf('#');
        if (mark <= 0) {
            throw Question.refused("'context' is the url of a structure definition, # and the path of an element");
        }
        return BoundValueSet.at(
                        context.substring(0, mark),
                        context.substring(mark + 1),
                        book.get().definitions())
                .orElseThrow(() -> new SpineException(
                        FhirError.NOT_FOUND, "'context': no loaded structure has a value set at this element"));
    }
}
