package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

@Entity
@Table(name = "replay")
@NullUnmarked
class ReplayRow {
    @Id
    @Column(length = 64)
    String request;

    @Column(length = 64)
    String content;

    int status;

    @Column(length = 4000)
    String headers;

    byte[] body;

    long expires;
}
