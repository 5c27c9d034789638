package org.openspine.server.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openspine.server.Main;

/** The program in a process of its own, on a free port, from the class path of the caller. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final String READY = " is ready at ";

    private final Process process;
    private final Output out;
    private final Output err;
    private final URI address;

    /** What a run that ended by itself left behind. */
    public record Ended(int status, List<String> out, List<String> err) {}

    /** A program that was started but does not serve yet. */
    private record Started(Process process, Output out, Output err) {}

    private ServerProcess(Started started, URI address) {
        this.process = started.process();
        this.out = started.out();
        this.err = started.err();
        this.address = address;
    }

    /** {@code openspine sandbox} with {@code settings}; returns once it serves. */
    public static ServerProcess sandbox(Path folder, List<String> javaOptions, String... settings)
            throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("sandbox", "--http.port=0"));
        arguments.addAll(List.of(settings));
        return serving(start(folder, javaOptions, Main.class, arguments));
    }

    /** Another server that says, in the words of OpenSpine, when it is ready. */
    public static ServerProcess of(Class<?> program, Path folder, List<String> javaOptions, String... arguments)
            throws InterruptedException {
        return serving(start(folder, javaOptions, program, List.of(arguments)));
    }

    private static ServerProcess serving(Started started) throws InterruptedException {
        Optional<String> line = started.out().await(READY, START);
        if (line.isEmpty()) {
            int status = started.process().destroyForcibly().waitFor();
            throw new IllegalStateException("does not start, status %d: %s %s"
                    .formatted(status, started.out().toEnd(), started.err().toEnd()));
        }
        return new ServerProcess(
                started, URI.create(line.get().substring(line.get().indexOf(READY) + READY.length())));
    }

    /** Runs the program to its end. */
    public static Ended run(Path folder, List<String> javaOptions, String... arguments) throws InterruptedException {
        Started started = start(folder, javaOptions, Main.class, List.of(arguments));
        if (!started.process().waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            started.process().destroyForcibly();
            throw new IllegalStateException("does not end: " + started.err().soFar());
        }
        return new Ended(
                started.process().exitValue(),
                started.out().toEnd(),
                started.err().toEnd());
    }

    private static Started start(Path folder, List<String> javaOptions, Class<?> program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OPENSPINE_"));
        try {
            Process process = builder.start();
            return new Started(process, new Output(process.getInputStream()), new Output(process.getErrorStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code http://127.0.0.1:54321}. */
    public URI address() {
        return address;
    }

    public long pid() {
        return process.pid();
    }

    /** Processor time it has used, of all threads. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What it wrote to its log so far. */
    public List<String> log() {
        return err.soFar();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; returns at once. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end and returns the exit status. */
    int awaitEnd(Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("still running after " + timeout);
        }
        out.toEnd();
        err.toEnd();
        return process.exitValue();
    }

    /** Stops the program if it still runs. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
