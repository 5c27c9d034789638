package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

@Entity
@Immutable
@Table(name = "index_quantity")
@NullUnmarked
class QuantityIndexRow extends IndexRow {
    @Column(name = "value")
    double value;

    long system;

    @Column(length = 200)
    String code;
}
