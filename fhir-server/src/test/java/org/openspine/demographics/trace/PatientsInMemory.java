package org.openspine.demographics.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.DateRange;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.IndexValue;
import org.openspine.repository.search.Prefix;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/**
 * Patients and the index rows by which the trace finds candidates, in memory: a hundred thousand take seconds to store and not the
 * better part of an hour. It answers the criteria a trace makes for a birth date, and nothing else.
 */
final class PatientsInMemory {
    private static final long POSTCODE = IndexId.parameter("Patient", "address-postalcode");

    private final List<StoredResource> stored = new ArrayList<>();
    private final List<DateRange> born = new ArrayList<>();
    private final Map<String, StoredResource> byNumber = new HashMap<>();
    private final Map<Long, NavigableMap<String, List<Integer>>> index = new HashMap<>();
    private final TraceKeys keys = new TraceKeys();

    void store(ObjectNode patient) {
        int row = stored.size();
        ResourceKey key = new ResourceKey("Patient", patient.path("id").asText());
        for (IndexValue value : keys.of(patient)) {
            index(value.parameter(), ((IndexValue.Token) value).code(), row);
        }
        patient.path("address").forEach(address -> {
            String postcode = address.path("postalCode").asText();
            index(POSTCODE, ValueMatch.Text.beginning(postcode).text(), row);
        });
        born.add(DateRange.parse(patient.path("birthDate").asText()).orElseThrow());
        StoredResource resource = new StoredResource(key, 1, Instant.EPOCH, Verb.PUT, ResourceJson.write(patient));
        stored.add(resource);
        byNumber.put(key.id(), resource);
    }

    private void index(long parameter, String value, int row) {
        index.computeIfAbsent(parameter, unknown -> new TreeMap<>())
                .computeIfAbsent(value, unknown -> new ArrayList<>())
                .add(row);
    }

    /** As much of a repository as the trace uses. */
    ResourceRepository repository() {
        return (ResourceRepository) Proxy.newProxyInstance(
                ResourceRepository.class.getClassLoader(),
                new Class<?>[] {ResourceRepository.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "search" -> search((SearchQuery) arguments[0]);
                    case "read" -> Optional.ofNullable(byNumber.get(((ResourceKey) arguments[0]).id()));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private SearchPage search(SearchQuery query) {
        Set<Integer> rows = rows(new Criterion.AllOf(query.criteria()));
        return new SearchPage(rows.stream().sorted().map(stored::get).toList(), Optional.empty());
    }

    private Set<Integer> rows(Criterion criterion) {
        if (criterion instanceof Criterion.AnyOf anyOf) {
            return anyOf.criteria().stream().flatMap(way -> rows(way).stream()).collect(Collectors.toSet());
        }
        if (criterion instanceof Criterion.AllOf allOf) {
            Set<Integer> rows = rows(allOf.criteria().get(0));
            for (Criterion other : allOf.criteria().subList(1, allOf.criteria().size())) {
                rows.removeIf(row -> !isBorn(row, (Criterion.Indexed) other));
            }
            return rows;
        }
        Criterion.Indexed indexed = (Criterion.Indexed) criterion;
        NavigableMap<String, List<Integer>> values = index.getOrDefault(indexed.parameter(), new TreeMap<>());
        Set<Integer> rows = new LinkedHashSet<>();
        for (ValueMatch match : indexed.anyOf()) {
            if (match instanceof ValueMatch.Token token) {
                rows.addAll(values.getOrDefault(String.valueOf(token.code()), List.of()));
            } else {
                String beginning = match instanceof ValueMatch.TokenBeginning key
                        ? key.beginning()
                        : ((ValueMatch.Text) match).text();
                values.subMap(beginning, beginning + '\uffff').values().forEach(rows::addAll);
            }
        }
        return rows;
    }

    private boolean isBorn(int row, Criterion.Indexed span) {
        ValueMatch.Date date = (ValueMatch.Date) span.anyOf().get(0);
        return date.prefix() == Prefix.GE
                ? born.get(row).low() >= date.low()
                : born.get(row).high() <= date.high();
    }
}
