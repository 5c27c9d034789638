package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/** A superseded version, moved here by the write that superseded it. */
@Entity
@Immutable
@IdClass(ResourceHistoryRow.Key.class)
@Table(name = "resource_history")
@NullUnmarked
class ResourceHistoryRow {
    @Id
    @Column(name = "resource_id")
    long resourceId;

    @Id
    long version;

    @Column(name = "last_updated")
    long lastUpdated;

    short verb;

    Long patient;

    @JdbcTypeCode(SqlTypes.VARBINARY)
    byte[] body;

    record Key(long resourceId, long version) implements Serializable {}
}
