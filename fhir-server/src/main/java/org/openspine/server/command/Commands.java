package org.openspine.server.command;

import java.io.PrintWriter;
import org.openspine.conformance.packages.PackageException;
import org.openspine.repository.hibernate.StoreUnavailableException;
import org.openspine.server.ServerConfig;
import org.openspine.server.access.KeyFile;
import org.openspine.server.http.HttpServer;
import org.openspine.server.http.Tls;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code openspine}: what it can do, and how each failure ends. */
@Command(
        name = "openspine",
        description = "An open NHS Spine and FHIR R4 server.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            SandboxCommand.class,
            ServeCommand.class,
            LoadCommand.class,
            GenerateCommand.class,
            PackageCommand.class,
            PackagesCommand.class,
            ValidateCommand.class,
            ClientsCommand.class,
            IdentityCommand.class,
            AuditCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Commands implements Runnable {
    /** Not an exit code: the server runs in threads of its own. */
    public static final int SERVING = -1;

    static final int FAILED = 1;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandLine.Model.CommandSpec spec;

    private Commands() {}

    public static int run(String... arguments) {
        return new CommandLine(new Commands())
                .setExecutionExceptionHandler((failure, line, result) -> report(failure, line.getErr()))
                .execute(arguments);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int report(Exception failure, PrintWriter err) {
        if (failure instanceof StoreUnavailableException
                || failure instanceof ServerConfig.InvalidException
                || failure instanceof HttpServer.CannotListenException
                || failure instanceof KeyFile.UnusableException
                || failure instanceof Tls.UnusableException
                || failure instanceof PackageException
                || failure instanceof CommandFailedException) {
            err.println("openspine: " + failure.getMessage());
        } else {
            err.println("openspine: unexpected failure, please report it");
            failure.printStackTrace(err);
        }
        return FAILED;
    }
}
