package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

@Entity
@Immutable
@Table(name = "index_reference")
@NullUnmarked
class ReferenceIndexRow extends IndexRow {
    @Column(name = "value", length = 200)
    String value;

    @Column(name = "target_type", length = 40)
    String targetType;
}
