package org.openspine.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every job store does. */
interface JobStoreContract {
    Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    Duration LEASE = Duration.ofMinutes(1);
    AtomicInteger KINDS = new AtomicInteger();

    JobStore jobs();

    /** A job of a kind of its own, so that tests share a store. */
    private Job added() {
        String kind = "kind-" + KINDS.incrementAndGet();
        Job job = Job.waiting("job-" + kind, kind, "do it", NOW);
        jobs().add(job);
        return job;
    }

    private static List<JobStore.Output> output(int file, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return List.of(new JobStore.Output(file, "Patient", 1, bytes.length, bytes));
    }

    @Test
    default void jobIsReadAsItWasAdded() {
        Job job = added();

        assertThat(jobs().read(job.id())).contains(job);
        assertThat(jobs().read("other")).isEmpty();
    }

    @Test
    default void oldestWaitingJobIsClaimedOnce() {
        Job first = added();
        jobs().add(Job.waiting("later-" + first.id(), first.kind(), "", NOW.plusSeconds(1)));

        assertThat(jobs().claim(first.kind(), "a", NOW, LEASE).map(Job::id)).contains(first.id());
        assertThat(jobs().claim(first.kind(), "b", NOW, LEASE).map(Job::id)).contains("later-" + first.id());
        assertThat(jobs().claim(first.kind(), "c", NOW, LEASE)).isEmpty();
    }

    @Test
    default void onlyOneOfManyWorkersGetsAJob() {
        Job job = added();

        long winners = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> jobs().claim(job.kind(), "worker-" + i, NOW, LEASE))
                .filter(java.util.Optional::isPresent)
                .count();

        assertThat(winners).isEqualTo(1);
    }

    @Test
    default void jobOfASilentWorkerGoesOnWithAnother() {
        Job job = added();
        jobs().claim(job.kind(), "dead", NOW, LEASE);
        jobs().advance(job.id(), "dead", "half", NOW.plus(LEASE), output(0, "x"));

        assertThat(jobs().claim(job.kind(), "b", NOW, LEASE)).isEmpty();
        Job taken = jobs().claim(job.kind(), "b", NOW.plus(LEASE).plusMillis(1), LEASE)
                .orElseThrow();

        assertThat(taken.progress()).isEqualTo("half");
        assertThat(jobs().advance(job.id(), "dead", "more", NOW, output(0, "y")))
                .isFalse();
        assertThat(jobs().end(job.id(), "dead", Job.State.DONE, NOW)).isFalse();
        assertThat(jobs().files(job.id())).containsExactly(new JobFile(0, "Patient", 1, 1, 1));
    }

    @Test
    default void jobThatNobodyBringsFurtherFails() {
        Job job = added();
        Instant time = NOW;
        for (int i = 0; i < 10; i++) {
            jobs().claim(job.kind(), "w" + i, time, LEASE);
            time = time.plus(LEASE).plusMillis(1);
        }

        assertThat(jobs().read(job.id()).map(Job::state)).contains(Job.State.FAILED);
    }

    @Test
    default void filesGrowByParts() {
        Job job = added();
        jobs().claim(job.kind(), "a", NOW, LEASE);
        jobs().advance(job.id(), "a", "1", NOW.plus(LEASE), output(0, "one"));
        jobs().advance(job.id(), "a", "2", NOW.plus(LEASE), output(0, "three"));
        jobs().advance(job.id(), "a", "3", NOW.plus(LEASE), output(1, "x"));

        assertThat(jobs().files(job.id()))
                .containsExactly(new JobFile(0, "Patient", 2, 8, 2), new JobFile(1, "Patient", 1, 1, 1));
        assertThat(jobs().part(job.id(), 0, 1)).contains("three".getBytes(StandardCharsets.UTF_8));
        assertThat(jobs().part(job.id(), 0, 2)).isEmpty();
    }

    @Test
    default void removedJobStopsItsWorker() {
        Job job = added();
        jobs().claim(job.kind(), "a", NOW, LEASE);
        jobs().advance(job.id(), "a", "1", NOW.plus(LEASE), output(0, "one"));

        assertThat(jobs().remove(job.id())).isTrue();
        assertThat(jobs().advance(job.id(), "a", "2", NOW, output(0, "two"))).isFalse();
        assertThat(jobs().files(job.id())).isEmpty();
        assertThat(jobs().part(job.id(), 0, 0)).isEmpty();
        assertThat(jobs().remove(job.id())).isFalse();
    }

    @Test
    default void releasedJobWaitsAgain() {
        Job job = added();
        jobs().claim(job.kind(), "a", NOW, LEASE);
        jobs().release(job.id(), "a");

        assertThat(jobs().claim(job.kind(), "b", NOW, LEASE)).isPresent();
    }

    @Test
    default void endedJobsAreFoundByTheirAge() {
        Job job = added();
        jobs().claim(job.kind(), "a", NOW, LEASE);
        jobs().end(job.id(), "a", Job.State.DONE, NOW);

        assertThat(jobs().endedBefore(job.kind(), NOW)).isEmpty();
        assertThat(jobs().endedBefore(job.kind(), NOW.plusMillis(1))).containsExactly(job.id());
        assertThat(jobs().claim(job.kind(), "b", NOW.plus(LEASE).plusMillis(1), LEASE))
                .isEmpty();
    }
}
