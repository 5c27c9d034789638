package org.openspine.repository.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.jspecify.annotations.NullUnmarked;
import org.openspine.repository.JobFile;

@Entity
@Table(name = "job_file")
@IdClass(JobFileRow.Key.class)
@NullUnmarked
class JobFileRow {
    @Id
    @Column(name = "job_id", length = 36)
    String jobId;

    @Id
    int number;

    @Column(length = 40)
    String type;

    long resources;

    long length;

    int parts;

    JobFile toFile() {
        return new JobFile(number, type, resources, length, parts);
    }

    record Key(String jobId, int number) implements Serializable {}
}
