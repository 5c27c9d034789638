package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.conformance.structure.TypeShape;

/**
 * Rules of a resource as a whole: the profiles it claims, and what it contains.
 *
 * @see <a href="https://hl7.org/fhir/R4/domainresource.html">DomainResource</a>
 */
final class ResourceRules {
    private static final String DOMAIN_RESOURCE = TypeCompiler.BASE + "DomainResource";

    private ResourceRules() {}

    static void check(ObjectNode resource, TypeShape type, boolean contained, Run run) {
        profiles(resource, type, run);
        if (type.name().equals("Bundle")) {
            BundleRules.check(resource, run);
        }
        JsonNode inside = resource.path("contained");
        for (int i = 0; i < inside.size(); i++) {
            contained(resource, inside.path(i), i, run);
        }
        if (inside.size() > 1) {
            distinctIds(inside, run);
        }
    }

    private static void profiles(ObjectNode resource, TypeShape type, Run run) {
        JsonNode claimed = resource.path("meta").path("profile");
        for (int i = 0; i < claimed.size(); i++) {
            String url = claimed.path(i).asText("");
            if (url.equals(TypeCompiler.BASE + type.name())) {
                continue;
            }
            Optional<ProfileRules> rules = run.book.profile(url);
            if (rules.isPresent()) {
                rules.get().check(resource, type, run);
                continue;
            }
            run.issues.enter("meta");
            run.issues.enter("profile");
            run.issues.at(i);
            run.issues.add(
                    IssueSeverity.WARNING,
                    IssueType.NOTFOUND,
                    "This profile is not loaded, so the resource was not checked against it",
                    "profile",
                    "");
            run.issues.leave();
            run.issues.leave();
        }
    }

    private static void contained(ObjectNode container, JsonNode resource, int index, Run run) {
        run.issues.enter("contained");
        run.issues.at(index);
        JsonNode meta = resource.path("meta");
        if (meta.has("versionId") || meta.has("lastUpdated")) {
            add("A contained resource has no meta.versionId and no meta.lastUpdated", "dom-4", run);
        }
        if (meta.has("security")) {
            add("A contained resource has no meta.security", "dom-5", run);
        }
        String id = resource.path("id").asText("");
        if (id.isEmpty()) {
            add("A contained resource must have an id, by which it is referred to", "dom-3", run);
        } else if (!isReferredTo(container, resource, "#" + id)) {
            add("A contained resource must be referred to from its container, or refer to it", "dom-3", run);
        }
        run.issues.leave();
    }

    /** A reference means one of them. */
    private static void distinctIds(JsonNode contained, Run run) {
        var ids = new HashSet<String>();
        run.issues.enter("contained");
        for (int i = 0; i < contained.size(); i++) {
            JsonNode id = contained.path(i).path("id");
            if (id.isTextual() && !ids.add(id.textValue())) {
                run.issues.at(i);
                add("Contained resources must have ids that differ", "contained", run);
            }
        }
        run.issues.leave();
    }

    /** References, canonicals and uris may all name it; one that refers to its container belongs to it as well. */
    private static boolean isReferredTo(JsonNode container, JsonNode resource, String reference) {
        return names(container, reference) || names(resource, "#");
    }

    private static boolean names(JsonNode node, String reference) {
        if (node.isTextual()) {
            return node.textValue().equals(reference);
        }
        for (JsonNode below : node) {
            if (names(below, reference)) {
                return true;
            }
        }
        return false;
    }

    private static void add(String message, String rule, Run run) {
        run.issues.add(IssueSeverity.ERROR, IssueType.INVARIANT, message, rule, DOMAIN_RESOURCE);
    }
}
