package org.openspine.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.OperationOutcomes;
import org.openspine.api.QueryParameters;
import org.openspine.conformance.validation.ValidationReport;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.StoredResource;

/**
 * create, update, patch and delete over HTTP: reads the conditions, and answers as {@code Prefer} asks.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#create">FHIR R4 create</a>
 */
final class WriteInteraction {
    /** A conditional delete of several takes at most as many as a search page can show. */
    static final int MAX_CONDITIONAL_DELETE = 200;

    private final ResourceWriter writer;

    WriteInteraction(ResourceWriter writer) {
        this.writer = writer;
    }

    FhirResponse create(FhirRequest request, String type) {
        ObjectNode resource = request.content().resource();
        ResourceKey key = new ResourceKey(type, checkedId(type, writer.newId(type, resource)));
        Optional<String> condition = request.conditions().ifNoneExist();
        return told(
                request,
                condition.isPresent()
                        ? writer.createUnlessMatched(key, resource, condition(type, condition.get()))
                        : writer.create(key, resource));
    }

    private static String checkedId(String type, String id) {
        if (!ResourceKey.isLogicalId(id)) {
            throw SpineException.at(
                    FhirError.BUSINESS_RULE, type + ".identifier", "Not an NHS number: it cannot be a logical id");
        }
        return id;
    }

    FhirResponse update(FhirRequest request, ResourceKey key) {
        return told(request, writer.update(key, request.content().resource(), Precondition.of(request.conditions())));
    }

    FhirResponse updateMatched(FhirRequest request, String type) {
        return told(
                request,
                writer.updateMatched(
                        type, request.content().resource(), request.query(), Precondition.of(request.conditions())));
    }

    FhirResponse patch(FhirRequest request, ResourceKey key) {
        return told(request, writer.patch(key, request.content().patch(), Precondition.of(request.conditions())));
    }

    FhirResponse patchMatched(FhirRequest request, String type) {
        return told(
                request,
                writer.patchMatched(
                        type, request.content().patch(), request.query(), Precondition.of(request.conditions())));
    }

    FhirResponse delete(FhirRequest request, ResourceKey key) {
        return writer.delete(key, Precondition.of(request.conditions()))
                .map(stored -> new FhirResponse(
                        204, Optional.of(FhirResponse.VersionTag.of(stored)), Optional.empty(), Optional.empty()))
                .orElseGet(() -> FhirResponse.of(204));
    }

    /** {@code _delete=multiple} allows more than one match, as the CapabilityStatement says. */
    FhirResponse deleteMatched(FhirRequest request, String type) {
        int limit = request.query()
                .last("_delete")
                .filter(value -> value.equals("multiple"))
                .map(value -> MAX_CONDITIONAL_DELETE)
                .orElse(1);
        List<StoredResource> deleted = writer.deleteMatched(
                type, request.query().filter(parameter -> !parameter.name().equals("_delete")), limit);
        return deleted.isEmpty() || request.preferences().returned().isEmpty()
                ? FhirResponse.of(204)
                : FhirResponse.of(200, OperationOutcomes.information("Deleted %d resources".formatted(deleted.size())));
    }

    /** The query of {@code query}, {@code ?query}, {@code Type?query} or {@code http://server/base/Type?query}. */
    static QueryParameters condition(String type, String text) {
        int question = text.indexOf('?');
        String place = text.substring(0, Math.max(question, 0));
        boolean isPlace = place.isEmpty() || place.equals(type) || place.endsWith("/" + type) && !place.contains("=");
        return QueryParameters.parse(isPlace ? text.substring(question + 1) : text);
    }

    /** The answer; a client that wants to know what is wrong with what it stored is told. */
    private FhirResponse told(FhirRequest request, ResourceWriter.Outcome outcome) {
        FhirResponse answer = answer(request, outcome);
        boolean wanted = request.preferences()
                .returned()
                .filter(form -> form == Preferences.Return.OPERATION_OUTCOME)
                .isPresent();
        ValidationReport report = wanted ? writer.report(outcome.stored().tree()) : ValidationReport.NOTHING;
        return report.issues().isEmpty() ? answer : answer.withBody(OperationOutcomes.of(report));
    }

    static FhirResponse answer(FhirRequest request, ResourceWriter.Outcome outcome) {
        StoredResource stored = outcome.stored();
        FhirResponse full =
                FhirResponse.of(outcome.created() ? 201 : 200, stored).at(versionUrl(request.base(), stored));
        return switch (request.preferences().returned().orElse(Preferences.Return.REPRESENTATION)) {
            case REPRESENTATION -> full;
            case MINIMAL -> full.withoutBody();
            case OPERATION_OUTCOME ->
                full.withBody(OperationOutcomes.information(
                        "%s is now at version %d".formatted(stored.key().type(), stored.version())));
        };
    }

    static String versionUrl(String base, StoredResource stored) {
        return base + "/" + stored.key() + "/_history/" + stored.version();
    }
}
