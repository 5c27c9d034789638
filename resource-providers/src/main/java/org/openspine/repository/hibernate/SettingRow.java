package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Something all nodes over one store must agree on, such as the key that signs page links. */
@Entity
@Table(name = "setting")
@NullUnmarked
class SettingRow {
    @Id
    @Column(length = 64)
    String name;

    @Column(name = "value", length = 1000)
    String value;
}
