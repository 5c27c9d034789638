package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;

/**
 * What the rows of all index tables have in common. The entities exist so that Hibernate validates the tables at start; rows
 * are written by {@link IndexRows} and never loaded, so the identity that JPA asks for is any set of columns.
 */
@MappedSuperclass
@NullUnmarked
abstract class IndexRow implements Serializable {
    static final short LOWEST = 1;
    static final short HIGHEST = 2;

    @Id
    @Column(name = "resource_id")
    long resourceId;

    @Id
    long parameter;

    @Id
    int item;

    short extreme;

    Long patient;

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Objects.hash(resourceId, parameter, item);
    }
}
