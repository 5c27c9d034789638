package org.openspine.repository.hibernate;

/**
 * Where a statement's resources come from: a FROM clause, the expression of the resource's number in it, and a condition.
 *
 * @param order columns by which an index already delivers the rows in the order of {@code id}, or empty if none does
 * @param distinct whether a resource can appear in several rows that are not neighbours
 */
record Source(Sql from, String id, Sql where, String order, boolean distinct) {
    Source and(Sql condition) {
        return new Source(from, id, where.then(" AND ").then(condition), order, distinct);
    }

    /** {@code FROM … WHERE …}. */
    Sql fromWhere() {
        return Sql.of(" FROM ").then(from).then(" WHERE ").then(where);
    }
}
