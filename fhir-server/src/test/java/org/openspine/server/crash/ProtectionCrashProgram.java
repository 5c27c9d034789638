package org.openspine.server.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The long form of {@link ProtectionCrashTest}. Ends with 1 if a look was lost, told twice or not told. */
@Command(
        name = "protection-crash",
        mixinStandardHelpOptions = true,
        description = "Kills the server under unscheduled looks at child protection data and checks what they left.")
public final class ProtectionCrashProgram implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Option(names = "--kills", defaultValue = "10")
    private int kills = 10;

    @Option(names = "--looks", defaultValue = "500", description = "answered before each kill")
    private int looks = 500;

    @Option(names = "--postgres", description = "on PostgreSQL instead of H2")
    private boolean postgres;

    private ProtectionCrashProgram() {}

    /** @param faults what the store broke of its promises */
    record Outcome(int answered, int doubtful, List<String> faults) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ProtectionCrashProgram()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("openspine-crash");
        Outcome outcome = postgres ? onPostgres(folder, kills, looks) : onH2(folder, kills, looks);
        System.out.printf(
                "%d kills, %,d looks answered, %d not, %,d faults; data in %s%n",
                kills, outcome.answered(), outcome.doubtful(), outcome.faults().size(), folder);
        outcome.faults().stream().limit(SHOWN).forEach(System.out::println);
        return outcome.faults().isEmpty() ? 0 : 1;
    }

    static Outcome onH2(Path folder, int kills, int looks) throws IOException, InterruptedException {
        return run(folder, kills, looks, "--data.dir=h2");
    }

    static Outcome onPostgres(Path folder, int kills, int looks) throws IOException, InterruptedException {
        try (PostgresProcess postgres = PostgresProcess.create(folder.resolve("postgres"))) {
            return run(
                    folder,
                    kills,
                    looks,
                    "--data.dir=unused",
                    "--database.url=" + postgres.url(),
                    "--database.user=" + postgres.user());
        }
    }

    private static Outcome run(Path folder, int kills, int looks, String... store)
            throws IOException, InterruptedException {
        List<String> settings =
                new ArrayList<>(List.of("--samples=none", "--notification.folder=" + folder.resolve("drop")));
        settings.addAll(List.of(store));
        ProtectionCrash crash = new ProtectionCrash(folder.resolve("drop"));
        List<String> faults = new ArrayList<>();
        ServerProcess server = start(folder, settings);
        try {
            crash.prepare(server.address());
            for (int kill = 0; kill < kills && faults.isEmpty(); kill++) {
                crash.lookUntilKilled(server, looks);
                server = start(folder, settings);
                faults.addAll(crash.faults(server.address()));
            }
            return new Outcome(crash.answers(), crash.doubts(), faults);
        } finally {
            server.close();
        }
    }

    private static ServerProcess start(Path folder, List<String> settings) throws InterruptedException {
        return ServerProcess.sandbox(folder, Crash.JAVA_OPTIONS, settings.toArray(String[]::new));
    }
}
