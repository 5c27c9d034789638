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

@Entity
@Immutable
@Table(name = "job_part")
@IdClass(JobPartRow.Key.class)
@NullUnmarked
class JobPartRow {
    @Id
    @Column(name = "job_id", length = 36)
    String jobId;

    @Id
    int file;

    @Id
    int part;

    @JdbcTypeCode(SqlTypes.VARBINARY)
    byte[] content;

    record Key(String jobId, int file, int part) implements Serializable {}
}
