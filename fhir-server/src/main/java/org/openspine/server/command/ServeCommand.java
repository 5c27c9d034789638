package org.openspine.server.command;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.openspine.server.AccessConfig;
import org.openspine.server.Addresses;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code openspine serve}: the secured server. Everybody needs a token, and every access is audited. */
@Command(
        name = "serve",
        description = "Serves with tokens, access rules and an audit log.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private final SettingOptions settings = new SettingOptions();

    @Override
    public Integer call() {
        ServerConfig config = settings.read().withoutSamples();
        requirePrivate(config);
        if (!config.access().audit().orElse(true)) {
            throw new CommandFailedException("serve keeps an audit log: take audit=off away");
        }
        OpenSpine program = OpenSpine.start(config, AccessConfig.Mode.SECURED, Clock.systemUTC());
        if (program.hasSamples()) {
            program.close();
            throw new CommandFailedException(
                    "The store holds the sample people: serve needs a store of its own, in another data.dir or database.url");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(program::close, "shutdown"));
        System.out.println("OpenSpine is ready at " + program.address());
        return Commands.SERVING;
    }

    private static void requirePrivate(ServerConfig config) {
        boolean isPrivate = config.tls().isPresent()
                || config.access().trustedProxy()
                || Addresses.isLoopback(config.http().host());
        if (!isPrivate) {
            throw new CommandFailedException(
                    "http.host %s is reached from other machines: set tls.certificate and tls.key, or proxy.trusted=yes if a proxy in front ends TLS"
                            .formatted(config.http().host()));
        }
    }
}
