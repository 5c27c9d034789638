package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

@Entity
@Immutable
@Table(name = "index_date")
@NullUnmarked
class DateIndexRow extends IndexRow {
    @Column(name = "value")
    long value;

    long high;
}
