package org.openspine.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.demographics.trace.TraceKeys;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.SearchQueryParser;
import org.openspine.repository.search.SortKey;

/** A store under test, and the few steps that every test of it begins with. */
public final class TestStore implements AutoCloseable {
    public static final SearchParameterRegistry REGISTRY = SearchParameterRegistry.r4(FhirContext.forR4Cached());

    private static final Set<String> TYPES = REGISTRY.structures().resourceTypes();

    private final Supplier<StoreConfig> databases;
    private final StoreConfig config;
    private final SteppingClock clock = new SteppingClock();
    private HibernateResourceRepository repository;

    /** @param databases gives an empty database each time */
    public TestStore(Supplier<StoreConfig> databases) {
        this.databases = databases;
        config = databases.get();
        repository = open();
    }

    private HibernateResourceRepository open() {
        return new HibernateResourceRepository(config, REGISTRY, List.of(new TraceKeys()), clock);
    }

    /** Another store of the same kind with nothing in it. */
    public TestStore another() {
        return new TestStore(databases);
    }

    /** A second opening of the same database, as another node has it. */
    HibernateResourceRepository secondNode() {
        return open();
    }

    void reopen() {
        repository.close();
        repository = open();
    }

    public ResourceRepository repository() {
        return repository;
    }

    public StoreConfig config() {
        return config;
    }

    SteppingClock clock() {
        return clock;
    }

    static ObjectNode json(String text) {
        return ResourceJson.parse(text.replace('\'', '"').getBytes(UTF_8), JsonLimits.RESOURCE);
    }

    ResourceKey newKey(String type) {
        return new ResourceKey(type, repository.nextLogicalId());
    }

    /** Creates a resource from JSON in which {@code '} stands for {@code "}. */
    public StoredResource create(String json) {
        ObjectNode resource = json(json);
        String type = resource.path("resourceType").textValue();
        String id = resource.path("id").asText(repository.nextLogicalId());
        return repository.store(new ResourceWrite(new ResourceKey(type, id), Verb.POST, 0, resource));
    }

    StoredResource update(ResourceKey key, long expectedVersion, String json) {
        return repository.store(new ResourceWrite(key, Verb.PUT, expectedVersion, json(json)));
    }

    StoredResource delete(ResourceKey key, long expectedVersion) {
        return repository.store(ResourceWrite.deletion(key, expectedVersion));
    }

    /** What a PUT without If-Match does: the next version, whichever that is. */
    StoredResource put(ResourceKey key, String json) {
        return repository.inTransaction(() -> {
            long version = repository.lock(key).map(StoredResource::version).orElse(0L);
            return repository.store(new ResourceWrite(key, Verb.PUT, version, json(json)));
        });
    }

    /** The query {@code name=value&name=value}, with {@code _sort}; nothing is percent-encoded. */
    public SearchQuery query(String type, String query, int count) {
        SearchQueryParser parser = new SearchQueryParser(REGISTRY, TYPES, clock);
        List<Criterion> criteria = new ArrayList<>();
        List<SortKey> sort = List.of();
        for (String parameter : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            if (parts[0].equals("_sort")) {
                sort = parser.parseSort(type, parts[1]);
            } else if (parts.length == 2) {
                criteria.add(parser.parse(type, parts[0], parts[1]));
            }
        }
        return new SearchQuery(type, criteria, sort, count, Optional.empty());
    }

    /** Logical ids of all matches, in order, as one page. */
    List<String> search(String type, String query) {
        return ids(repository.search(query(type, query, SearchQuery.MAX_COUNT)));
    }

    /** Logical ids of all matches, in order, read page by page. */
    public List<String> searchInPages(String type, String query, int count) {
        SearchQuery first = query(type, query, count);
        List<String> ids = new ArrayList<>();
        Optional<PagePosition> position = Optional.empty();
        do {
            SearchPage page = repository.search(first.page(count, position));
            ids.addAll(ids(page));
            position = page.next();
        } while (position.isPresent());
        return ids;
    }

    static List<String> ids(SearchPage page) {
        return page.matches().stream().map(match -> match.key().id()).toList();
    }

    /** How many statements {@code work} sends to the database; nothing else may use the store meanwhile. */
    public long statementsOf(Runnable work) {
        long before = repository.statementCount();
        work.run();
        return repository.statementCount() - before;
    }

    @Override
    public void close() {
        repository.close();
    }
}
