package org.openspine.server.command;

import java.util.Optional;
import picocli.CommandLine;

/** The version of the build, from its manifest. */
final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development build");
        return new String[] {"OpenSpine " + version, "Java " + Runtime.version()};
    }
}
