package org.openspine.server.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/**
 * Kills the program, or the database under it, while sixteen clients write, and looks whether the store has kept what it
 * had answered.
 *
 * @param folder an empty folder for the data
 * @param kills how often
 * @param writes up to so many writes are answered before each kill
 */
record Crash(Path folder, int kills, int writes, Random random) {
    static final List<String> JAVA_OPTIONS = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** @param faults what the store broke of its promises */
    record Outcome(long confirmed, long busy, List<String> faults) {
        static Outcome of(Ledger ledger, List<String> faults) {
            List<String> all = new ArrayList<>(ledger.unexpected());
            all.addAll(faults);
            return new Outcome(ledger.confirmations(), ledger.refusals(), all);
        }
    }

    /** SIGKILL for OpenSpine on H2. */
    Outcome ofServer() throws InterruptedException, ExecutionException {
        Ledger ledger = new Ledger();
        List<String> faults = new ArrayList<>();
        ServerProcess server = startOnH2();
        try {
            for (int round = 0; round < kills && faults.isEmpty(); round++) {
                Writers writers = Writers.start(new FhirClient(server.address()), ledger, "r" + round, random);
                ledger.awaitConfirmations(someWrites());
                server.kill();
                writers.awaitEnd();
                server = startOnH2();
                faults.addAll(Verification.faults(new FhirClient(server.address()), ledger));
            }
            return Outcome.of(ledger, faults);
        } finally {
            server.close();
        }
    }

    /** SIGKILL for PostgreSQL under an OpenSpine that keeps running and has to recover. */
    Outcome ofPostgres() throws IOException, InterruptedException, ExecutionException {
        Ledger ledger = new Ledger();
        List<String> faults = new ArrayList<>();
        try (PostgresProcess postgres = PostgresProcess.create(folder.resolve("postgres"));
                ServerProcess server = startOn(postgres)) {
            FhirClient client = new FhirClient(server.address());
            for (int round = 0; round < kills && faults.isEmpty(); round++) {
                try (Writers writers = Writers.start(client, ledger, "r" + round, random)) {
                    ledger.awaitConfirmations(someWrites());
                    postgres.kill();
                    ledger.awaitRefusals(1);
                    postgres.start();
                    ledger.awaitConfirmations(someWrites());
                }
                faults.addAll(Verification.faults(client, ledger));
            }
            if (!ledger.unexpected().isEmpty()) {
                faults.addAll(server.log());
            }
            return Outcome.of(ledger, faults);
        }
    }

    private int someWrites() {
        return writes / 3 + random.nextInt(writes - writes / 3);
    }

    private ServerProcess startOnH2() throws InterruptedException {
        return ServerProcess.sandbox(folder, JAVA_OPTIONS, "--data.dir=h2", "--samples=none");
    }

    private ServerProcess startOn(PostgresProcess postgres) throws InterruptedException {
        return ServerProcess.sandbox(
                folder,
                JAVA_OPTIONS,
                "--samples=none",
                "--data.dir=unused",
                "--database.url=" + postgres.url(),
                "--database.user=" + postgres.user());
    }
}
