package org.openspine.server.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Sixteen clients that write as fast as they are answered, until the server is gone or they are told to stop. */
final class Writers implements AutoCloseable {
    private static final int WRITERS = 16;

    private final List<Thread> threads = new ArrayList<>();
    private final Ledger ledger;
    private volatile boolean stopped;

    private Writers(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @param name distinguishes the identifiers of these writers from those of all others on the same store */
    static Writers start(FhirClient client, Ledger ledger, String name, Random random) {
        Writers writers = new Writers(ledger);
        for (int i = 0; i < WRITERS; i++) {
            Writer writer = new Writer(client, ledger, name + "-" + i, new Random(random.nextLong()));
            Thread thread = new Thread(() -> writers.write(writer), "writer-" + i);
            writers.threads.add(thread);
            ledger.writerStarted();
            thread.start();
        }
        return writers;
    }

    private void write(Writer writer) {
        boolean reachable = true;
        try {
            while (reachable && !stopped) {
                reachable = writer.writeOnce();
            }
        } finally {
            ledger.writerEnded();
        }
    }

    /** Waits until every writer has seen that the server is gone. */
    void awaitEnd() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.MINUTES.toMillis(2));
            if (thread.isAlive()) {
                throw new IllegalStateException(thread.getName() + " still waits for an answer");
            }
        }
    }

    /** Lets every writer end its last request. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        awaitEnd();
    }
}
