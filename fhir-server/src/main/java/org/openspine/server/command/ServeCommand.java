package org.openspine.server.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code openspine serve}: the secured server, which starts only when callers can be told apart. */
@Command(
        name = "serve",
        description = "Serves with tokens and access rules (not yet available in this version).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private final SettingOptions settings = new SettingOptions();

    @Override
    public Integer call() {
        settings.read();
        throw new CommandFailedException(
                "serve needs tokens, which this version does not have; 'openspine sandbox' runs an open server on loopback");
    }
}
