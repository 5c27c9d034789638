package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.QueryParameters;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;
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

/**
 * Services, endpoints, templates of endpoints, and pointers to records: kept as resources under any id, found by the published
 * parameters.
 */
final class BarsDirectory {
    private static final String ENDPOINT = "Endpoint";
    private static final String SERVICE = "HealthcareService";

    /** Marks an Endpoint that is only a pattern for others. */
    private static final String KINDS = "https://openspine.org/fhir/CodeSystem/endpoint-kind";

    private static final String TEMPLATE = "template";
    private static final Set<String> TOKENS = Set.of("identifier", "type", "connection-type", "payload-type");

    /** Whose code alone counts: their system is written in several ways. */
    private static final Set<String> CODES = Set.of("connection-type", "payload-type");

    private static final int PAGE = 20;
    private static final String PAGE_TAG = "https://openspine.org/fhir/CodeSystem/next-page-token";

    private final String type;
    private final boolean template;
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
        this(type, false, parameters, repository, records, clock);
    }

    private BarsDirectory(
            String type,
            boolean template,
            Map<String, String> parameters,
            ResourceRepository repository,
            ReceivedRecords records,
            Clock clock) {
        this.type = type;
        this.template = template;
        this.parameters = parameters;
        this.repository = repository;
        this.records = records;
        this.clock = clock;
    }

    /** Those that are only patterns, of the same type and with the same parameters. */
    BarsDirectory templates() {
        return new BarsDirectory(type, true, parameters, repository, records, clock);
    }

    FhirResponse search(IncomingRequest request) {
        QueryParameters query = request.query();
        List<Criterion> criteria = new ArrayList<>();
        for (QueryParameters.Parameter parameter : query.all()) {
            String code = parameters.get(parameter.name());
            if (parameter.value().isBlank()) {
                continue;
            }
            if (code != null) {
                criteria.add(criterion(code, parameter.value()));
            } else if (type.equals(ENDPOINT) && parameter.name().startsWith("_has:")) {
                criteria.add(ofService(parameter));
            }
        }
        if (type.equals(ENDPOINT)) {
            Criterion tagged = new Criterion.Indexed(
                    IndexId.parameter(type, "_tag"),
                    List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(KINDS)), TEMPLATE)));
            criteria.add(template ? tagged : new Criterion.Not(tagged));
        }
        boolean pointers = type.equals("DocumentReference");
        if (pointers
                && query.last("subject:identifier")
                        .filter(value -> !value.isBlank())
                        .isEmpty()) {
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

    /** {@code _has:HealthcareService.Id} or {@code .Identifier}: endpoints of a service. */
    private static Criterion ofService(QueryParameters.Parameter parameter) {
        String name = parameter.name().toLowerCase(Locale.ROOT);
        long refers = IndexId.parameter(SERVICE, "endpoint");
        if (name.matches("_has:healthcareservice(\\.|:endpoint:_?)id")) {
            return new Criterion.Has(refers, SERVICE, new Criterion.Ids(List.of(parameter.value())));
        }
        if (name.matches("_has:healthcareservice(\\.|:endpoint:)identifier")) {
            String value = parameter.value();
            return new Criterion.Has(
                    refers, SERVICE, token(IndexId.parameter(SERVICE, "identifier"), value, value.indexOf('|')));
        }
        throw new SpineException(
                BarsError.VALUE, "'_has' is of HealthcareService.Id or of HealthcareService.Identifier");
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
        if (CODES.contains(code)) {
            return token(IndexId.parameter(type, code), plain, -1);
        }
        return TOKENS.contains(code)
                ? token(IndexId.parameter(type, code), value, bar)
                : token(IndexId.parameter(type, code, "identifier"), value, bar);
    }

    private static Criterion token(long parameter, String value, int bar) {
        String code = value.substring(bar + 1);
        if (bar <= 0) {
            return new Criterion.Indexed(parameter, List.of(new ValueMatch.Token(OptionalLong.empty(), code)));
        }
        String system = value.substring(0, bar).replaceFirst("^https?:", ""); // written in both ways
        return new Criterion.Indexed(
                parameter,
                Stream.of("http:" + system, "https:" + system, value.substring(0, bar))
                        .distinct()
                        .map(uri -> new ValueMatch.Token(OptionalLong.of(IndexId.system(uri)), code))
                        .toList());
    }

    FhirResponse read(IncomingRequest request) {
        return FhirResponse.of(
                200, repository.read(key(request)).filter(this::isMine).orElseThrow(this::unknown));
    }

    private boolean isMine(StoredResource stored) {
        return !stored.isDeleted() && isTemplate(stored.tree()) == template;
    }

    private static boolean isTemplate(JsonNode resource) {
        for (JsonNode tag : resource.path("meta").path("tag")) {
            if (tag.path("system").asText().equals(KINDS)) {
                return true;
            }
        }
        return false;
    }

    FhirResponse create(IncomingRequest request) {
        ObjectNode sent = body(request);
        sent.put("id", repository.nextLogicalId());
        StoredResource stored = repository.inTransaction(() -> {
            requireOwnIdentity(sent);
            return records.store(sent, Optional.empty());
        });
        String url = request.base() + "/" + stored.key();
        return type.equals("DocumentReference")
                ? Outcomes.done(201, "RESOURCE_CREATED", "Resource created").at(url)
                : FhirResponse.of(200, stored).at(url);
    }

    FhirResponse replace(IncomingRequest request) {
        ResourceKey key = key(request);
        ObjectNode sent = body(request);
        if (sent.has("id") && !sent.path("id").asText().equals(key.id())) {
            throw SpineException.at(BarsError.VALUE, type + ".id", "is not the id in the path");
        }
        sent.put("id", key.id());
        boolean pointers = type.equals("DocumentReference");
        return repository.inTransaction(() -> {
            Optional<StoredResource> current = repository.lock(key);
            boolean there = current.filter(stored -> !stored.isDeleted()).isPresent();
            if ((!there && pointers) || (there && !isMine(current.orElseThrow()))) {
                throw unknown();
            }
            requireOwnIdentity(sent);
            StoredResource stored = records.store(sent, current);
            return pointers
                    ? Outcomes.done(200, "RESOURCE_UPDATED", "Resource updated")
                    : FhirResponse.of(there ? 200 : 201, stored);
        });
    }

    FhirResponse remove(IncomingRequest request) {
        ResourceKey key = key(request);
        repository.inTransaction(() -> {
            StoredResource current = repository.lock(key).filter(this::isMine).orElseThrow(this::unknown);
            return repository.store(ResourceWrite.deletion(key, current.version()));
        });
        return Outcomes.done(200, "RESOURCE_REMOVED", "Resource removed");
    }

    /** An active endpoint is alone with its identifiers, way of connection and kinds of content; racing twins wait here. */
    private void requireOwnIdentity(ObjectNode sent) {
        Optional<String> first = Elements.text(sent.path("identifier").path(0).path("value"));
        if (!type.equals(ENDPOINT) || first.isEmpty() || !isActive(sent)) {
            return;
        }
        repository.guard(List.of(identity(sent).toString()));
        List<Criterion> criteria = List.of(token(IndexId.parameter(type, "identifier"), first.get(), -1));
        boolean taken = repository
                .search(new SearchQuery(type, criteria, List.of(), SearchQuery.MAX_COUNT, Optional.empty()))
                .matches()
                .stream()
                .filter(stored -> !stored.key().id().equals(sent.path("id").asText()))
                .filter(this::isMine)
                .map(StoredResource::tree)
                .anyMatch(other -> isActive(other) && identity(other).equals(identity(sent)));
        if (taken) {
            throw new SpineException(
                    BarsError.SECOND_ENDPOINT, "An active Endpoint with these identifiers and types exists");
        }
    }

    private static boolean isActive(JsonNode endpoint) {
        return endpoint.path("status").asText().equals("active");
    }

    private static Set<String> identity(JsonNode endpoint) {
        Set<String> parts = new TreeSet<>();
        endpoint.path("identifier")
                .forEach(one -> parts.add(
                        one.path("system").asText() + "|" + one.path("value").asText()));
        parts.add("connection " + endpoint.path("connectionType").path("code").asText());
        endpoint.path("payloadType").forEach(payload -> payload.path("coding")
                .forEach(coding -> parts.add("payload " + coding.path("code").asText())));
        return parts;
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
            PublishedShapes.correct(sent);
            if (template) {
                sent.withObject("/meta").withArray("tag").add(Elements.coding(KINDS, TEMPLATE));
            }
            return sent;
        }
        throw new SpineException(BarsError.STRUCTURE, "The body must be a resource of type " + type);
    }
}
