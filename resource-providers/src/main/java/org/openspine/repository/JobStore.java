package org.openspine.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Jobs, how far they have come, and the files they write, for all nodes alike. A job belongs to one worker at a time; what a
 * worker saves for a job that is no longer its own is not saved. Safe for use by many threads.
 */
public interface JobStore {
    void add(Job job);

    Optional<Job> read(String id);

    /**
     * Gives a worker the oldest job of a kind that waits, or whose worker was not heard of until its lease ended. A job that
     * several workers began and none brought further has failed.
     */
    Optional<Job> claim(String kind, String worker, Instant now, Duration lease);

    /** Saves progress and output together, and renews the lease. False if the job was removed or is another worker's. */
    boolean advance(String id, String worker, String progress, Instant leaseUntil, List<Output> output);

    /** Gives the job back, for any worker to go on with. */
    void release(String id, String worker);

    /** Ends the job. False if it was removed or is another worker's. */
    boolean end(String id, String worker, Job.State state, Instant now);

    /** Removes a job and its files; a worker that has it notices. False if there is none. */
    boolean remove(String id);

    /** Jobs of a kind that ended before {@code time}. */
    List<String> endedBefore(String kind, Instant time);

    /** In the order of their numbers. */
    List<JobFile> files(String id);

    /** The content that an {@link Output} had. */
    Optional<byte[]> part(String id, int file, int part);

    /** The next part of a file, which begins with its first one. */
    @SuppressWarnings("ArrayRecordComponent") // handed through; nobody compares output
    record Output(int file, String type, long resources, long length, byte[] content) {}
}
