package org.openspine.repository.hibernate;

import java.util.ArrayList;
import java.util.List;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.ValueMatch;

/** What one value of a query demands, as a condition on the columns of an index row. */
final class MatchSql {
    private static final long IMPLIED_SYSTEM = 1;

    private final Database database;

    MatchSql(Database database) {
        this.database = database;
    }

    static String table(IndexKind kind) {
        return switch (kind) {
            case TEXT -> "index_text";
            case TOKEN -> "index_token";
            case REFERENCE -> "index_reference";
            case DATE -> "index_date";
            case NUMBER -> "index_number";
            case QUANTITY -> "index_quantity";
            case URI -> "index_uri";
        };
    }

    /** Whether an index answers all of {@code anyOf} in one go: codes whatever their system, for a database that looks up lists. */
    boolean isList(List<? extends ValueMatch> anyOf) {
        return database.looksUpLists()
                && anyOf.stream()
                        .allMatch(match -> match instanceof ValueMatch.Token token
                                && token.code() != null
                                && token.system().isEmpty());
    }

    /** Codes padded to a power of two, so that there are few different statements. */
    private static Sql list(String alias, List<? extends ValueMatch> codes) {
        List<String> values = new ArrayList<>();
        codes.forEach(match -> values.add(((ValueMatch.Token) match).code()));
        int padded = Integer.highestOneBit(Math.max(1, values.size() * 2 - 1));
        while (values.size() < padded) {
            values.add(values.get(0));
        }
        return Sql.of(alias + ".value IN ").then(Sql.list(values));
    }

    /** The condition that one of {@code anyOf} holds for the row {@code alias}. */
    Sql anyOf(String alias, List<? extends ValueMatch> anyOf) {
        if (anyOf.size() > 1 && isList(anyOf)) {
            return list(alias, anyOf);
        }
        List<Sql> conditions =
                anyOf.stream().map(match -> condition(alias, match)).toList();
        return conditions.size() == 1
                ? conditions.get(0)
                : Sql.join(" OR ", conditions.stream().map(Sql::inParentheses).toList())
                        .inParentheses();
    }

    Sql condition(String alias, ValueMatch match) {
        if (match instanceof ValueMatch.Token token) {
            return token(alias, token);
        }
        if (match instanceof ValueMatch.TokenBeginning token) {
            return startsWith(alias + ".value", token.beginning());
        }
        if (match instanceof ValueMatch.Text text) {
            return text(alias, text);
        }
        if (match instanceof ValueMatch.Reference reference) {
            return reference(alias, reference);
        }
        if (match instanceof ValueMatch.Date date) {
            return period(alias + ".value", alias + ".high", date);
        }
        if (match instanceof ValueMatch.Number number) {
            return number(alias, number);
        }
        if (match instanceof ValueMatch.Quantity quantity) {
            return quantity(alias, quantity);
        }
        return uri(alias, (ValueMatch.Uri) match);
    }

    /** The condition on {@code meta.lastUpdated}, a period of one millisecond. */
    static Sql lastUpdated(String alias, List<ValueMatch.Date> anyOf) {
        String column = alias + ".last_updated";
        return Sql.join(
                        " OR ",
                        anyOf.stream()
                                .map(date -> period(column, column, date).inParentheses())
                                .toList())
                .inParentheses();
    }

    private static Sql token(String alias, ValueMatch.Token token) {
        List<Sql> conditions = new ArrayList<>();
        if (token.code() != null) {
            conditions.add(Sql.of(alias + ".value = ?", token.code()));
        }
        token.system()
                .ifPresent(system -> conditions.add(
                        token.code() == null
                                ? Sql.of(alias + ".system = ?", system)
                                : Sql.of(alias + ".system IN (?, ?)", system, IMPLIED_SYSTEM)));
        return Sql.join(" AND ", conditions);
    }

    private Sql text(String alias, ValueMatch.Text text) {
        String column = alias + ".value";
        return switch (text.mode()) {
            case STARTS_WITH -> startsWith(column, text.text());
            case EXACT -> Sql.of(column + " = ? AND " + alias + ".exact = ?", text.text(), text.exact());
            case CONTAINS -> Sql.of(column + " LIKE ? ESCAPE '!'", "%" + escapeLike(text.text()) + "%");
        };
    }

    private Sql startsWith(String column, String beginning) {
        return Sql.of(column + " >= ? AND " + column + " < ?", beginning, beginning + database.textEnd());
    }

    private static String escapeLike(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private static Sql reference(String alias, ValueMatch.Reference reference) {
        return reference.type() == null
                ? Sql.of(alias + ".value = ? AND " + alias + ".target_type <> ''", reference.id())
                : Sql.of(alias + ".value = ? AND " + alias + ".target_type = ?", reference.id(), reference.type());
    }

    /** Compares the stored period {@code low} to {@code high} with the one asked for, as FHIR defines each prefix. */
    private static Sql period(String low, String high, ValueMatch.Date date) {
        Object from = date.low();
        Object to = date.high();
        return switch (date.prefix()) {
            case EQ -> Sql.of(low + " >= ? AND " + low + " <= ? AND " + high + " <= ?", from, to, to);
            case NE -> Sql.of("(" + low + " < ? OR " + high + " > ?)", from, to);
            case GT -> Sql.of(high + " > ?", to);
            case LT -> Sql.of(low + " < ?", from);
            case GE -> Sql.of(high + " >= ? AND (" + high + " > ? OR " + low + " >= ?)", from, to, from);
            case LE -> Sql.of(low + " <= ? AND (" + low + " < ? OR " + high + " <= ?)", to, from, to);
            case SA -> Sql.of(low + " > ?", to);
            case EB -> Sql.of(high + " < ?", from);
            case AP -> Sql.of(low + " <= ? AND " + high + " >= ?", to, from);
        };
    }

    private static Sql number(String alias, ValueMatch.Number number) {
        String column = alias + ".value";
        return switch (number.prefix()) {
            case EQ -> Sql.of(column + " >= ? AND " + column + " < ?", number.low(), number.high());
            case NE -> Sql.of("(" + column + " < ? OR " + column + " >= ?)", number.low(), number.high());
            case GT, SA -> Sql.of(column + " > ?", number.value());
            case LT, EB -> Sql.of(column + " < ?", number.value());
            case GE -> Sql.of(column + " >= ?", number.value());
            case LE -> Sql.of(column + " <= ?", number.value());
            case AP -> Sql.of(column + " >= ? AND " + column + " <= ?", number.low(), number.high());
        };
    }

    private static Sql quantity(String alias, ValueMatch.Quantity quantity) {
        Sql condition = number(alias, quantity.number());
        if (quantity.system().isPresent()) {
            condition = condition.then(
                    " AND " + alias + ".system = ?", quantity.system().getAsLong());
        }
        return quantity.code() == null ? condition : condition.then(" AND " + alias + ".code = ?", quantity.code());
    }

    private Sql uri(String alias, ValueMatch.Uri uri) {
        String column = alias + ".value";
        return switch (uri.mode()) {
            case EQUAL -> Sql.of(column + " = ?", uri.value());
            case BELOW ->
                Sql.of(column + " = ? OR ", uri.value())
                        .then(startsWith(column, uri.value().endsWith("/") ? uri.value() : uri.value() + "/")
                                .inParentheses())
                        .inParentheses();
            case ABOVE -> Sql.of(column + " IN ").then(Sql.list(pathPrefixes(uri.value())));
        };
    }

    private static List<String> pathPrefixes(String uri) {
        List<String> prefixes = new ArrayList<>(List.of(uri));
        for (int slash = uri.lastIndexOf('/'); slash > 0; slash = uri.lastIndexOf('/', slash - 1)) {
            prefixes.add(uri.substring(0, slash));
            prefixes.add(uri.substring(0, slash + 1));
        }
        return prefixes;
    }
}
