package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Structures;

/**
 * The text of a reference: {@code #id} of a contained resource, {@code Type/id[/_history/version]}, a conditional
 * {@code Type?query}, or an absolute URL or URN, about which nothing is assumed unless it names what travels along.
 *
 * @see <a href="https://hl7.org/fhir/R4/references.html">FHIR R4 references</a>
 */
final class ReferenceRules {
    private static final String HISTORY = "/_history/";
    /** {@code [base]/[type]/[id]}, perhaps of a version: references.html#literal. */
    private static final Pattern RESTFUL =
            Pattern.compile("https?://[^?#]*?/([A-Z][A-Za-z]+)/[A-Za-z0-9.-]{1,64}(?:/_history/[A-Za-z0-9.-]{1,64})?");

    private static final Set<String> REQUESTS = Set.of("transaction", "batch");

    private final Structures structures;
    private final Issues issues;
    private Travelling travelling;
    private boolean conditional = true;
    private ObjectNode container = JsonNodeFactory.instance.objectNode();
    private boolean contained;

    ReferenceRules(Structures structures, Issues issues) {
        this.structures = structures;
        this.issues = issues;
        this.travelling = Travelling.NOTHING;
    }

    /** References stand within this Bundle. */
    void inside(Travelling bundle) {
        travelling = bundle;
        conditional = bundle == Travelling.NOTHING || REQUESTS.contains(bundle.type());
    }

    /** The resource whose contained resources {@code #id} means. */
    ObjectNode container() {
        return container;
    }

    void inside(ObjectNode resource) {
        container = resource;
    }

    /** Whether references stand in a contained resource, where {@code #} means the container. Returns what was so before. */
    boolean inContained(boolean now) {
        boolean before = contained;
        contained = now;
        return before;
    }

    void check(ObjectNode reference, ElementShape element) {
        type(reference, element);
        JsonNode text = reference.get("reference");
        if (text == null || !text.isTextual() || text.textValue().isEmpty()) {
            return;
        }
        String target = text.textValue();
        if (target.startsWith("#")) {
            fragment(reference, target.substring(1), element);
        } else if (target.indexOf(':') < 0) {
            relative(reference, target, element);
        } else if (!isUrl(target)) {
            wrong("a URL has no spaces, quotes or angle brackets");
        } else {
            travelling
                    .resource(target)
                    .ifPresentOrElse(
                            resource -> resolved(reference, resource, element), () -> absolute(reference, target));
        }
    }

    /** A URL of another server says by its form which type it leads to, if it has the form of a FHIR URL. */
    private void absolute(ObjectNode reference, String url) {
        Matcher restful = RESTFUL.matcher(url);
        if (restful.matches() && structures.resource(restful.group(1)).isPresent()) {
            agree(reference, restful.group(1));
        }
    }

    /** "If both are populated and reference is a FHIR URL, both SHALL be consistent": the definition of Reference.type. */
    private void agree(ObjectNode reference, String type) {
        JsonNode said = reference.path("type");
        if (said.isTextual() && !said.textValue().equals(type)) {
            issues.error(
                    "type",
                    IssueType.VALUE,
                    "the type must be the one that the URL in reference names, %s: correct one of them"
                            .formatted(type));
        }
    }

    /** What the reference itself says of the type of its target. */
    private void type(ObjectNode reference, ElementShape element) {
        JsonNode type = reference.path("type");
        if (!type.isTextual()) {
            return;
        }
        boolean resource = structures.resource(type.textValue()).isPresent();
        if (resource && (element.targets().isEmpty() || element.targets().contains(type.textValue()))) {
            return;
        }
        // only a warning of other types: a published example names an Endpoint where a Device is meant
        issues.enter("type");
        issues.add(
                resource ? IssueSeverity.WARNING : IssueSeverity.ERROR,
                IssueType.VALUE,
                "the type of what %s refers to must be %s"
                        .formatted(
                                element.name(),
                                element.targets().isEmpty()
                                        ? "a resource type of FHIR R4"
                                        : "one of " + allowed(element)),
                "reference",
                "");
        issues.leave();
    }

    private void fragment(ObjectNode reference, String id, ElementShape element) {
        if (id.isEmpty()) {
            if (contained) {
                resolved(reference, container, element);
            } else {
                nowhere("'#' means the container, and stands only in contained resources");
            }
            return;
        }
        Optional<JsonNode> target = containedResource(id);
        if (target.isEmpty()) {
            nowhere("'#' refers to a contained resource, but none has this id: add it or correct the reference");
        } else {
            resolved(reference, target.get(), element);
        }
    }

    /** The target is at hand, so its type is known. */
    private void resolved(ObjectNode reference, JsonNode resource, ElementShape element) {
        String type = resource.path("resourceType").asText("");
        if (!element.targets().isEmpty() && !element.targets().contains(type)) {
            wrong(wrongTarget(element));
        } else if (reference.path("type").isTextual()
                && !reference.path("type").textValue().equals(type)) {
            issues.error(
                    "type", IssueType.VALUE, "the reference resolves to a resource of another type than its type says");
        }
    }

    private Optional<JsonNode> containedResource(String id) {
        JsonNode all = container.path("contained");
        for (int i = 0; i < all.size(); i++) {
            if (id.equals(all.path(i).path("id").textValue())) {
                return Optional.of(all.path(i));
            }
        }
        return Optional.empty();
    }

    private void relative(ObjectNode reference, String target, ElementShape element) {
        int end = endOfType(target);
        String type = target.substring(0, end);
        if (structures.resource(type).isEmpty()) {
            if (end == target.length() && isUrl(target)) {
                unusable();
                return;
            }
            nowhere("a relative reference must be [type]/[id] with a resource type of FHIR R4");
            return;
        }
        if (end < target.length() && target.charAt(end) == '/' && !isIdAndVersion(target.substring(end + 1))) {
            nowhere("a relative reference must be [type]/[id] with an id of letters, digits, '-' and '.', at most 64");
            return;
        }
        if (end == target.length()) {
            nowhere("a relative reference must be [type]/[id]: the id is missing");
            return;
        }
        if (target.charAt(end) == '?' && !conditional) {
            wrong("a conditional reference stands in no Bundle but a transaction: here it must be [type]/[id]");
            return;
        }
        if (!element.targets().isEmpty() && !element.targets().contains(type)) {
            wrong(wrongTarget(element));
        } else {
            agree(reference, type);
        }
    }

    private static String wrongTarget(ElementShape element) {
        return "%s must refer to one of %s".formatted(element.name(), allowed(element));
    }

    private static String allowed(ElementShape element) {
        return element.targets().stream().sorted().collect(Collectors.joining(", "));
    }

    private static boolean isUrl(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c == '<' || c == '>' || c == '"') {
                return false;
            }
        }
        return true;
    }

    private static int endOfType(String target) {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) == '/' || target.charAt(i) == '?') {
                return i;
            }
        }
        return target.length();
    }

    private static boolean isIdAndVersion(String rest) {
        int history = rest.indexOf(HISTORY);
        if (history < 0) {
            return PrimitiveFormat.isId(rest);
        }
        return PrimitiveFormat.isId(rest.substring(0, history))
                && PrimitiveFormat.isId(rest.substring(history + HISTORY.length()));
    }

    /** Published examples name targets by a bare id. It leads nowhere, but the rest of the resource is as good as without it. */
    private void unusable() {
        unresolved(IssueSeverity.WARNING, "a relative reference should be [type]/[id]: this one leads nowhere");
    }

    private void nowhere(String rule) {
        unresolved(IssueSeverity.ERROR, rule);
    }

    private void unresolved(IssueSeverity severity, String rule) {
        issues.enter("reference");
        issues.add(severity, IssueType.VALUE, rule, ValidationIssue.UNRESOLVED, "");
        issues.leave();
    }

    private void wrong(String rule) {
        issues.error("reference", IssueType.VALUE, rule);
    }
}
