package org.openspine.repository;

import java.time.Instant;

/**
 * Work that outlives the request that asked for it, and the process that does it.
 *
 * @param id hard to guess: who knows it may see the job
 * @param kind what does it, at most 32 characters
 * @param request what to do, at most 20,000 characters
 * @param progress how far it has come, in words of the worker, at most 1,000 characters
 */
public record Job(
        String id, String kind, State state, String request, String progress, Instant created, Instant ended) {
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }

    public static final int MAX_REQUEST = 20_000;

    /** One that waits for a worker. */
    public static Job waiting(String id, String kind, String request, Instant now) {
        return new Job(id, kind, State.WAITING, request, "", now, Instant.EPOCH);
    }

    public boolean hasEnded() {
        return state == State.DONE || state == State.FAILED;
    }
}
