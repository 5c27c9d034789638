package org.openspine.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.TestServers;

/** {@code src/test/clients} under the machine's Node; skipped, with the reason, where Node or the packages are out of reach. */
class NodeClientsIT {
    private static final Path SOURCES = Path.of("src/test/clients");
    private static final Path INSTALLED = Path.of("target/clients");
    private static final long LONGEST_SECONDS = 300;

    @Test
    void theClientsOfNpmWorkUnmodified(@TempDir Path folder) throws IOException, InterruptedException {
        install();
        try (OpenSpine server = TestServers.empty(folder)) {
            Finished clients = run(List.of("node", "clients.js", server.address() + "/FHIR/R4"));
            assertThat(clients.status()).as(clients.output()).isZero();
            assertThat(clients.output()).contains("fhir-kit-client works", "fhirclient works");
        }
    }

    /** The optional packages are for React Native: hundreds of megabytes. */
    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "clients.js")) {
            Files.copy(SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            Finished version = run(List.of("node", "--version"));
            if (version.status() != 0 || major(version.output()) < 20) {
                skip("Node 20 or later is needed");
            }
            Finished npm = run(List.of(
                    "npm",
                    "install",
                    "--no-package-lock",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--prefer-offline",
                    "--omit=optional",
                    "--omit=peer"));
            if (npm.status() != 0) {
                skip("npm cannot install the clients: " + npm.output());
            }
        } catch (IOException e) {
            skip("node or npm is not installed: " + e.getMessage());
        }
    }

    private static int major(String version) {
        return Integer.parseInt(version.strip().replaceFirst("^v", "").replaceFirst("\\..*", ""));
    }

    private static void skip(String reason) {
        System.out.println("NodeClientsIT is skipped. " + reason);
        abort(reason);
    }

    private record Finished(int status, String output) {}

    private static Finished run(List<String> command) throws IOException, InterruptedException {
        Path output = INSTALLED.resolve(command.get(0) + ".log");
        Process process = new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new Finished(-1, "no end after " + LONGEST_SECONDS + " s: " + Files.readString(output));
        }
        return new Finished(process.exitValue(), Files.readString(output));
    }
}
