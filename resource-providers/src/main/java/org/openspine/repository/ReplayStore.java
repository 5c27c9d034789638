package org.openspine.repository;

import java.time.Instant;
import java.util.Optional;

/** Answers kept for requests that are sent again. Works in the caller's transaction if there is one. Safe for many threads. */
public interface ReplayStore {
    /** What was kept for this request, unless it expired before {@code now}. */
    Optional<KeptAnswer> find(String request, Instant now);

    /** Keeps an answer in the transaction of its effect. Of two transactions that keep one for the same request, one is run again. */
    void keep(KeptAnswer answer);

    /** Removes what was kept for this request if it expired before {@code now}. */
    void removeExpired(String request, Instant now);

    /** Removes what expired before {@code now}, at most {@code limit} answers; returns how many. */
    int removeExpired(Instant now, int limit);

    /**
     * @param request hash that names the request, at most 64 characters
     * @param content hash of what was sent, at most 64 characters
     * @param headers as text, at most 4,000 characters
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through; nobody compares answers
    record KeptAnswer(String request, String content, int status, String headers, byte[] body, Instant expires) {}
}
