package org.openspine.fhir;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.api.QueryParameters;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.repository.HistoryPage;
import org.openspine.repository.HistoryQuery;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.DateRange;

/**
 * history of a resource, a type and the whole store, newest first, deletions shown.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">FHIR R4 history</a>
 */
final class HistoryInteraction {
    private static final int DEFAULT_COUNT = 50;
    private static final String BEFORE = "_before";

    private final ResourceRepository repository;

    HistoryInteraction(ResourceRepository repository) {
        this.repository = repository;
    }

    FhirResponse history(FhirRequest request, Optional<String> type, Optional<ResourceKey> key) {
        QueryParameters query = request.query();
        requireKnown(query);
        if (key.isPresent() && repository.read(key.get()).isEmpty()) {
            throw ReadInteraction.notFound(key.get());
        }
        int count = query.last("_count").map(HistoryInteraction::count).orElse(DEFAULT_COUNT);
        HistoryPage page = repository.history(new HistoryQuery(
                type,
                key.map(ResourceKey::id),
                query.last("_since").map(value -> instant("_since", value)),
                query.last("_at").map(HistoryInteraction::period),
                count,
                query.last(BEFORE).map(HistoryInteraction::before).orElse(OptionalLong.empty())));
        return FhirResponse.of(200, bundle(request, page));
    }

    private static JsonBody bundle(FhirRequest request, HistoryPage page) {
        String place = request.base() + "/" + String.join("/", request.path());
        JsonBody.Builder json = new JsonBody.Builder();
        json.text("{\"resourceType\":\"Bundle\",\"type\":\"history\",\"link\":[{\"relation\":\"self\",\"url\":")
                .string(url(place, request.query()))
                .text("}");
        page.next().ifPresent(before -> json.text(",{\"relation\":\"next\",\"url\":")
                .string(url(place, request.query().with(BEFORE, Long.toString(before))))
                .text("}"));
        json.text("]");
        String separator = ",\"entry\":[";
        for (StoredResource version : page.versions()) {
            json.text(separator);
            entry(json, request.base(), version);
            separator = ",";
        }
        return json.text(page.versions().isEmpty() ? "}" : "]}").build();
    }

    private static void entry(JsonBody.Builder json, String base, StoredResource version) {
        json.text("{\"fullUrl\":").string(base + "/" + version.key());
        if (!version.isDeleted()) {
            json.text(",\"resource\":").bytes(version.body());
        }
        String url = version.verb().name().equals("POST")
                ? version.key().type()
                : version.key().toString();
        String status = version.isDeleted() ? "204 No Content" : version.isFirst() ? "201 Created" : "200 OK";
        json.text(",\"request\":{\"method\":\"" + version.verb() + "\",\"url\":")
                .string(url)
                .text("},\"response\":{\"status\":\"" + status + "\",\"etag\":")
                .string(version.etag())
                .text(",\"lastModified\":")
                .string(version.lastUpdated().toString())
                .text("}}");
    }

    private static String url(String place, QueryParameters query) {
        return query.isEmpty() ? place : place + "?" + query;
    }

    private static void requireKnown(QueryParameters query) {
        List<String> known = List.of("_count", "_since", "_at", BEFORE, "_format", "_pretty", "_summary", "_elements");
        query.all().stream()
                .map(QueryParameters.Parameter::name)
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new SpineException(
                            FhirError.UNSUPPORTED_PARAMETER,
                            "'%s' is not a parameter of history. Known: _count, _since, _at"
                                    .formatted(Problem.shown(name)));
                });
    }

    private static int count(String value) {
        try {
            int count = Integer.parseInt(value);
            if (count > 0) {
                return Math.min(count, SearchRequest.MAX_COUNT);
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new SpineException(FhirError.INVALID_PARAMETER, "'_count' of history is a whole number above 0");
    }

    private static OptionalLong before(String value) {
        try {
            return OptionalLong.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            throw new SpineException(FhirError.INVALID_PARAMETER, "'%s' comes from a next link".formatted(BEFORE));
        }
    }

    private static Instant instant(String name, String value) {
        return Instant.ofEpochMilli(range(name, value).low());
    }

    private static HistoryQuery.Period period(String value) {
        DateRange range = range("_at", value);
        return new HistoryQuery.Period(Instant.ofEpochMilli(range.low()), Instant.ofEpochMilli(range.high()));
    }

    private static DateRange range(String name, String value) {
        return DateRange.parse(value)
                .orElseThrow(() -> new SpineException(
                        FhirError.INVALID_PARAMETER, "'%s' takes a date, dateTime or instant".formatted(name)));
    }
}
