package org.openspine.server.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.packages.FhirPackage;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.packages.PackageWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code openspine package}: the program's own profiles as a FHIR package. */
@Command(
        name = "package",
        description = "Writes OpenSpine's own profiles, value sets and code systems as a FHIR package (.tgz).",
        mixinStandardHelpOptions = true)
final class PackageCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "FILE", description = "where to (default: name-version.tgz in this folder)")
    private @Nullable Path out;

    @Override
    public Integer call() {
        FhirPackage own = OwnPackage.read();
        Path file = out == null ? Path.of("%s-%s.tgz".formatted(own.name(), own.version())) : out;
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
            PackageWriter.writeOwn(stream);
        } catch (IOException e) {
            throw new CommandFailedException("Cannot write " + file);
        }
        System.out.printf(
                "%s: %s %s, %d resources%n",
                file, own.name(), own.version(), own.resources().size());
        return 0;
    }
}
