package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.QueryParameters;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.NhsNumber;

/** Services, endpoints and pointers to records: kept as resources under any id, found by the published parameters. */
final class BarsDirectory {
    private static final int PAGE = 20;
    private static final String PAGE_TAG = "https://openspine.org/fhir/CodeSystem/next-page-token";

    private final String type;
    private final Map<String, String> parameters;
    private final ResourceRepository repository;
    private final ReceivedRecords records;
    private final Clock clock;

    /** @param parameters published names of search parameters, and of those of FHIR they stand for */
    BarsDirectory(
            String type,
            Map<String, String> parameters,
            ResourceRepository repository,
            ReceivedRecords records,
            Clock clock) {
        this.type = type;
        this.parameters = parameters;
        this.repository = repository;
        this.records = records;
        this.clock = clock;
    }

    FhirResponse search(IncomingRequest request) {
        QueryParameters query = request.query();
        List<Criterion> criteria = new ArrayList<>();
        for (QueryParameters.Parameter parameter : query.all()) {
            String code = parameters.get(parameter.name());
            if (code != null && !parameter.value().isBlank()) {
                criteria.add(criterion(code, parameter.value()));
            }
        }
        boolean pointers = type.equals("DocumentReference");
        if (pointers && query.last("subject:identifier").isEmpty()) {
            throw new SpineException(BarsError.REQUIRED, "'subject:identifier' is required: an NHS number");
        }
        Optional<PagePosition> after = query.last("next-page-token").map(BarsDirectory::position);
        SearchPage page = repository.search(
                new SearchQuery(type, criteria, List.of(), pointers ? PAGE : SearchQuery.MAX_COUNT, after));
        BarsSearchSet answer = new BarsSearchSet(request, query, clock);
        page.matches().forEach(answer::match);
        page.next().ifPresent(position -> ((ObjectNode) answer.tree().path("meta"))
                .putArray("tag")
                .addObject()
                .put("system", PAGE_TAG)
                .put("code", Long.toString(position.surrogateKey())));
        return answer.answer();
    }

    private static PagePosition position(String token) {
        if (!token.matches("[0-9]{1,18}")) {
            throw new SpineException(BarsError.VALUE, "'next-page-token' comes from the answer before");
        }
        return new PagePosition(List.of(), Long.parseLong(token));
    }

    private Criterion criterion(String code, String value) {
        int bar = value.indexOf('|');
        String plain = value.substring(bar + 1);
        if (code.equals("subject")) {
            if (NhsNumber.parse(plain).isEmpty()) {
                throw new SpineException(
                        BarsError.VALUE, "'subject:identifier' is %s|[NHS number]".formatted(NhsNumber.SYSTEM));
            }
            return new Criterion.AnyOf(List.of(
                    new Criterion.Indexed(
                            IndexId.parameter(type, code), List.of(new ValueMatch.Reference("Patient", plain))),
                    token(IndexId.parameter(type, code, "identifier"), value, bar)));
        }
        return code.equals("identifier") || code.equals("type")
                ? token(IndexId.parameter(type, code), value, bar)
                : token(IndexId.parameter(type, code, "identifier"), value, bar);
    }

    private static Criterion token(long parameter, String value, int bar) {
        OptionalLong system = bar > 0 ? OptionalLong.of(IndexId.system(value.substring(0, bar))) : OptionalLong.empty();
        return new Criterion.Indexed(parameter, List.of(new ValueMatch.Token(system, value.substring(bar + 1))));
    }

    FhirResponse read(IncomingRequest request) {
        return FhirResponse.of(
                200,
                repository
                        .read(key(request))
                        .filter(stored -> !stored.isDeleted())
                        .orElseThrow(this::unknown));
    }

    FhirResponse create(IncomingRequest request) {
        ObjectNode sent = body(request);
        sent.put("id", repository.nextLogicalId());
        StoredResource stored = repository.inTransaction(() -> records.store(sent, Optional.empty()));
        String url = request.base() + "/" + stored.key();
        return type.equals("DocumentReference")
                ? Outcomes.done(201, "RESOURCE_CREATED", "Resource created").at(url)
                : FhirResponse.of(200, stored).at(url);
    }

    FhirResponse replace(IncomingRequest request) {
        ResourceKey key = key(request);
        ObjectNode sent = body(request);
        sent.put("id", key.id());
        boolean pointers = type.equals("DocumentReference");
        return repository.inTransaction(() -> {
            Optional<StoredResource> current = repository.lock(key);
            boolean there = current.filter(stored -> !stored.isDeleted()).isPresent();
            if (!there && pointers) {
                throw unknown();
            }
            StoredResource stored = records.store(sent, current);
            return pointers
                    ? Outcomes.done(200, "RESOURCE_UPDATED", "Resource updated")
                    : FhirResponse.of(there ? 200 : 201, stored);
        });
    }

    FhirResponse remove(IncomingRequest request) {
        ResourceKey key = key(request);
        repository.inTransaction(() -> {
            StoredResource current =
                    repository.lock(key).filter(stored -> !stored.isDeleted()).orElseThrow(this::unknown);
            return repository.store(ResourceWrite.deletion(key, current.version()));
        });
        return Outcomes.done(200, "RESOURCE_REMOVED", "Resource removed");
    }

    private ResourceKey key(IncomingRequest request) {
        String id = request.path().get(1);
        if (!ResourceKey.isLogicalId(id)) {
            throw new SpineException(BarsError.VALUE, "The id in the path is not an id");
        }
        return new ResourceKey(type, id);
    }

    private SpineException unknown() {
        return new SpineException(BarsError.NOT_FOUND, "No %s has this id".formatted(type));
    }

    private ObjectNode body(IncomingRequest request) {
        JsonNode body = request.content().json();
        if (body instanceof ObjectNode sent
                && sent.path("resourceType").asText().equals(type)) {
            return sent;
        }
        throw new SpineException(BarsError.STRUCTURE, "The body must be a resource of type " + type);
    }
}
