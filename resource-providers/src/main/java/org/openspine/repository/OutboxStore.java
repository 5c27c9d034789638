package org.openspine.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Messages that wait to be delivered, recipient by recipient in order, for all nodes alike. A recipient belongs to one worker at
 * a time; what a worker says about a recipient that is no longer its own counts for nothing. Safe for use by many threads.
 */
public interface OutboxStore {
    /**
     * A message as somebody writes it.
     *
     * @param recipient whose messages arrive in order, at most 200 characters
     * @param channel how it is delivered, at most 32 characters
     * @param subject what its delivery is about, such as {@code Communication/1}; may be empty; at most 110 characters
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through; nobody compares messages
    record Message(String recipient, String channel, String subject, String mediaType, byte[] content) {}

    /** A message that waits, with its place in the order of its recipient. */
    record Waiting(long number, Instant created, Message message) {}

    /** A recipient whose messages are the worker's to deliver. */
    record Claimed(String recipient, int attempts) {}

    /** A message that could not be delivered. */
    record DeadLetter(String id, Message message, Instant created, Instant died, int attempts, String reason) {}

    /** Queues messages in the caller's transaction, in their order. */
    void add(List<Message> messages, Instant now);

    /** Gives a worker the recipient that has been due for longest. */
    Optional<Claimed> claim(String worker, Instant now, Duration lease);

    /** The first messages of a recipient. */
    List<Waiting> first(String recipient, int limit);

    /** Forgets messages up to this number and renews the lease. False if the recipient is another worker's. */
    boolean delivered(Claimed claimed, String worker, long upTo, Instant leaseUntil);

    /** Gives the recipient back until {@code due}, with so many attempts behind its first message. */
    void release(Claimed claimed, String worker, int attempts, Instant due);

    /** Gives the recipient back if nothing waits. False if something does. */
    boolean settle(Claimed claimed, String worker, Instant now);

    /** Puts a message aside and renews the lease. False if the recipient is another worker's. */
    boolean bury(Claimed claimed, String worker, Waiting message, DeadLetter letter, Instant leaseUntil);

    /** Forgets everything that waits for a recipient. */
    void drop(String recipient);

    /** Which of these subjects have messages waiting. */
    List<String> waiting(Collection<String> subjects);

    /** Dead letters, the oldest first. */
    List<DeadLetter> deadLetters(int limit);

    Optional<DeadLetter> deadLetter(String id);

    /** Takes a dead letter from the list. False if it is not there. */
    boolean exhume(String id);
}
