package org.openspine.repository.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.SortKey;

/**
 * A page found by walking an index in the query's order and testing each resource, until the page is full: for queries that
 * most of a type may match, where collecting and sorting all matches would take long. At most one sort key. Resources
 * without a value in it are a second statement, needed only where the first one ends early.
 */
final class WalkSql {
    private final Database database;

    WalkSql(Database database) {
        this.database = database;
    }

    /** Whether some index has the order of the query. */
    boolean canWalk(SearchQuery query) {
        if (query.sort().size() > 1) {
            return false;
        }
        return query.sort().isEmpty()
                || !query.sort().get(0).descending()
                || database.canWalkDown(query.sort().get(0));
    }

    /**
     * Counts what the best of the criteria alone finds, up to {@code limit}: few are better collected than walked for.
     * Empty if none of them can be answered from an index.
     */
    Optional<Sql> fewest(SearchQuery query, int limit) {
        CriterionSql criteria = new CriterionSql(database);
        return CriterionSql.driver(query.criteria())
                .map(driver -> criteria.source(List.of(driver), query.type()))
                .map(source -> Sql.of("SELECT COUNT(*) FROM (SELECT 1 AS one")
                        .then(source.fromWhere())
                        .then(" LIMIT " + limit + ") few"));
    }

    /** Columns: the resource's number, then the value of the sort key if there is one. */
    Sql page(SearchQuery query, int limit) {
        if (query.sort().isEmpty()) {
            return walk(query, ofType(query), new Order("r.type", "r.resource_id", "r.resource_id", false), limit);
        }
        SortKey key = query.sort().get(0);
        if (key instanceof SortKey.Indexed indexed) {
            Sql rows = Sql.of(
                    " FROM " + MatchSql.table(indexed.kind()) + " s WHERE s.parameter = ? AND s.extreme"
                            + SearchSql.extreme(indexed),
                    indexed.parameter());
            return walk(query, rows, new Order("s.parameter", "s.value", "s.resource_id", key.descending()), limit);
        }
        String column = key instanceof SortKey.Id ? "r.logical_id" : "r.last_updated";
        return walk(query, ofType(query), new Order("r.type", column, "r.resource_id", key.descending()), limit);
    }

    /** Whether resources without a value may follow those that {@link #page} finds. */
    static boolean hasRest(SearchQuery query) {
        return !query.sort().isEmpty() && query.sort().get(0) instanceof SortKey.Indexed;
    }

    /** Whether the page begins among the resources without a value. */
    static boolean beginsInRest(SearchQuery query) {
        return hasRest(query)
                && query.after()
                        .map(after -> after.sortValues().get(0).isEmpty())
                        .orElse(false);
    }

    /** Those without a value in the sort key, with the same columns as {@link #page}. */
    Sql rest(SearchQuery query, int limit) {
        SortKey.Indexed key = (SortKey.Indexed) query.sort().get(0);
        List<Criterion> criteria = new ArrayList<>(query.criteria());
        criteria.add(new Criterion.Not(new Criterion.Present(key.parameter(), key.kind())));
        Optional<PagePosition> after = beginsInRest(query) ? query.after() : Optional.empty();
        SearchQuery withoutValue = new SearchQuery(query.type(), criteria, List.of(), query.count(), after);
        Order order = new Order("r.type", "r.resource_id", "r.resource_id", false);
        return walk(withoutValue, ofType(query), order, limit, ", " + nothing(key.kind()));
    }

    private static String nothing(IndexKind kind) {
        return switch (kind) {
            case TEXT, TOKEN, REFERENCE, URI -> "CAST(NULL AS VARCHAR)";
            case DATE -> "CAST(NULL AS BIGINT)";
            case NUMBER, QUANTITY -> "CAST(NULL AS DOUBLE PRECISION)";
        };
    }

    private static Sql ofType(SearchQuery query) {
        return Sql.of(" FROM resource r WHERE r.type = ? AND r" + CriterionSql.EXISTS_NOT_DELETED, query.type());
    }

    /** The columns of an index: one that is constant, the one sorted by, and the resource's number, which breaks ties. */
    private record Order(String constant, String value, String id, boolean descending) {
        boolean hasValue() {
            return !value.equals(id);
        }

        String columns() {
            String direction = descending ? " DESC" : "";
            if (!hasValue() || isUnique()) {
                return constant + ", " + value + direction;
            }
            return constant + ", " + value + direction + ", " + id + direction;
        }

        private boolean isUnique() {
            return value.equals("r.logical_id");
        }

        Sql beyond(PagePosition after) {
            String further = descending ? " < ?" : " > ?";
            if (!hasValue()) {
                return Sql.of(id + further, after.surrogateKey());
            }
            Object from = after.sortValues().get(0).orElseThrow();
            return Sql.of(
                    value + (descending ? " <= ?" : " >= ?") + " AND (" + value + further + " OR " + id + further + ")",
                    from,
                    from,
                    after.surrogateKey());
        }
    }

    private Sql walk(SearchQuery query, Sql rows, Order order, int limit) {
        return walk(query, rows, order, limit, order.hasValue() ? ", " + order.value() : "");
    }

    private Sql walk(SearchQuery query, Sql rows, Order order, int limit, String valueColumn) {
        CriterionSql criteria = new CriterionSql(database);
        Sql select = Sql.of("SELECT " + order.id() + " AS id" + valueColumn).then(rows);
        if (query.after().isPresent()) {
            select = select.then(" AND ").then(order.beyond(query.after().get()));
        }
        for (Criterion criterion : query.criteria()) {
            select = select.then(" AND ").then(probe(criteria, criterion, query.type(), order));
        }
        return select.then(" ORDER BY " + order.columns() + " LIMIT " + limit);
    }

    private static Sql probe(CriterionSql criteria, Criterion criterion, String type, Order order) {
        if (criterion instanceof Criterion.LastUpdated updated
                && order.constant().equals("r.type")) {
            return MatchSql.lastUpdated("r", updated.anyOf()); // the row is at hand
        }
        return criteria.probe(criterion, type, order.id());
    }
}
