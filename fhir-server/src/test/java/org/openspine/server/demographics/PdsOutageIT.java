package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsCreateContract.uniqueFamily;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.crash.PostgresProcess;
import org.openspine.server.http.ServedBase;
import org.openspine.server.http.TestServers;

/** What clients of the service are told when the fault is not theirs, and that it passes. */
class PdsOutageIT {
    private static final String GENDER =
            "{\"patches\": [{\"op\": \"replace\", \"path\": \"/gender\", \"value\": \"male\"}]}";

    private static final int MOST_TRIES = 10;
    private static final String DEVICE = "/Device?organization=https://fhir.nhs.uk/Id/ods-organization-code%7CR8008"
            + "&identifier=https://fhir.nhs.uk/Id/nhsServiceInteractionId%7Curn:nhs:a";

    private record Served(String address) implements PdsUpdateContract, PdsCreateContract {}

    @Test
    void whileTheDatabaseIsGoneTheServiceIsUnavailableAndItRecoversWithIt(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (PostgresProcess database = PostgresProcess.create(folder.resolve("postgresql"));
                OpenSpine server = start(database)) {
            Served pds = new Served(server.address());
            String number = pds.storePatient("\"gender\": \"female\"");
            database.kill();
            assertUnavailable(pds.pds().get("/Patient/" + number));
            assertUnavailable(pds.pds().get("/Patient?family=Smith&birthdate=eq2010-10-22"));
            assertUnavailable(update(pds, number));
            assertUnavailable(pds.register(pds.newcomer(uniqueFamily())));
            assertUnavailable(pds.pds().get("/Patient/%s/RelatedPerson".formatted(number)));
            assertUnavailable(pds.pds().get("/Coverage?subscriber:identifier=" + number));
            DirectoryContract.assertDirectoryError(
                    pds.fhir()
                            .baseUri(server.address() + "/spine-directory/FHIR/R4")
                            .header("apikey", "any")
                            .get(DEVICE),
                    504,
                    "timeout",
                    "INTERNAL_SERVER_ERROR",
                    "Unexpected internal server error",
                    "The database is not available; try again");
            assertThat(pds.pdsWithoutHeaders().get("/_ping").statusCode()).isEqualTo(200);
            assertError(
                    pds.pds().get("/Patient/9000000000"),
                    400,
                    "value",
                    "INVALID_RESOURCE_ID",
                    "Resource Id is invalid",
                    "");

            database.start();
            assertThat(ok(readAgain(pds, number)).at("/meta/versionId").asText())
                    .as("nothing was half done")
                    .isEqualTo("1");
            ok(update(pds, number));
            PdsCreateContract.given(pds.register(pds.newcomer(uniqueFamily())));
        }
    }

    /** A store that lost a table stands for any fault that nobody foresaw. */
    @Test
    void anUnforeseenFailureIsToldInTheWordsOfTheServiceAndWithoutDetail(@TempDir Path folder)
            throws IOException, InterruptedException, SQLException {
        try (PostgresProcess database = PostgresProcess.create(folder.resolve("postgresql"));
                OpenSpine server = start(database)) {
            Served pds = new Served(server.address());
            String number = pds.storePatient("\"gender\": \"female\"");
            execute(database, "ALTER TABLE resource RENAME TO misplaced");
            for (Response failed : List.of(pds.pds().get("/Patient/" + number), update(pds, number))) {
                assertError(
                        failed,
                        500,
                        "exception",
                        "FAILURE_TO_PROCESS_MESSAGE",
                        "Failure to process message",
                        "Something went wrong on our side; the log has it as request " + failed.header("X-Request-ID"));
            }
            execute(database, "ALTER TABLE misplaced RENAME TO resource");
            ok(update(pds, number));
        }
    }

    /** As a client does that is told to try again; each request waits a while for a connection. */
    private static Response readAgain(Served pds, String number) {
        Response response = pds.pds().get("/Patient/" + number);
        for (int tries = 1; tries < MOST_TRIES && response.statusCode() == 503; tries++) {
            response = pds.pds().get("/Patient/" + number);
        }
        return response;
    }

    private static OpenSpine start(PostgresProcess database) {
        return TestServers.start(
                StoreConfig.postgresql(database.url(), database.user(), ""), ServerConfig.Samples.NONE);
    }

    private static void execute(PostgresProcess database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Response update(Served pds, String number) {
        return pds.pds()
                .header("If-Match", "W/\"1\"")
                .contentType(ServedBase.JSON_PATCH)
                .body(GENDER)
                .patch("/Patient/" + number);
    }

    private static void assertUnavailable(Response response) {
        assertError(
                response,
                503,
                "timeout",
                "SERVICE_UNAVAILABLE",
                "Service unavailable",
                "The database is not available; try again");
        assertThat(response.header("Retry-After")).isEqualTo("5");
        assertThat(UUID.fromString(response.header("X-Request-ID"))).isNotNull();
    }
}
