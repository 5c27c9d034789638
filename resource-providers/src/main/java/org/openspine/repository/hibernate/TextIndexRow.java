package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

@Entity
@Immutable
@Table(name = "index_text")
@NullUnmarked
class TextIndexRow extends IndexRow {
    @Column(name = "value", length = 200)
    String value;

    @Column(length = 200)
    String exact;
}
