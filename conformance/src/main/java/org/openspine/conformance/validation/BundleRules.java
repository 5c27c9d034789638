package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * What holds a Bundle together beyond its invariants: entries are named by absolute URLs, and what a document is made of is in it.
 *
 * @see <a href="https://hl7.org/fhir/R4/bundle.html">FHIR R4 Bundle</a>
 */
final class BundleRules {
    private static final String BUNDLE = TypeCompiler.BASE + "Bundle";
    private static final Set<String> SELF_CONTAINED = Set.of("document", "message");
    private static final Set<String> COMPOSED = Set.of(
            "subject",
            "encounter",
            "author",
            "attester",
            "custodian",
            "event",
            "section",
            "focus",
            "entry",
            "party",
            "detail");

    private BundleRules() {}

    static void check(ObjectNode bundle, Run run) {
        String type = bundle.path("type").asText("");
        boolean selfContained = SELF_CONTAINED.contains(type);
        JsonNode entries = bundle.path("entry");
        // published examples of searches and batches name entries by relative URLs, and lose nothing by it
        IssueSeverity relative = selfContained ? IssueSeverity.ERROR : IssueSeverity.WARNING;
        run.issues.enter("entry");
        for (int i = 0; i < entries.size(); i++) {
            run.issues.at(i);
            JsonNode url = entries.path(i).path("fullUrl");
            if (url.isTextual() && !AbsoluteUris.isAbsolute(url.textValue())) {
                add(relative, "fullUrl must be an absolute URL, such as urn:uuid:…", "fullUrl", run);
            } else if (url.isMissingNode() && selfContained) {
                add(IssueSeverity.ERROR, "In a %s every entry has a fullUrl".formatted(type), "fullUrl", run);
            } else if (!names(url.asText(""), entries.path(i).path("resource"))) {
                add(
                        IssueSeverity.ERROR,
                        "fullUrl must not disagree with the type and id of the resource",
                        "fullUrl",
                        run);
            }
        }
        if (type.equals("message")) {
            message(entries.path(0).path("resource"), run);
        }
        if (type.equals("document")) {
            run.issues.at(0);
            run.issues.enter("resource");
            composition(entries.path(0).path("resource"), run.travelling(), run);
            run.issues.leave();
        }
        run.issues.leave();
    }

    /** Whether a URL that ends as those of a FHIR server do, ends with the type and id of this resource. */
    private static boolean names(String url, JsonNode resource) {
        JsonNode id = resource.path("id");
        if (!url.startsWith("http") || !id.isTextual()) {
            return true;
        }
        int slash = url.lastIndexOf('/');
        String type = url.substring(url.lastIndexOf('/', slash - 1) + 1, slash);
        boolean restful = PrimitiveFormat.isId(url.substring(slash + 1))
                && type.equals(resource.path("resourceType").asText(""));
        return !restful || url.substring(slash + 1).equals(id.textValue());
    }

    /** What a message is about travels with it; what is elsewhere has a URL there, and no UUID. */
    private static void message(JsonNode header, Run run) {
        JsonNode focus = header.path("focus");
        run.issues.at(0);
        run.issues.enter("resource");
        run.issues.enter("focus");
        for (int i = 0; i < focus.size(); i++) {
            run.issues.at(i);
            String reference = focus.path(i).path("reference").asText("");
            if (reference.startsWith("urn:") && run.resource(reference).isEmpty()) {
                add(
                        IssueSeverity.ERROR,
                        "What a message is about must be an entry of it",
                        ValidationIssue.UNRESOLVED,
                        run);
            }
        }
        run.issues.leave();
        run.issues.leave();
    }

    /** What the Composition refers to must be in the document, unless it is no more than an identifier. */
    private static void composition(JsonNode node, Travelling travelling, Run run) {
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (!COMPOSED.contains(property.getKey())) {
                continue;
            }
            JsonNode value = property.getValue();
            run.issues.enter(property.getKey());
            if (value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    run.issues.at(i);
                    composed(value.get(i), travelling, run);
                }
            } else {
                composed(value, travelling, run);
            }
            run.issues.leave();
        }
    }

    private static void composed(JsonNode value, Travelling travelling, Run run) {
        JsonNode reference = value.path("reference");
        if (reference.isTextual()
                && reference.textValue().startsWith("urn:uuid:")
                && travelling.resource(reference.textValue()).isEmpty()) {
            add(
                    IssueSeverity.ERROR,
                    "What a document's Composition refers to must be an entry of it",
                    ValidationIssue.UNRESOLVED,
                    run);
        }
        composition(value, travelling, run);
    }

    private static void add(IssueSeverity severity, String message, String rule, Run run) {
        run.issues.add(severity, IssueType.INVALID, message, rule, BUNDLE);
    }
}
