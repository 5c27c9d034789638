package org.openspine.repository.hibernate;

/** What a writer waits for between its commit and its answer, so that an answered write survives the process. */
interface CommitBarrier extends AutoCloseable {
    /** For databases whose commit is durable when it returns. */
    CommitBarrier NONE = new CommitBarrier() {
        @Override
        public void awaitDurable() {}

        @Override
        public void close() {}
    };

    /** Blocks until everything committed before the call is durable. */
    void awaitDurable();

    @Override
    void close();
}
