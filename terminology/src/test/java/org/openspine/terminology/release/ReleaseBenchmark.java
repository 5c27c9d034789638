package org.openspine.terminology.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Predicate;
import org.openspine.terminology.LargeCodeSystem;

/**
 * Writes a synthetic release, reads it, keeps it, takes it as kept, and asks it for membership. Targets: 500,000 concepts in 5 minutes and
 * 1 GiB (run with {@code -Xmx} and look at the process' largest size), answers in microseconds. Argument: concepts.
 */
final class ReleaseBenchmark {
    private static final int QUESTIONS = 1_000_000;

    private ReleaseBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int size = Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("openspine-release");
        Path release = Files.createDirectory(folder.resolve("release"));
        SyntheticRelease.write(release, size);
        long start = System.nanoTime();
        new Releases(folder.resolve("kept")).load(release);
        report("read and kept", start);
        start = System.nanoTime();
        LargeCodeSystem system = new Releases(folder.resolve("kept")).load(release);
        report("taken as kept", start);
        for (int round = 0; round < 2; round++) {
            ask("is a code", size, system::contains);
            ask("is below the top", size, code -> system.isAbove("1001", code));
            ask("is below one that is not above it", size, code -> system.isAbove("1999", code));
            ask("is in a reference set", size, code -> system.isMember("500", code));
        }
    }

    private static void report(String what, long start) {
        System.out.printf("%-34s %,8.1f s%n", what, (System.nanoTime() - start) / 1e9);
    }

    private static void ask(String question, int size, Predicate<String> asked) {
        var random = new Random(1);
        long start = System.nanoTime();
        int yes = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            yes += asked.test(Integer.toString(1002 + random.nextInt(size - 1))) ? 1 : 0;
        }
        System.out.printf("%-34s %8.2f µs, %,d yes%n", question, (System.nanoTime() - start) / 1e3 / QUESTIONS, yes);
    }
}
