package org.openspine.server.command;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.openspine.server.AccessConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code openspine sandbox}: open to everybody on this machine, with sample data. */
@Command(
        name = "sandbox",
        description = "Serves an open Spine with sample data, on this machine only.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SandboxCommand implements Callable<Integer> {
    @Mixin
    private final SettingOptions settings = new SettingOptions();

    @Option(
            names = "--allow-remote-sandbox",
            description = "listen on an address that other machines reach, although nobody needs a token here")
    private boolean remoteAllowed;

    @Option(
            names = "--evaluate-tokens",
            description = "treat requests with a signed access token as the secured server would")
    private boolean evaluatingTokens;

    @Override
    public Integer call() {
        ServerConfig config = settings.read();
        if (!isLoopback(config.http().host())) {
            requireAllowed(config.http().host());
            System.err.println("WARNING: this sandbox listens on "
                    + config.http().host() + ": everybody who reaches it can read and change everything");
        }
        OpenSpine program = OpenSpine.start(
                config,
                evaluatingTokens ? AccessConfig.Mode.SANDBOX_EVALUATING_TOKENS : AccessConfig.Mode.SANDBOX,
                Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(program::close, "shutdown"));
        System.out.println("OpenSpine is ready at " + program.address());
        return Commands.SERVING;
    }

    private void requireAllowed(String host) {
        if (!remoteAllowed) {
            throw new CommandFailedException(
                    "A sandbox is open to everybody and listens on loopback; %s needs --allow-remote-sandbox"
                            .formatted(host));
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new CommandFailedException("http.host %s is no address of this machine".formatted(host));
        }
    }
}
