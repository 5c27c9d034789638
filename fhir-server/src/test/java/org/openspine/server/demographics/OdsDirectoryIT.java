package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.samples.load.BundleLoader;
import org.openspine.samples.load.BundleSource;
import org.openspine.samples.load.LoadTarget;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.TestServers;

/** The national directory, loaded from a table of the Organisation Data Service. */
class OdsDirectoryIT {
    private static final int PRACTICES = 1_000;

    private record Server(String address) implements PdsUpdateContract {}

    @Test
    void practicesOfALoadedDirectoryAreFoundAndOthersAreNoPractices(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path table = folder.resolve("epraccur.csv");
        Files.writeString(
                table,
                IntStream.range(0, PRACTICES)
                        .mapToObj(
                                i -> "W%05d,SURGERY %d,,,%d HIGH STREET,,,TRURO,,TR1 2AA,19740401,,A,B,QX9,,,,,,,,,,,4,"
                                        .formatted(i, i, i))
                        .collect(Collectors.joining("\n")));
        try (OpenSpine program = TestServers.empty(folder)) {
            Server server = new Server(program.address());
            new BundleLoader(LoadTarget.of(URI.create(server.base())))
                    .load(List.of(BundleSource.of(table)), state -> {});
            assertThat(server.matches(
                            "Organization?identifier=" + DirectoryContract.ODS + "W00007&type=RO76&active=true"))
                    .containsExactly("Organization/W00007");
            assertThat(server.matches("Organization?name=surgery%20999")).containsExactly("Organization/W00999");
            String number = server.storePatient("");
            String practice = "{\"type\": \"Organization\", \"identifier\": {\"system\":"
                    + " \"https://fhir.nhs.uk/Id/ods-organization-code\", \"value\": \"%s\"}}";
            assertError(
                    server.patch(number, operation("add", "/generalPractitioner/-", practice.formatted("W99999"))),
                    400,
                    "value",
                    "INVALID_VALUE",
                    "Provided value is invalid",
                    "Invalid value - 'W99999' in field 'generalPractitioner/0/identifier/value'");
            ok(server.patch(number, operation("add", "/generalPractitioner/-", practice.formatted("W00007"))));
        }
    }
}
