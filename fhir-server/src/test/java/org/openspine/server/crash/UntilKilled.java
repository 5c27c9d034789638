package org.openspine.server.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Clients that go on until enough of their requests were answered and the server was killed. */
final class UntilKilled {
    private static final int CLIENTS = 8;

    private UntilKilled() {}

    /**
     * Kills the server also when all clients gave up before.
     *
     * @param client sends requests until none gets through, and counts those that were answered as they should be
     */
    static void run(ServerProcess server, int answers, Consumer<CountDownLatch> client) throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(answers);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread thread = new Thread(() -> client.accept(enough), "client-" + i);
            clients.add(thread);
            thread.start();
        }
        while (!enough.await(100, TimeUnit.MILLISECONDS) && clients.stream().anyMatch(Thread::isAlive)) {
            // they go on
        }
        server.kill();
        for (Thread thread : clients) {
            thread.join();
        }
    }
}
