package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** One committed write. {@code transaction_id} is the database's own and filled by it. */
@Entity
@Immutable
@Table(name = "change")
@NullUnmarked
class ChangeRow {
    @Id
    long number;

    @Column(name = "transaction_id", insertable = false)
    long transactionId;

    @Column(name = "resource_id")
    long resourceId;

    long version;

    @Column(length = 40)
    String type;

    @Column(name = "last_updated")
    long lastUpdated;

    Long patient;
}
