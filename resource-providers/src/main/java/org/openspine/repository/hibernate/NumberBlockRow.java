package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

@Entity
@Table(name = "number_block")
@NullUnmarked
class NumberBlockRow {
    @Id
    @Column(length = 64)
    String series;

    long taken;
}
