package org.openspine.repository.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.SortKey;

/**
 * The one statement that finds a page: numbers of the matching resources, each with the values it is sorted by, in the
 * query's order. Rows that repeat a resource stand next to each other.
 */
final class SearchSql {
    private static final String ASCENDING = " IN (1, 3)";
    private static final String DESCENDING = " IN (2, 3)";

    private final Database database;

    SearchSql(Database database) {
        this.database = database;
    }

    Sql count(SearchQuery query) {
        Source source = new CriterionSql(database).source(query.criteria(), query.type());
        return Sql.of("SELECT COUNT(DISTINCT " + source.id() + ")").then(source.fromWhere());
    }

    /** Columns: the resource's number, then one per sort key. */
    Sql page(SearchQuery query, int limit) {
        return query.sort().isEmpty() ? unsorted(query, limit) : sorted(query, limit);
    }

    private Sql unsorted(SearchQuery query, int limit) {
        Source source = new CriterionSql(database).source(query.criteria(), query.type());
        if (query.after().isPresent()) {
            source = source.and(Sql.of(source.id() + " > ?", query.after().get().surrogateKey()));
        }
        boolean ordered = !source.order().isEmpty();
        return Sql.of("SELECT " + (source.distinct() && !ordered ? "DISTINCT " : "") + source.id() + " AS id")
                .then(source.fromWhere())
                .then(" ORDER BY " + (ordered ? source.order() : "id") + " LIMIT " + limit);
    }

    /** Whether an index has the matches in the query's order anyway. */
    boolean isOrdered(SearchQuery query) {
        return query.sort().isEmpty()
                && !new CriterionSql(database)
                        .source(query.criteria(), query.type())
                        .order()
                        .isEmpty();
    }

    private Sql sorted(SearchQuery query, int limit) {
        CriterionSql criteria = new CriterionSql(database);
        Source source = criteria.source(query.criteria(), query.type());
        List<Key> keys = new ArrayList<>();
        Sql from = Sql.of("(SELECT DISTINCT " + source.id() + " AS id")
                .then(source.fromWhere())
                .then(") d");
        boolean rowNeeded = query.sort().stream().anyMatch(key -> !(key instanceof SortKey.Indexed));
        if (rowNeeded) {
            from = from.then(" JOIN resource r ON r.resource_id = d.id");
        }
        for (int i = 0; i < query.sort().size(); i++) {
            SortKey key = query.sort().get(i);
            if (key instanceof SortKey.Indexed indexed) {
                String s = "s" + i;
                from = from.then(
                        " LEFT JOIN " + MatchSql.table(indexed.kind()) + " " + s + " ON " + s
                                + ".resource_id = d.id AND " + s + ".parameter = ? AND " + s + ".extreme"
                                + extreme(indexed),
                        indexed.parameter());
                keys.add(new Key(s + ".value", key.descending(), true));
            } else {
                String column = key instanceof SortKey.Id ? "r.logical_id" : "r.last_updated";
                keys.add(new Key(column, key.descending(), false));
            }
        }
        Sql select = Sql.of("SELECT d.id" + columns(keys) + " FROM ").then(from);
        Optional<PagePosition> after = query.after();
        if (after.isPresent()) {
            select = select.then(" WHERE ").then(beyond(keys, after.get()));
        }
        return select.then(" ORDER BY " + order(keys) + " LIMIT " + limit);
    }

    /** The condition on {@code extreme} that leaves the value a resource is sorted by. */
    static String extreme(SortKey key) {
        return key.descending() ? DESCENDING : ASCENDING;
    }

    /** A column to sort by; resources that have no value in it come last. */
    private record Key(String column, boolean descending, boolean nullable) {
        Sql beyond(Object value) {
            Sql further = Sql.of(column + (descending ? " < ?" : " > ?"), value);
            return nullable ? further.then(" OR " + column + " IS NULL").inParentheses() : further;
        }

        Sql same(Optional<Object> value) {
            return value.map(known -> Sql.of(column + " = ?", known)).orElseGet(() -> Sql.of(column + " IS NULL"));
        }
    }

    private static String columns(List<Key> keys) {
        StringBuilder columns = new StringBuilder();
        keys.forEach(key -> columns.append(", ").append(key.column()));
        return columns.toString();
    }

    private static String order(List<Key> keys) {
        StringBuilder order = new StringBuilder();
        keys.forEach(key -> order.append(key.column())
                .append(key.descending() ? " DESC" : " ASC")
                .append(key.nullable() ? " NULLS LAST, " : ", "));
        if (tiesDescend(keys)) {
            String value = keys.get(0).column();
            return order + "CASE WHEN " + value + " IS NULL THEN d.id END, d.id DESC";
        }
        return order + "d.id";
    }

    /** Ties stand in the order in which {@link WalkSql} comes upon them: the next page may be found the other way. */
    private static boolean tiesDescend(List<Key> keys) {
        return keys.size() == 1 && keys.get(0).descending();
    }

    /** Stands after {@code position}: further in some key, equal in all before it; the number breaks ties. */
    private static Sql beyond(List<Key> keys, PagePosition position) {
        List<Sql> ways = new ArrayList<>();
        List<Sql> equal = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Optional<Object> value = position.sortValues().get(i);
            if (value.isPresent()) { // nothing comes after a missing value in the same key
                List<Sql> way = new ArrayList<>(equal);
                way.add(keys.get(i).beyond(value.get()));
                ways.add(Sql.join(" AND ", way).inParentheses());
            }
            equal.add(keys.get(i).same(value));
        }
        boolean down = tiesDescend(keys) && position.sortValues().get(0).isPresent();
        equal.add(Sql.of(down ? "d.id < ?" : "d.id > ?", position.surrogateKey()));
        ways.add(Sql.join(" AND ", equal).inParentheses());
        return Sql.join(" OR ", ways).inParentheses();
    }
}
