package org.openspine.server.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One target in a process of its own, for a while. What it finds and its log stay in a folder, all else is removed. */
final class FuzzRun {
    /** Shorter runs begin alike each time: what they find belongs to a change. */
    private static final Duration RANDOM_FROM = Duration.ofMinutes(1);

    private static final Duration START = Duration.ofMinutes(10);
    private static final int MAX_INPUT_BYTES = 4096;
    private static final int SHOWN = 6_000;
    /** What reads the input. Watching the services and what only prepares the start would make starting several times slower. */
    private static final String WATCHED = patterns("conformance", "fhir", "repository", "api", "access", "server");

    private static final String NOT_WATCHED =
            patterns("conformance.profile", "conformance.structure", "conformance.packages", "conformance.capability");

    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units: (\\d+)");
    private static final Pattern COVERAGE = Pattern.compile(" cov: (\\d+) ");

    private final FuzzTarget target;
    private final Path findings;

    /** @param findings where inputs that fail, and {@code <target>.log}, go */
    FuzzRun(FuzzTarget target, Path findings) {
        this.target = target;
        this.findings = findings.toAbsolutePath();
    }

    /** @param edges of our code that were reached, as Jazzer counts them */
    record Outcome(boolean clean, long inputs, long edges, String endOfLog) {}

    Outcome run(Duration time) throws IOException, InterruptedException {
        Files.createDirectories(findings);
        Path log = findings.resolve(target.label() + ".log");
        Path folder = Files.createTempDirectory("openspine-fuzz");
        try {
            Path corpus = Files.createDirectory(folder.resolve("corpus"));
            ProcessBuilder builder = new ProcessBuilder(command(time, folder, corpus))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("OPENSPINE_"));
            Process process = builder.start();
            boolean ended;
            try {
                ended = process.waitFor(time.plus(START).toSeconds(), TimeUnit.SECONDS);
            } finally {
                process.destroyForcibly();
            }
            return outcome(ended && process.waitFor() == 0, Files.readString(log, StandardCharsets.ISO_8859_1));
        } finally {
            remove(folder);
        }
    }

    private List<String> command(Duration time, Path folder, Path corpus) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1", // most of a short run is starting
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                classPath(),
                Jazzer.class.getName(),
                "--target_class=" + target.program().getName(),
                "--instrumentation_includes=" + WATCHED,
                "--instrumentation_excludes=" + NOT_WATCHED,
                "--custom_hook_includes=" + WATCHED,
                "--custom_hook_excludes=" + NOT_WATCHED,
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + findings.resolve(target.label() + "-"),
                "-max_total_time=" + time.toSeconds(),
                "-seed=" + (time.compareTo(RANDOM_FROM) < 0 ? 1 : 0), // 0: another one each time
                "-max_len=" + MAX_INPUT_BYTES,
                "-timeout=120",
                "-rss_limit_mb=0",
                "-print_final_stats=1",
                "-dict=" + resource(target.label() + ".dict"),
                corpus.toString(),
                resource(target.label()).toString());
    }

    private static String patterns(String... packages) {
        return Stream.of(packages)
                .map(one -> "org.openspine." + one + ".**")
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Absolute, as the process works in a folder of its own. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path resource(String name) {
        URL url = Objects.requireNonNull(FuzzRun.class.getResource("/fuzz/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Outcome outcome(boolean clean, String log) {
        return new Outcome(
                clean, last(EXECUTED, log), last(COVERAGE, log), log.substring(Math.max(0, log.length() - SHOWN)));
    }

    private static long last(Pattern pattern, String log) {
        return pattern.matcher(log)
                .results()
                .map((MatchResult found) -> Long.parseLong(found.group(1)))
                .reduce(0L, (before, after) -> after);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
