package org.openspine.api;

/** What a service does without being asked: delivering, expiring. Every node does it; the database decides who gets what. */
@FunctionalInterface
public interface BackgroundWork {
    /** Begins. Closing what it returns waits until the piece in hand is done. */
    Running start();

    /** Work that goes on until it is closed. */
    interface Running extends AutoCloseable {
        @Override
        void close();
    }
}
