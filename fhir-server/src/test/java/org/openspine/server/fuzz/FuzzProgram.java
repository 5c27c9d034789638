package org.openspine.server.fuzz;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The long form of {@link FuzzIT}. Ends with 1 if a target found something. */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        description = "Feeds made-up input to what strangers can reach.")
public final class FuzzProgram implements Callable<Integer> {
    @Option(names = "--minutes", defaultValue = "10", description = "for each target")
    private int minutes = 10;

    @Option(names = "--targets", split = ",", description = "of ${COMPLETION-CANDIDATES}; all unless named")
    private List<FuzzTarget> targets = List.of(FuzzTarget.values());

    @Option(names = "--findings", description = "folder for logs and inputs that failed")
    private Path findings = Path.of("target", "fuzz");

    private FuzzProgram() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FuzzProgram())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        boolean clean = true;
        System.out.printf("%-10s %12s %10s  %s%n", "target", "inputs", "edges", "found");
        for (FuzzTarget target : targets) {
            FuzzRun.Outcome outcome = new FuzzRun(target, findings).run(Duration.ofMinutes(minutes));
            clean &= outcome.clean();
            System.out.printf(
                    "%-10s %,12d %,10d  %s%n",
                    target.label(),
                    outcome.inputs(),
                    outcome.edges(),
                    outcome.clean() ? "nothing" : "see " + findings.resolve(target.label() + ".log"));
        }
        return clean ? 0 : 1;
    }
}
