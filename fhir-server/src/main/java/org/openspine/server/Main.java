package org.openspine.server;

import org.openspine.server.command.Commands;

/** The command line: {@code openspine [command]}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int status = Commands.run(arguments);
        if (status != Commands.SERVING) {
            System.exit(status);
        }
    }
}
