package org.openspine.server.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The long form of {@link CrashTest}. Ends with 1 if the store broke a promise. */
@Command(name = "crash", mixinStandardHelpOptions = true, description = "Kills a store under load and checks it.")
public final class CrashProgram implements Callable<Integer> {
    private static final int SHOWN = 20;

    enum Victim {
        SERVER,
        POSTGRES
    }

    @Option(names = "--victim", defaultValue = "SERVER", description = "SERVER (on H2) or POSTGRES")
    private Victim victim = Victim.SERVER;

    @Option(names = "--kills", defaultValue = "10")
    private int kills = 10;

    @Option(names = "--writes", defaultValue = "5000", description = "answered before a kill, at most")
    private int writes = 5000;

    private CrashProgram() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CrashProgram())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("openspine-crash");
        Crash crash = new Crash(folder, kills, writes, new Random());
        Crash.Outcome outcome = victim == Victim.SERVER ? crash.ofServer() : crash.ofPostgres();
        System.out.printf(
                "%d kills, %,d writes confirmed, %,d times busy, %,d faults; data in %s%n",
                kills, outcome.confirmed(), outcome.busy(), outcome.faults().size(), folder);
        outcome.faults().stream().limit(SHOWN).forEach(System.out::println);
        return outcome.faults().isEmpty() ? 0 : 1;
    }
}
