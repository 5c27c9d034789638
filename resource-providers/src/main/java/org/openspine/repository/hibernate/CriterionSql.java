package org.openspine.repository.hibernate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.ValueMatch;

/**
 * Criteria as SQL, each in two forms: a <em>probe</em>, a condition on a resource already at hand, and a <em>source</em>,
 * which produces the resources that satisfy it from an index. A statement has one source and a probe for every other
 * criterion.
 */
final class CriterionSql {
    static final String EXISTS_NOT_DELETED = ".verb <> " + Verb.DELETE.ordinal();

    private final Database database;
    private final MatchSql matches;
    private int aliases;

    /** Whether probes stay behind the source whatever the planner thinks of them. */
    private boolean fenced;

    CriterionSql(Database database) {
        this.database = database;
        matches = new MatchSql(database);
    }

    /** Holds for the resource whose number is the expression {@code id}. */
    Sql probe(Criterion criterion, String type, String id) {
        if (criterion instanceof Criterion.Indexed indexed) {
            String i = alias();
            String rows = indexed.anyOf().size() > 1 ? rowsOfResource(kind(indexed), i) : rows(kind(indexed), i);
            return exists(Sql.of(rows + " WHERE " + i + ".resource_id = " + id)
                    .then(" AND " + i + ".parameter = ? AND ", indexed.parameter())
                    .then(matches.anyOf(i, indexed.anyOf())));
        }
        if (criterion instanceof Criterion.Present present) {
            String i = alias();
            return exists(Sql.of(
                    rows(present.kind(), i) + " WHERE " + i + ".resource_id = " + id + " AND " + i + ".parameter = ?",
                    present.parameter()));
        }
        if (criterion instanceof Criterion.Not not) {
            return Sql.of("NOT ").then(probe(not.criterion(), type, id).inParentheses());
        }
        if (criterion instanceof Criterion.AnyOf anyOf) {
            return Sql.join(" OR ", probes(anyOf.criteria(), type, id)).inParentheses();
        }
        if (criterion instanceof Criterion.AllOf allOf) {
            return Sql.join(" AND ", probes(allOf.criteria(), type, id)).inParentheses();
        }
        if (criterion instanceof Criterion.Composite composite) {
            Source source = compositeSource(composite);
            return exists(source.from()
                    .then(" WHERE " + source.id() + " = " + id + " AND ")
                    .then(source.where()));
        }
        if (criterion instanceof Criterion.Chain chain) {
            String x = alias();
            String target = alias();
            return exists(Sql.of(
                            "index_reference " + x + " JOIN resource " + target + " ON " + target + ".type = " + x
                                    + ".target_type AND " + target + ".logical_id = " + x + ".value WHERE " + x
                                    + ".resource_id = " + id + " AND " + x + ".parameter = ? AND " + x
                                    + ".target_type = ? AND " + target + EXISTS_NOT_DELETED + " AND ",
                            chain.parameter(),
                            chain.targetType())
                    .then(probe(chain.target(), chain.targetType(), target + ".resource_id")));
        }
        if (criterion instanceof Criterion.Has has) {
            String me = alias();
            String x = alias();
            return exists(Sql.of(
                            "resource " + me + " JOIN index_reference " + x + " ON " + x + ".parameter = ? AND " + x
                                    + ".value = " + me + ".logical_id AND " + x + ".target_type = " + me
                                    + ".type WHERE " + me + ".resource_id = " + id + " AND ",
                            has.parameter())
                    .then(probe(has.source(), has.sourceType(), x + ".resource_id")));
        }
        if (criterion instanceof Criterion.PatientHolds holds) {
            return holds(holds.kind(), id);
        }
        if (criterion instanceof Criterion.OfPatient owner) {
            return ofPatient(owner.patient(), id);
        }
        if (criterion instanceof Criterion.Ids || criterion instanceof Criterion.LastUpdated) {
            Source source = source(criterion, type);
            return exists(source.from()
                    .then(" WHERE " + source.id() + " = " + id + " AND ")
                    .then(source.where()));
        }
        return Sql.of("1 = 0");
    }

    /** By the number of the patient's record, or by that of one that was merged with it. */
    private Sql holds(String kind, String id) {
        String me = alias();
        String m = alias();
        String b = alias();
        Sql own = Sql.of(
                "resource %1$s JOIN business_key %2$s ON %2$s.patient = %1$s.patient AND %2$s.kind = ?"
                        .formatted(me, b),
                kind);
        Sql merged = Sql.of(
                "resource %1$s %2$s JOIN business_key %3$s ON %3$s.patient = CASE WHEN %4$s.kind = '%5$s' THEN CAST(%6$s AS BIGINT) END AND %3$s.kind = ?"
                        .formatted(me, merges(me, m), b, m, BusinessKey.MERGED, other(m)),
                kind);
        String isMe = " WHERE %s.resource_id = %s".formatted(me, id);
        return exists(own.then(isMe))
                .then(" OR ")
                .then(exists(merged.then(isMe)))
                .inParentheses();
    }

    private Sql ofPatient(Criterion patient, String id) {
        String me = alias();
        String m = alias();
        String p = alias();
        String record = " JOIN resource %1$s ON %1$s.type = 'Patient' AND %1$s.verb <> %2$d AND %1$s.logical_id = "
                .formatted(p, Verb.DELETE.ordinal());
        String isMe = " WHERE %s.resource_id = %s AND ".formatted(me, id);
        Sql own = Sql.of("resource " + me + record + "LPAD(CAST(" + me + ".patient AS VARCHAR(10)), 10, '0')" + isMe);
        Sql merged = Sql.of("resource " + me + merges(me, m) + record + other(m) + isMe);
        Sql matching = probe(patient, "Patient", p + ".resource_id");
        return exists(own.then(matching))
                .then(" OR ")
                .then(exists(merged.then(matching)))
                .inParentheses();
    }

    private static String merges(String resource, String alias) {
        return " JOIN business_key %1$s ON %1$s.patient = %2$s.patient AND %1$s.kind = '%3$s'"
                .formatted(alias, resource, BusinessKey.MERGED);
    }

    private static String other(String merge) {
        return "SUBSTRING(%s.value FROM %d)".formatted(merge, BusinessKey.OTHER_NUMBER + 1);
    }

    private List<Sql> probes(List<Criterion> criteria, String type, String id) {
        return criteria.stream().map(criterion -> probe(criterion, type, id)).toList();
    }

    /** All resources of {@code type} for which {@code criteria} hold, from the index that promises the fewest rows. */
    Source source(List<Criterion> criteria, String type) {
        List<Criterion> rest = new ArrayList<>(criteria);
        Optional<Criterion> driver = driver(criteria);
        Source source = driver.map(best -> {
                    rest.remove(best);
                    return source(best, type);
                })
                .orElseGet(() -> typeSource(type));
        boolean before = fenced;
        fenced = driver.filter(Selectivity::isNarrow).isPresent();
        for (Criterion criterion : rest) {
            source = source.and(probe(criterion, type, source.id()));
        }
        fenced = before;
        return source;
    }

    /** The criterion whose index promises the fewest rows; empty if none can be answered from an index. */
    static Optional<Criterion> driver(List<Criterion> criteria) {
        return criteria.stream().filter(Selectivity::canDrive).min(Comparator.comparingInt(Selectivity::cost));
    }

    private Source source(Criterion criterion, String type) {
        if (criterion instanceof Criterion.Indexed indexed) {
            return indexed.anyOf().size() == 1 || matches.isList(indexed.anyOf())
                    ? indexedSource(indexed)
                    : source(alternatives(indexed), type);
        }
        if (criterion instanceof Criterion.Composite composite) {
            return compositeSource(composite);
        }
        if (criterion instanceof Criterion.Present present) {
            String i = alias();
            return new Source(
                    Sql.of(rows(present.kind(), i)),
                    i + ".resource_id",
                    Sql.of(i + ".parameter = ?", present.parameter()),
                    "",
                    true);
        }
        if (criterion instanceof Criterion.AllOf allOf) {
            return source(allOf.criteria(), type);
        }
        if (criterion instanceof Criterion.AnyOf anyOf) {
            String union = alias();
            List<Sql> selects = anyOf.criteria().stream()
                    .map(way -> source(way, type))
                    .map(way -> Sql.of("SELECT " + way.id() + " AS id").then(way.fromWhere()))
                    .toList();
            return new Source(
                    Sql.join(" UNION ", selects).inParentheses().then(" " + union),
                    union + ".id",
                    Sql.of("1 = 1"),
                    "",
                    false);
        }
        if (criterion instanceof Criterion.Chain chain) {
            Source target = source(List.of(chain.target()), chain.targetType());
            String t = alias();
            String x = alias();
            return new Source(
                            target.from()
                                    .then(database.nextJoin() + "resource " + t + " ON " + t + ".resource_id = "
                                            + target.id())
                                    .then(
                                            database.nextJoin() + "index_reference " + x + " ON " + x
                                                    + ".parameter = ? AND " + x + ".value = " + t + ".logical_id AND "
                                                    + x + ".target_type = ?",
                                            chain.parameter(),
                                            chain.targetType()),
                            x + ".resource_id",
                            target.where(),
                            "",
                            true)
                    .and(found(x));
        }
        if (criterion instanceof Criterion.Has has) {
            Source referring = source(List.of(has.source()), has.sourceType());
            String x = alias();
            String me = alias();
            return new Source(
                            referring
                                    .from()
                                    .then(
                                            database.nextJoin() + "index_reference " + x + " ON " + x
                                                    + ".resource_id = " + referring.id() + " AND " + x
                                                    + ".parameter = ? AND " + x + ".target_type = ?",
                                            has.parameter(),
                                            type)
                                    .then(
                                            database.nextJoin() + "resource " + me + " ON " + me + ".type = ? AND " + me
                                                    + ".logical_id = " + x + ".value AND " + me + EXISTS_NOT_DELETED,
                                            type),
                            me + ".resource_id",
                            referring.where(),
                            "",
                            true)
                    .and(found(me));
        }
        String r = alias();
        Sql condition = Sql.of("1 = 0");
        if (criterion instanceof Criterion.Ids ids && !ids.ids().isEmpty()) {
            condition = Sql.pairs(r + ".type", r + ".logical_id", type, ids.ids());
        } else if (criterion instanceof Criterion.LastUpdated updated) {
            condition = Sql.of(r + ".type = ? AND ", type).then(MatchSql.lastUpdated(r, updated.anyOf()));
        }
        return new Source(
                Sql.of("resource " + r),
                r + ".resource_id",
                condition.then(" AND " + r + EXISTS_NOT_DELETED),
                "",
                false);
    }

    /** Holds if a join that may find nothing found something. */
    private static Sql found(String table) {
        return Sql.of(table + ".resource_id IS NOT NULL");
    }

    /** Every resource of a type, in order. */
    Source typeSource(String type) {
        String r = alias();
        return new Source(
                Sql.of("resource " + r),
                r + ".resource_id",
                Sql.of(r + ".type = ? AND " + r + EXISTS_NOT_DELETED, type),
                r + ".type, " + r + ".resource_id",
                false);
    }

    /** Alternatives one by one: each then is a range of the index, which an OR of them is not. */
    private static Criterion alternatives(Criterion.Indexed indexed) {
        return new Criterion.AnyOf(indexed.anyOf().stream()
                .<Criterion>map(match -> new Criterion.Indexed(indexed.parameter(), List.of(match)))
                .toList());
    }

    private Source indexedSource(Criterion.Indexed indexed) {
        String i = alias();
        boolean ordered = indexed.anyOf().size() == 1
                && Selectivity.isEquality(indexed.anyOf().get(0));
        return new Source(
                Sql.of(rows(kind(indexed), i)),
                i + ".resource_id",
                Sql.of(i + ".parameter = ? AND ", indexed.parameter()).then(matches.anyOf(i, indexed.anyOf())),
                ordered ? i + ".parameter, " + i + ".value, " + i + ".resource_id" : "",
                !ordered);
    }

    private Source compositeSource(Criterion.Composite composite) {
        List<String> parts =
                composite.parameters().stream().map(parameter -> alias()).toList();
        String first = parts.get(0);
        Sql from = Sql.of(rows(partKind(composite, 0), first));
        Sql where = Sql.of(first + ".parameter = ?", composite.parameters().get(0));
        for (int part = 1; part < parts.size(); part++) {
            String i = parts.get(part);
            from = from.then(
                    " JOIN " + rows(partKind(composite, part), i) + " ON " + i + ".resource_id = " + first
                            + ".resource_id AND " + i + ".item = " + first + ".item AND " + i + ".parameter = ?",
                    composite.parameters().get(part));
        }
        List<Sql> ways = composite.anyOf().stream()
                .map(values -> Sql.join(
                                " AND ",
                                IntStream.range(0, parts.size())
                                        .mapToObj(part -> matches.condition(parts.get(part), values.get(part)))
                                        .toList())
                        .inParentheses())
                .toList();
        return new Source(
                from,
                first + ".resource_id",
                where.then(" AND ").then(Sql.join(" OR ", ways).inParentheses()),
                "",
                true);
    }

    private static IndexKind partKind(Criterion.Composite composite, int part) {
        return IndexKind.of(composite.anyOf().get(0).get(part));
    }

    private static IndexKind kind(Criterion.Indexed indexed) {
        ValueMatch first = indexed.anyOf().get(0);
        return IndexKind.of(first);
    }

    /** The rows of a resource at hand, of which several values are asked: they are few, and looked at one by one. */
    private String rowsOfResource(IndexKind kind, String alias) {
        return rows(kind, alias) + database.byIndexOfResource(MatchSql.table(kind));
    }

    private static String rows(IndexKind kind, String alias) {
        return MatchSql.table(kind) + " " + alias;
    }

    private Sql exists(Sql fromWhere) {
        return Sql.of("EXISTS (SELECT 1 FROM ").then(fromWhere).then(fenced ? database.fence() + ")" : ")");
    }

    private String alias() {
        return "t" + aliases++;
    }
}
