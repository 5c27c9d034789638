package org.openspine.repository.hibernate;

/** What a writer waits for between its commit and its answer, so that an answered write survives the process. */
interface CommitBarrier extends AutoCloseable {
    /** For databases whose commit is durable when it returns. */
    CommitBarrier NONE = new CommitBarrier() {
        @Override
        public void enter() {}

        @Override
        public void leave() {}

        @Override
        public void awaitDurable() {}

        @Override
        public void close() {}
    };

    /** Before the first statement of a writing transaction; blocks while what was committed is put on disk. */
    void enter();

    /** After its commit or rollback, on the thread that entered. */
    void leave();

    /** Blocks until everything committed before the call is durable. */
    void awaitDurable();

    @Override
    void close();
}
