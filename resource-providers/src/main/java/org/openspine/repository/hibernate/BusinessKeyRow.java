package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** A business identifier in use; its primary key lets only one of two racing claims win. */
@Entity
@Immutable
@IdClass(BusinessKeyRow.Key.class)
@Table(name = "business_key")
@NullUnmarked
class BusinessKeyRow {
    @Id
    @Column(length = 32)
    String kind;

    @Id
    @Column(name = "value", length = 200)
    String value;

    @Column(name = "resource_id")
    long resourceId;

    Long patient;

    record Key(String kind, String value) implements Serializable {}
}
