package org.openspine.repository.hibernate;

import java.util.ArrayList;
import java.util.List;
import org.openspine.repository.HistoryQuery;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.TimeOrderedIds;

/** Past versions through the change log: newest first, each with its body from wherever it is kept. */
final class HistorySql {
    static final Sql VERSION_COLUMNS = Sql.of("""
            , r.type, r.logical_id, c.version, c.last_updated,
            CASE WHEN r.version = c.version THEN r.verb ELSE h.verb END AS verb,
            CASE WHEN r.version = c.version THEN r.body ELSE h.body END AS body,
            CASE WHEN r.version = c.version THEN r.patient ELSE h.patient END AS patient""");
    static final Sql FROM = Sql.of("""
             FROM change c JOIN resource r ON r.resource_id = c.resource_id
            LEFT JOIN resource_history h ON h.resource_id = c.resource_id AND h.version = c.version""");

    private HistorySql() {}

    /** One version, wherever it is kept; also one that the transaction has only just written. */
    static Sql version(ResourceKey key, long version) {
        return Sql.of("""
                SELECT r.resource_id, r.type, r.logical_id, COALESCE(h.version, r.version),
                COALESCE(h.last_updated, r.last_updated), COALESCE(h.verb, r.verb) AS verb,
                CASE WHEN h.version IS NULL THEN r.body ELSE h.body END AS body, COALESCE(h.patient, r.patient) AS patient
                FROM resource r LEFT JOIN resource_history h ON h.resource_id = r.resource_id AND h.version = ?
                WHERE r.type = ? AND r.logical_id = ? AND (r.version = ? OR h.version IS NOT NULL)""", version, key.type(), key.id(), version);
    }

    static Sql page(HistoryQuery query, int limit) {
        List<Sql> conditions = new ArrayList<>();
        String order = "c.number DESC";
        if (query.id().isPresent()) {
            conditions.add(Sql.of(
                    "c.resource_id = (SELECT resource_id FROM resource WHERE type = ? AND logical_id = ?)",
                    query.type().orElseThrow(),
                    query.id().get()));
            order = "c.resource_id, c.version DESC"; // numbers of several nodes need not follow the versions
        } else if (query.type().isPresent()) {
            conditions.add(Sql.of("c.type = ?", query.type().get()));
            order = "c.type, c.number DESC";
        }
        query.since().ifPresent(since -> {
            conditions.add(Sql.of("c.last_updated >= ?", since.toEpochMilli()));
            conditions.add(Sql.of("c.number >= ?", TimeOrderedIds.floor(since)));
        });
        query.at().ifPresent(at -> {
            conditions.add(Sql.of("c.last_updated <= ?", at.to().toEpochMilli()));
            conditions.add(Sql.of("""
                    NOT EXISTS (SELECT 1 FROM change n WHERE n.resource_id = c.resource_id
                    AND n.version = c.version + 1 AND n.last_updated <= ?)""", at.from().toEpochMilli()));
        });
        query.before().ifPresent(before -> conditions.add(Sql.of(position(query) + " < ?", before)));
        Sql where = conditions.isEmpty() ? Sql.of("") : Sql.of(" WHERE ").then(Sql.join(" AND ", conditions));
        return Sql.of("SELECT " + position(query))
                .then(VERSION_COLUMNS)
                .then(FROM)
                .then(where)
                .then(" ORDER BY " + order + " LIMIT " + limit);
    }

    private static String position(HistoryQuery query) {
        return query.id().isPresent() ? "c.version" : "c.number";
    }
}
