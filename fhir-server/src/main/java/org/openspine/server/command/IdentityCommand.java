package org.openspine.server.command;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openspine.server.access.KeyFile;
import org.openspine.server.access.LocalIdentities;
import org.openspine.terminology.identifier.NhsNumber;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code openspine identity mint}: an ID token for local work. */
@Command(
        name = "identity",
        description = "Makes ID tokens for local work.",
        mixinStandardHelpOptions = true,
        subcommands = IdentityCommand.Mint.class)
final class IdentityCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "mint",
            description =
                    "Signs an ID token that a server with the same token.keys accepts while it listens on loopback.",
            mixinStandardHelpOptions = true)
    static final class Mint implements Callable<Integer> {
        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Option(names = "--user", description = "SDS user id of a healthcare worker")
        private @Nullable String user;

        @Option(
                names = "--urid",
                defaultValue = "555000000001",
                description = "id of the role (default: ${DEFAULT-VALUE})")
        private String urid = "555000000001";

        @Option(names = "--role", defaultValue = "R8000", description = "job role code (default: ${DEFAULT-VALUE})")
        private String role = "R8000";

        @Option(names = "--activity", description = "activity code; repeat for more: B0825")
        private List<String> activities = List.of();

        @Option(
                names = "--ods",
                defaultValue = "X26",
                description = "organisation of the role (default: ${DEFAULT-VALUE})")
        private String organisation = "X26";

        @Option(names = "--patient", paramLabel = "NHS-NUMBER", description = "instead of a worker: a patient")
        private @Nullable String patient;

        @Override
        public Integer call() {
            KeyFile keys = KeyFile.openOrCreate(settings.read().access().keys());
            Optional<String> number = Optional.ofNullable(patient);
            if (number.isPresent()) {
                if (NhsNumber.parse(number.get()).isEmpty()) {
                    throw new CommandFailedException("--patient takes an NHS number with a right check digit");
                }
                System.out.println(LocalIdentities.mintPatient(keys, number.get(), Instant.now()));
                return 0;
            }
            String worker = Optional.ofNullable(user)
                    .orElseThrow(() -> new CommandFailedException("Say who it is: --user or --patient"));
            System.out.println(LocalIdentities.mint(
                    keys, new LocalIdentities.Worker(worker, urid, role, activities, organisation), Instant.now()));
            return 0;
        }
    }
}
