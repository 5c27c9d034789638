package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Structures;

/**
 * The text of a reference: {@code #id} of a contained resource, {@code Type/id[/_history/version]}, a conditional {@code Type?query}, or
 * an absolute URL or URN, about which nothing is assumed.
 *
 * @see <a href="https://hl7.org/fhir/R4/references.html">FHIR R4 references</a>
 */
final class ReferenceRules {
    private static final String HISTORY = "/_history/";

    private final Structures structures;
    private final Issues issues;
    private ObjectNode container = JsonNodeFactory.instance.objectNode();

    ReferenceRules(Structures structures, Issues issues) {
        this.structures = structures;
        this.issues = issues;
    }

    /** The resource whose contained resources {@code #id} means. */
    ObjectNode container() {
        return container;
    }

    void inside(ObjectNode resource) {
        container = resource;
    }

    void check(ObjectNode reference, ElementShape element) {
        JsonNode text = reference.get("reference");
        if (text == null || !text.isTextual() || text.textValue().isEmpty()) {
            return;
        }
        String target = text.textValue();
        if (target.startsWith("#")) {
            if (target.length() > 1 && !isContained(target.substring(1))) {
                wrong("'#' refers to a contained resource, but none has this id: add it or correct the reference");
            }
        } else if (target.indexOf(':') < 0) {
            relative(target, element);
        }
    }

    private boolean isContained(String id) {
        JsonNode contained = container.path("contained");
        for (int i = 0; i < contained.size(); i++) {
            if (id.equals(contained.get(i).path("id").textValue())) {
                return true;
            }
        }
        return false;
    }

    private void relative(String target, ElementShape element) {
        int end = endOfType(target);
        String type = target.substring(0, end);
        if (structures.resource(type).isEmpty()) {
            if (end == target.length() && target.indexOf(' ') < 0) {
                unusable();
                return;
            }
            wrong("a relative reference must be [type]/[id] with a resource type of FHIR R4");
            return;
        }
        if (end < target.length() && target.charAt(end) == '/' && !isIdAndVersion(target.substring(end + 1))) {
            wrong("a relative reference must be [type]/[id] with an id of letters, digits, '-' and '.', at most 64");
            return;
        }
        if (end == target.length()) {
            wrong("a relative reference must be [type]/[id]: the id is missing");
            return;
        }
        if (!element.targets().isEmpty() && !element.targets().contains(type)) {
            String allowed = element.targets().stream().sorted().collect(Collectors.joining(", "));
            wrong("%s must refer to one of %s".formatted(element.name(), allowed));
        }
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
        issues.enter("reference");
        issues.add(
                IssueSeverity.WARNING,
                IssueType.VALUE,
                "a relative reference should be [type]/[id]: this one leads nowhere",
                "reference",
                "");
        issues.leave();
    }

    private void wrong(String rule) {
        issues.error("reference", IssueType.VALUE, rule);
    }
}
