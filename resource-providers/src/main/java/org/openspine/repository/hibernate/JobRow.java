package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.openspine.repository.Job;

@Entity
@Table(name = "job")
@NullUnmarked
class JobRow {
    private static final Job.State[] STATES = Job.State.values();

    @Id
    @Column(length = 36)
    String id;

    @Column(length = 32)
    String kind;

    short state;

    @Column(length = Job.MAX_REQUEST)
    String request;

    @Column(length = 1000)
    String progress;

    @Column(length = 64)
    String worker;

    @Column(name = "lease_until")
    long leaseUntil;

    int attempts;

    long created;

    long ended;

    Job toJob() {
        return new Job(
                id, kind, STATES[state], request, progress, Instant.ofEpochMilli(created), Instant.ofEpochMilli(ended));
    }
}
