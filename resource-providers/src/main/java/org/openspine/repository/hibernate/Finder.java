package org.openspine.repository.hibernate;

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
import org.hibernate.query.NativeQuery;
import org.openspine.repository.HistoryPage;
import org.openspine.repository.HistoryQuery;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;

/** The reading statements: by key, by search, by history. */
final class Finder {
    /** With fewer matches than this, collecting and sorting them costs less than a walk may. */
    private static final int FEW = 2_000;

    private final SearchSql searchSql;
    private final WalkSql walkSql;

    Finder(Database database) {
        searchSql = new SearchSql(database);
        walkSql = new WalkSql(database);
    }

    Optional<StoredResource> read(StatelessSession session, ResourceKey key) {
        return session
                .createSelectionQuery("from ResourceRow where type = :type and logicalId = :id", ResourceRow.class)
                .setParameter("type", key.type())
                .setParameter("id", key.id())
                .list()
                .stream()
                .findFirst()
                .map(ResourceRow::toStored);
    }

    Optional<StoredResource> vread(StatelessSession session, ResourceKey key, long version) {
        return query(session, HistorySql.version(key, version)).list().stream()
                .findFirst()
                .map(HistorySql::stored);
    }

    Map<ResourceKey, StoredResource> read(StatelessSession session, Collection<ResourceKey> keys) {
        Map<ResourceKey, StoredResource> found = new HashMap<>();
        keys.stream()
                .collect(Collectors.groupingBy(
                        ResourceKey::type,
                        LinkedHashMap::new,
                        Collectors.mapping(ResourceKey::id, Collectors.toList())))
                .forEach((type, ids) -> session
                        .createSelectionQuery(
                                "from ResourceRow where type = :type and logicalId in (:ids)", ResourceRow.class)
                        .setParameter("type", type)
                        .setParameterList("ids", ids)
                        .list()
                        .stream()
                        .map(ResourceRow::toStored)
                        .filter(stored -> !stored.isDeleted())
                        .forEach(stored -> found.put(stored.key(), stored)));
        return found;
    }

    long count(StatelessSession session, SearchQuery query) {
        return ((Number) single(session, searchSql.count(query))).longValue();
    }

    SearchPage search(StatelessSession session, SearchQuery query) {
        if (query.count() == 0) {
            return new SearchPage(List.of(), Optional.empty());
        }
        int limit = query.count() + 1;
        List<Object[]> rows = isWalked(session, query)
                ? walk(session, query, limit)
                : query(session, searchSql.page(query, limit)).list();
        Map<Long, PagePosition> positions = new LinkedHashMap<>(); // a resource found twice stands in neighbouring rows
        for (Object[] row : rows) {
            PagePosition position = position(row);
            positions.putIfAbsent(position.surrogateKey(), position);
        }
        boolean more = rows.size() == limit;
        List<PagePosition> page = new ArrayList<>(positions.values());
        if (page.size() > query.count()) {
            page = page.subList(0, query.count());
        }
        Optional<PagePosition> next = more ? Optional.of(page.get(page.size() - 1)) : Optional.empty();
        return new SearchPage(bodies(session, page), next);
    }

    /** Queries that may match most of a type are found in their order; those that turn out to match few are not. */
    private boolean isWalked(StatelessSession session, SearchQuery query) {
        if (!walkSql.canWalk(query) || !Selectivity.isWeak(query.criteria()) || searchSql.isOrdered(query)) {
            return false;
        }
        return walkSql.fewest(query, FEW)
                .map(count -> ((Number) single(session, count)).longValue() == FEW)
                .orElse(true);
    }

    private List<Object[]> walk(StatelessSession session, SearchQuery query, int limit) {
        List<Object[]> rows = new ArrayList<>();
        if (!WalkSql.beginsInRest(query)) {
            rows.addAll(query(session, walkSql.page(query, limit)).list());
        }
        if (rows.size() < limit && WalkSql.hasRest(query)) {
            rows.addAll(query(session, walkSql.rest(query, limit - rows.size())).list());
        }
        return rows;
    }

    private static PagePosition position(Object[] row) {
        List<Optional<Object>> sortValues = new ArrayList<>(row.length - 1);
        for (int i = 1; i < row.length; i++) {
            sortValues.add(Optional.ofNullable(row[i]));
        }
        return new PagePosition(sortValues, ((Number) row[0]).longValue());
    }

    private static List<StoredResource> bodies(StatelessSession session, List<PagePosition> page) {
        if (page.isEmpty()) {
            return List.of();
        }
        List<Long> ids = page.stream().map(PagePosition::surrogateKey).toList();
        Map<Long, StoredResource> byId = new HashMap<>();
        session.createSelectionQuery("from ResourceRow where resourceId in (:ids)", ResourceRow.class)
                .setParameterList("ids", ids)
                .list()
                .forEach(row -> byId.put(row.resourceId, row.toStored()));
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
        return Sql.of("""
                        SELECT DISTINCT x.target_type, x.value FROM resource r
                        JOIN index_reference x ON x.resource_id = r.resource_id
                        WHERE r.type = ? AND r.logical_id IN\s""", sources.iterator().next().type())
                .then(Sql.list(sources.stream().map(ResourceKey::id).toList()))
                .then(" AND x.target_type <> '' AND x.parameter IN ")
                .then(Sql.list(List.copyOf(parameters)));
    }

    Collection<ResourceKey> referrers(
            StatelessSession session, String type, Set<Long> parameters, Collection<ResourceKey> targets, int limit) {
        Set<ResourceKey> found = new LinkedHashSet<>();
        targets.stream().collect(Collectors.groupingBy(ResourceKey::type)).forEach((targetType, keys) -> {
            List<String> ids = keys.stream().map(ResourceKey::id).toList();
            found.addAll(keys(session, referrers(type, parameters, targetType, ids, limit)));
        });
        return found;
    }

    static Sql referrers(String type, Set<Long> parameters, String targetType, List<String> ids, int limit) {
        return Sql.of("SELECT DISTINCT r.type, r.logical_id FROM index_reference x"
                        + " JOIN resource r ON r.resource_id = x.resource_id WHERE x.parameter IN ")
                .then(Sql.list(List.copyOf(parameters)))
                .then(" AND x.value IN ")
                .then(Sql.list(ids))
                .then(" AND x.target_type = ? AND r.type = ? LIMIT " + limit, targetType, type);
    }

    private static List<ResourceKey> keys(StatelessSession session, Sql sql) {
        return query(session, sql).list().stream()
                .map(row -> new ResourceKey((String) row[0], (String) row[1]))
                .toList();
    }

    HistoryPage history(StatelessSession session, HistoryQuery query) {
        List<Object[]> rows =
                query(session, HistorySql.page(query, query.count() + 1)).list();
        boolean more = rows.size() > query.count();
        List<Object[]> page = more ? rows.subList(0, query.count()) : rows;
        OptionalLong next =
                more ? OptionalLong.of(((Number) page.get(page.size() - 1)[0]).longValue()) : OptionalLong.empty();
        return new HistoryPage(page.stream().map(HistorySql::stored).toList(), next);
    }

    private static Object single(StatelessSession session, Sql sql) {
        NativeQuery<Object> query = session.createNativeQuery(sql.text(), Object.class);
        bind(query, sql);
        return query.getSingleResult();
    }

    static NativeQuery<Object[]> query(StatelessSession session, Sql sql) {
        NativeQuery<Object[]> query = session.createNativeQuery(sql.text(), Object[].class);
        bind(query, sql);
        return query;
    }

    private static void bind(NativeQuery<?> query, Sql sql) {
        for (int i = 0; i < sql.parameters().size(); i++) {
            query.setParameter(i + 1, sql.parameters().get(i));
        }
    }
}
