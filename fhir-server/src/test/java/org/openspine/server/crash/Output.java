package org.openspine.server.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines a process writes, read as they come so that it never has to wait. Keeps the newest thousand. */
final class Output {
    private static final int KEPT = 1000;

    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    Output(InputStream stream) {
        Thread reader = new Thread(() -> read(stream), "output");
        reader.setDaemon(true);
        reader.start();
    }

    /** The first line that contains {@code text}; empty if the process closes its output or the time is over first. */
    synchronized Optional<String> await(String text, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<String> found =
                    lines.stream().filter(line -> line.contains(text)).findFirst();
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (found.isPresent() || ended || left <= 0) {
                return found;
            }
            wait(left);
        }
    }

    /** Everything kept, once the process has closed its output. */
    synchronized List<String> toEnd() throws InterruptedException {
        while (!ended) {
            wait();
        }
        return List.copyOf(lines);
    }

    synchronized List<String> soFar() {
        return List.copyOf(lines);
    }

    private void read(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(output closed: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        if (lines.size() == KEPT) {
            lines.remove(0);
        }
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
