package org.openspine.repository.hibernate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.HistoryPage;
import org.openspine.repository.HistoryQuery;
import org.openspine.repository.Holders;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;
import org.openspine.terminology.identifier.NhsNumber;

/** The reading statements: by key, by search, by history. */
final class Finder {
    private static final String CURRENT =
            "SELECT type, logical_id, version, last_updated, verb, body, resource_id, patient FROM resource";

    private static final String HOLDER =
            "SELECT r.type, r.logical_id, r.version, r.last_updated, r.verb, r.body, b.kind, b.value, r.patient FROM business_key b"
                    + " JOIN resource r ON r.resource_id = b.resource_id WHERE ";
    private static final String KEYED = "SELECT type, logical_id, version, last_updated, verb, body, '', '', patient"
            + " FROM resource WHERE type = ? AND logical_id = ?";

    /** With fewer matches than this, collecting and sorting them costs less than a walk may. */
    private static final int FEW = 2_000;

    private static final int FEW_KEYS = 8;

    /** As many as an entry of the audit log names. */
    private static final int NAMED_MATCHES = 1_000;

    private final Database database;
    private final SearchSql searchSql;
    private final WalkSql walkSql;
    private final Statements statements;
    private final Witnesses witnesses;

    Finder(Database database, Statements statements, Witnesses witnesses) {
        this.witnesses = witnesses;
        this.database = database;
        searchSql = new SearchSql(database);
        walkSql = new WalkSql(database);
        this.statements = statements;
    }

    Optional<StoredResource> read(StatelessSession session, ResourceKey key) {
        Sql sql = Sql.of(CURRENT + " WHERE type = ? AND logical_id = ?", key.type(), key.id());
        return first(statements.list(session, sql, this::current));
    }

    Optional<StoredResource> vread(StatelessSession session, ResourceKey key, long version) {
        return first(statements.list(session, HistorySql.version(key, version), row -> witnesses.stored(row, 2, 8)));
    }

    private StoredResource current(ResultSet row) throws SQLException {
        return witnesses.stored(row, 1, 8);
    }

    private static <T> Optional<T> first(List<T> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(0));
    }

    /** A few keys, of whatever types, in one statement; many in one for each type, which both databases plan better. */
    Map<ResourceKey, StoredResource> read(StatelessSession session, Collection<ResourceKey> keys) {
        Map<ResourceKey, StoredResource> found = new HashMap<>();
        if (keys.size() <= FEW_KEYS && !keys.isEmpty()) {
            Sql pairs = Sql.join(
                            ", ",
                            keys.stream()
                                    .map(key -> Sql.of("(?, ?)", key.type(), key.id()))
                                    .toList())
                    .within("(type, logical_id) IN (", ")");
            read(session, pairs, found);
            return found;
        }
        keys.stream()
                .collect(Collectors.groupingBy(
                        ResourceKey::type,
                        LinkedHashMap::new,
                        Collectors.mapping(ResourceKey::id, Collectors.toList())))
                .forEach((type, ids) -> read(session, Sql.pairs("type", "logical_id", type, ids), found));
        return found;
    }

    private void read(StatelessSession session, Sql which, Map<ResourceKey, StoredResource> found) {
        statements.list(session, Sql.of(CURRENT + " WHERE ").then(which), this::current).stream()
                .filter(stored -> !stored.isDeleted())
                .forEach(stored -> found.put(stored.key(), stored));
    }

    Holders holders(StatelessSession session, Collection<BusinessKey> businessKeys, Collection<ResourceKey> keys) {
        List<Sql> parts = new ArrayList<>();
        businessKeys.forEach(key -> parts.add(Sql.of(HOLDER + "b.kind = ? AND b.value = ?", key.kind(), key.value())));
        keys.forEach(key -> parts.add(Sql.of(KEYED, key.type(), key.id())));
        return parts.isEmpty() ? Holders.NONE : holders(session, Sql.join(" UNION ALL ", parts));
    }

    Holders holders(StatelessSession session, NhsNumber patient, Collection<String> kinds, ResourceKey key) {
        Sql ofPatient = Sql.of(HOLDER + "b.patient = ? AND b.kind IN ", Long.valueOf(patient.value()))
                .then(Sql.list(List.copyOf(kinds)));
        if (database == Database.H2) { // prepares a UNION anew each time, which costs more than a second statement
            Holders held = holders(session, ofPatient);
            return read(session, key)
                    .filter(stored -> !stored.isDeleted())
                    .map(stored -> new Holders(held.byBusinessKey(), Map.of(key, stored)))
                    .orElse(held);
        }
        return holders(session, ofPatient.then(" UNION ALL " + KEYED, key.type(), key.id()));
    }

    private Holders holders(StatelessSession session, Sql sql) {
        Map<BusinessKey, StoredResource> byBusinessKey = new HashMap<>();
        Map<ResourceKey, StoredResource> byKey = new HashMap<>();
        for (Held held : statements.list(
                session, sql, row -> new Held(row.getString(7), row.getString(8), witnesses.stored(row, 1, 9)))) {
            if (held.stored().isDeleted()) {
                continue;
            }
            if (held.kind().isEmpty()) {
                byKey.put(held.stored().key(), held.stored());
            } else {
                byBusinessKey.put(new BusinessKey(held.kind(), held.value()), held.stored());
            }
        }
        return new Holders(byBusinessKey, byKey);
    }

    private record Held(String kind, String value, StoredResource stored) {}

    long count(StatelessSession session, SearchQuery query) {
        return statements
                .list(session, searchSql.count(query), database.searchSeconds(), row -> row.getLong(1))
                .get(0);
    }

    SearchPage search(StatelessSession session, SearchQuery query) {
        if (query.count() == 0) {
            nameMatches(session, query);
            return new SearchPage(List.of(), Optional.empty());
        }
        int limit = query.count() + 1;
        List<PagePosition> rows = rows(session, query, limit);
        Map<Long, PagePosition> positions = new LinkedHashMap<>(); // a resource found twice stands in neighbouring rows
        rows.forEach(position -> positions.putIfAbsent(position.surrogateKey(), position));
        boolean more = rows.size() == limit;
        if (more) {
            nameMatches(session, query);
        }
        List<PagePosition> page = new ArrayList<>(positions.values());
        if (page.size() > query.count()) {
            page = page.subList(0, query.count());
        }
        Optional<PagePosition> next = more ? Optional.of(page.get(page.size() - 1)) : Optional.empty();
        return new SearchPage(bodies(session, page), next);
    }

    private List<PagePosition> rows(StatelessSession session, SearchQuery query, int limit) {
        return isWalked(session, query)
                ? walk(session, query, limit)
                : positions(session, query, searchSql.page(query, limit));
    }

    /** Whose records match, also those that no page has shown yet; at the first page, which is when the search is made. */
    private void nameMatches(StatelessSession session, SearchQuery query) {
        if (!witnesses.isWitnessed() || query.after().isPresent()) {
            return;
        }
        List<Long> ids = rows(session, query, NAMED_MATCHES).stream()
                .map(PagePosition::surrogateKey)
                .distinct()
                .toList();
        if (!ids.isEmpty()) {
            Sql patients = Sql.of("SELECT DISTINCT patient FROM resource WHERE resource_id IN ")
                    .then(Sql.list(ids));
            statements.list(session, patients, row -> {
                witnesses.touched(row, 1);
                return true;
            });
        }
    }

    /** Queries that may match most of a type are found in their order; those that turn out to match few are not. */
    private boolean isWalked(StatelessSession session, SearchQuery query) {
        if (!walkSql.canWalk(query) || !Selectivity.isWeak(query.criteria()) || searchSql.isOrdered(query)) {
            return false;
        }
        return walkSql.fewest(query, FEW)
                .map(count ->
                        statements.list(session, count, row -> row.getLong(1)).get(0) == FEW)
                .orElse(true);
    }

    private List<PagePosition> walk(StatelessSession session, SearchQuery query, int limit) {
        List<PagePosition> rows = new ArrayList<>();
        if (!WalkSql.beginsInRest(query)) {
            rows.addAll(positions(session, query, walkSql.page(query, limit)));
        }
        if (rows.size() < limit && WalkSql.hasRest(query)) {
            rows.addAll(positions(session, query, walkSql.rest(query, limit - rows.size())));
        }
        return rows;
    }

    private List<PagePosition> positions(StatelessSession session, SearchQuery query, Sql sql) {
        int sortKeys = query.sort().size();
        return statements.list(session, sql, database.searchSeconds(), row -> position(row, sortKeys));
    }

    private static PagePosition position(ResultSet row, int sortKeys) throws SQLException {
        List<Optional<Object>> sortValues = new ArrayList<>(sortKeys);
        for (int i = 0; i < sortKeys; i++) {
            sortValues.add(Optional.ofNullable(row.getObject(i + 2)));
        }
        return new PagePosition(sortValues, row.getLong(1));
    }

    private List<StoredResource> bodies(StatelessSession session, List<PagePosition> page) {
        if (page.isEmpty()) {
            return List.of();
        }
        List<Long> ids = page.stream().map(PagePosition::surrogateKey).toList();
        Map<Long, StoredResource> byId = new HashMap<>();
        statements
                .list(
                        session,
                        Sql.of(CURRENT + " WHERE resource_id IN ").then(Sql.list(ids)),
                        row -> Map.entry(row.getLong(7), current(row)))
                .forEach(found -> byId.put(found.getKey(), found.getValue()));
        List<StoredResource> inOrder = new ArrayList<>(ids.size());
        for (Long id : ids) {
            StoredResource stored = byId.get(id);
            if (stored != null && !stored.isDeleted()) { // deleted between the two statements
                inOrder.add(stored);
            }
        }
        return inOrder;
    }

    Collection<ResourceKey> targets(StatelessSession session, Collection<ResourceKey> sources, Set<Long> parameters) {
        if (sources.isEmpty() || parameters.isEmpty()) {
            return List.of();
        }
        return keys(session, targets(sources, parameters));
    }

    static Sql targets(Collection<ResourceKey> sources, Set<Long> parameters) {
        return Sql.of("SELECT DISTINCT x.target_type, x.value FROM resource r"
                        + " JOIN index_reference x ON x.resource_id = r.resource_id WHERE ")
                .then(Sql.pairs(
                        "r.type",
                        "r.logical_id",
                        sources.iterator().next().type(),
                        sources.stream().map(ResourceKey::id).toList()))
                .then(" AND x.target_type <> '' AND x.parameter IN ")
                .then(Sql.list(List.copyOf(parameters)));
    }

    Collection<ResourceKey> referrers(
            StatelessSession session, String type, Set<Long> parameters, Collection<ResourceKey> targets, int limit) {
        Set<ResourceKey> found = new LinkedHashSet<>();
        targets.stream().collect(Collectors.groupingBy(ResourceKey::type)).forEach((targetType, keys) -> {
            List<String> ids = keys.stream().map(ResourceKey::id).toList();
            for (Long parameter : parameters) {
                found.addAll(keys(session, referrers(type, parameter, targetType, ids, limit)));
            }
        });
        return found;
    }

    static Sql referrers(String type, Long parameter, String targetType, List<String> ids, int limit) {
        return Sql.of("SELECT DISTINCT r.type, r.logical_id FROM index_reference x"
                        + " JOIN resource r ON r.resource_id = x.resource_id WHERE ")
                .then(Sql.pairs("x.parameter", "x.value", parameter, ids))
                .then(" AND x.target_type = ? AND r.type = ? LIMIT " + limit, targetType, type);
    }

    private List<ResourceKey> keys(StatelessSession session, Sql sql) {
        return statements.list(session, sql, row -> new ResourceKey(row.getString(1), row.getString(2)));
    }

    List<StoredResource> examples(StatelessSession session, IndexKind kind, Collection<Long> parameters, int limit) {
        Sql sql = Sql.of(CURRENT + " WHERE resource_id IN (SELECT MIN(resource_id) FROM " + MatchSql.table(kind)
                        + " WHERE parameter IN ")
                .then(Sql.list(List.copyOf(parameters)))
                .then(" GROUP BY value" + (kind == IndexKind.TOKEN ? ", system" : "") + " LIMIT " + limit + ")");
        return statements.list(session, sql, this::current);
    }

    HistoryPage history(StatelessSession session, HistoryQuery query) {
        List<Map.Entry<Long, StoredResource>> rows = statements.list(
                session,
                HistorySql.page(query, query.count() + 1),
                row -> Map.entry(row.getLong(1), witnesses.stored(row, 2, 8)));
        boolean more = rows.size() > query.count();
        List<Map.Entry<Long, StoredResource>> page = more ? rows.subList(0, query.count()) : rows;
        OptionalLong next = more ? OptionalLong.of(page.get(page.size() - 1).getKey()) : OptionalLong.empty();
        return new HistoryPage(page.stream().map(Map.Entry::getValue).toList(), next);
    }
}
