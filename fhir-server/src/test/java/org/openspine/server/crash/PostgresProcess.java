package org.openspine.server.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that can be killed and started again on the same data, with its durable defaults. The binaries and the
 * database cluster come from {@link EmbeddedPostgres}, which itself runs without fsync and cannot be killed.
 */
public final class PostgresProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);
    private static final String READY = "database system is ready to accept connections";

    private final Path data;
    private final String program;
    private final int port;
    private @Nullable Process postmaster;

    private PostgresProcess(Path data, String program, int port) {
        this.data = data;
        this.program = program;
        this.port = port;
    }

    /** Makes a database cluster in {@code folder}, which must not exist, and starts it. */
    public static PostgresProcess create(Path folder) throws IOException, InterruptedException {
        String program;
        try (EmbeddedPostgres maker = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .start()) {
            program = postmaster(folder).info().command().orElseThrow();
        }
        Files.writeString(programFile(folder), program);
        return open(folder);
    }

    /** Starts the cluster that {@link #create} once made in {@code folder}. */
    public static PostgresProcess open(Path folder) throws IOException, InterruptedException {
        PostgresProcess postgres = new PostgresProcess(folder, Files.readString(programFile(folder)), freePort());
        postgres.start();
        return postgres;
    }

    private static Path programFile(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".program");
    }

    private static ProcessHandle postmaster(Path folder) throws IOException {
        String pid = Files.readAllLines(folder.resolve("postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return "postgres";
    }

    /** Starts, recovering what a crash left; returns when connections are accepted. */
    public void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U")); // it refuses to be root; in a user namespace of its own it is not
        }
        command.addAll(List.of(program, "-D", data.toString(), "-p", Integer.toString(port), "-k", ""));
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(data.toFile())
                .start();
        postmaster = started;
        Output log = new Output(started.getInputStream());
        if (log.await(READY, START).isEmpty()) {
            throw new IllegalStateException("PostgreSQL does not start: " + log.soFar());
        }
    }

    /** SIGKILL for the postmaster and all backends. */
    public void kill() throws InterruptedException {
        Process running = postmaster;
        if (running == null) {
            return;
        }
        List<ProcessHandle> backends = running.descendants().toList();
        running.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
        running.waitFor();
        for (ProcessHandle backend : backends) {
            backend.onExit().join(); // the next postmaster refuses to start while one of them lives
        }
        postmaster = null;
    }

    /** Stops without waiting for clients. */
    @Override
    public void close() throws InterruptedException {
        Process running = postmaster;
        if (running == null) {
            return;
        }
        running.destroy();
        if (!running.waitFor(5, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
