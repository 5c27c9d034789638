package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.WriteRule;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.Verb;

/**
 * Summaries on the unified base: a document that is created is an upload like one at the national path; nothing of a summary
 * or an alert is changed or deleted.
 */
final class SummaryWriteRule implements WriteRule {
    private final Summaries summaries;

    SummaryWriteRule(Summaries summaries) {
        this.summaries = summaries;
    }

    @Override
    public Set<String> types() {
        return Set.of("Bundle", "Composition", "DocumentReference", "AuditEvent");
    }

    @Override
    public void check(Change change) {
        Optional<ObjectNode> before = change.current().map(stored -> stored.tree());
        if (before.filter(tree -> isOurs(change.key().type(), tree)).isPresent()) {
            requireSame(before.get(), change);
            return;
        }
        Optional<ObjectNode> next =
                change.next().filter(tree -> isOurs(change.key().type(), tree));
        if (next.isPresent()) {
            create(next.get(), change);
        }
    }

    private static boolean isOurs(String type, JsonNode tree) {
        return switch (type) {
            case "Bundle" -> UploadedSummary.isSummary(tree);
            case "AuditEvent" -> tree.path("type").path("system").asText().equals(AlertRules.TYPE);
            default -> isSummaryType(tree);
        };
    }

    private static boolean isSummaryType(JsonNode tree) {
        for (JsonNode coding : tree.path("type").path("coding")) {
            if (coding.path("code").asText().equals(SummaryKeys.GP_SUMMARY)
                    && coding.path("system").asText().equals(SummaryKeys.SNOMED)) {
                return true;
            }
        }
        return false;
    }

    /** Writing once more what is there does no harm; anything else would change what may have been read. */
    private static void requireSame(ObjectNode before, Change change) {
        if (change.verb() == Verb.DELETE) {
            throw new SpineException(
                    FhirError.METHOD_NOT_ALLOWED, "Summaries and alerts are kept: they are not deleted");
        }
        ObjectNode old = withoutMeta(before);
        boolean same = change.next()
                .map(SummaryWriteRule::withoutMeta)
                .filter(old::equals)
                .isPresent();
        if (!same) {
            throw new SpineException(
                    FhirError.BUSINESS_RULE,
                    "Summaries and alerts do not change: a correction is a new upload that replaces the old one");
        }
        change.next().ifPresent(next -> next.set("meta", before.path("meta").deepCopy()));
    }

    private static ObjectNode withoutMeta(ObjectNode tree) {
        ObjectNode copy = tree.deepCopy();
        copy.remove(java.util.List.of("meta", "id"));
        return copy;
    }

    private void create(ObjectNode next, Change change) {
        if (change.key().type().equals("AuditEvent")) {
            throw new SpineException(
                    FhirError.BUSINESS_RULE,
                    "An alert is raised at the Summary Care Record: POST %s/AuditEvent".formatted(ScrApi.BASE_PATH));
        }
        if (!change.key().type().equals("Bundle")) {
            throw new SpineException(
                    FhirError.BUSINESS_RULE,
                    "What finds a GP summary is made of the document: POST that to %s/Bundle, or as a Bundle here"
                            .formatted(ScrApi.BASE_PATH));
        }
        try {
            UploadRules.check(next);
        } catch (SpineException failure) {
            throw new SpineException(FhirError.BUSINESS_RULE, failure.problems());
        }
        UploadedSummary summary = new UploadedSummary(next);
        Summaries.Outcome outcome = summaries.accept(new Summaries.Upload(summary, change.key(), summary.author(), ""));
        switch (outcome) {
            case ACCEPTED, REPLAYED -> {}
            case REFUSED_BY_PATIENT ->
                throw new SpineException(FhirError.BUSINESS_RULE, "The patient does not want a summary to be stored");
            case DUPLICATE ->
                throw new SpineException(FhirError.DUPLICATE, "A summary with this identifier is stored already");
        }
    }
}
