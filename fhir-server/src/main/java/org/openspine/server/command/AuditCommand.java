package org.openspine.server.command;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openspine.audit.AuditVerification;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.repository.AuditStore;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.server.ServerConfig;
import org.openspine.server.access.KeyFile;
import org.openspine.server.access.Security;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code openspine audit …}: checks, searches and exports the audit log. Works on the database; an H2 store must not be in use. */
@Command(
        name = "audit",
        description = "Checks, searches and exports the audit log.",
        mixinStandardHelpOptions = true,
        subcommands = {AuditCommand.Verify.class, AuditCommand.Search.class, AuditCommand.Export.class})
final class AuditCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int inStore(ServerConfig config, Function<AuditStore, Integer> work) {
        try (ResourceRepository repository = new HibernateResourceRepository(
                config.store(), SearchParameterRegistry.r4(FhirContext.forR4Cached()), Clock.systemUTC())) {
            return work.apply(repository.audit());
        }
    }

    @Command(
            name = "verify",
            description =
                    "Checks every hash and every anchor; names the first bad entry of each stream. Exit code 2 if there is one.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        private static final int TAMPERED = 2;

        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Override
        public Integer call() {
            ServerConfig config = settings.read();
            KeyFile keys = KeyFile.openOrCreate(config.access().keys());
            return inStore(config, store -> {
                AuditVerification.Report report =
                        new AuditVerification(store, signed -> Security.verified(keys, signed)).verify();
                report.problems().forEach(System.out::println);
                System.out.printf(
                        "%d entries, %d anchors, %d problems%n",
                        report.entries(), report.anchors(), report.problems().size());
                return report.problems().isEmpty() ? 0 : TAMPERED;
            });
        }
    }

    @Command(
            name = "search",
            description = "Shows entries, newest first, a JSON line each.",
            mixinStandardHelpOptions = true)
    static final class Search implements Callable<Integer> {
        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Option(names = "--patient", paramLabel = "NHS-NUMBER", description = "only those about this patient")
        private @Nullable Long patient;

        @Option(names = "--since", paramLabel = "INSTANT", description = "only from then on: 2026-01-31T12:00:00Z")
        private @Nullable Instant since;

        @Option(names = "--limit", defaultValue = "100", description = "how many at most (default: ${DEFAULT-VALUE})")
        private int limit = 100;

        @Override
        public Integer call() {
            Instant from = since == null ? Instant.EPOCH : since;
            OptionalLong about = patient == null ? OptionalLong.empty() : OptionalLong.of(patient);
            return inStore(settings.read(), store -> {
                store.search(new AuditStore.Query(
                                about, from, Instant.now().plusSeconds(1), Math.max(1, Math.min(limit, 100_000))))
                        .forEach(row -> System.out.println(AuditVerification.line(row)));
                return 0;
            });
        }
    }

    @Command(
            name = "export",
            description = "Writes the whole log to standard output, a JSON line each.",
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {
        private static final int PAGE = 1_000;

        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Override
        public Integer call() {
            return inStore(settings.read(), store -> {
                for (AuditStore.Head head : store.heads()) {
                    long next = 1;
                    List<AuditStore.AuditRow> page = store.stream(head.stream(), next, PAGE);
                    while (!page.isEmpty()) {
                        page.forEach(row -> System.out.println(AuditVerification.line(row)));
                        next = page.get(page.size() - 1).sequence() + 1;
                        page = store.stream(head.stream(), next, PAGE);
                    }
                }
                return 0;
            });
        }
    }
}
