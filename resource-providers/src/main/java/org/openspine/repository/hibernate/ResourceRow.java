package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/** The current version of one logical resource. Written by insert and compare-and-set, never by dirty checking. */
@Entity
@Immutable
@Table(name = "resource")
@NullUnmarked
class ResourceRow {
    @Id
    @Column(name = "resource_id")
    long resourceId;

    @Column(length = 40)
    String type;

    @Column(name = "logical_id", length = 64)
    String logicalId;

    long version;

    @Column(name = "last_updated")
    long lastUpdated;

    short verb;

    Long patient;

    @JdbcTypeCode(SqlTypes.VARBINARY)
    byte[] body;

    @Column(name = "index_digest")
    @JdbcTypeCode(SqlTypes.VARBINARY)
    byte[] indexDigest;
}
