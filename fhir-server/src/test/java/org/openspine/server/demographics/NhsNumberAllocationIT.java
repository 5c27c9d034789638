package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsCreateContract.uniqueFamily;

import io.restassured.response.Response;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.demographics.pds.PdsConfig;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.Setting;
import org.openspine.server.http.Racing;

/** NHS numbers that several programs give from one range, and how fast one application may ask for them. */
class NhsNumberAllocationIT {
    private static final int PATIENTS = 120;

    /** One of the programs. */
    private record Node(String address) implements PdsCreateContract {}

    @Test
    void twoNodesOverOneDatabaseGiveNoNumberTwice() throws IOException {
        try (EmbeddedPostgres database = EmbeddedPostgres.start()) {
            StoreConfig store = StoreConfig.postgresql(
                    "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres", "postgres", "");
            try (OpenSpine one = start(store, PdsConfig.SANDBOX);
                    OpenSpine other = start(store, PdsConfig.SANDBOX)) {
                List<Node> nodes = List.of(new Node(one.address()), new Node(other.address()));
                List<Response> answers = Racing.responses(PATIENTS, racer -> {
                    Node node = nodes.get(racer % 2);
                    return node.register(node.newcomer(uniqueFamily()));
                });
                assertThat(answers.stream().map(PdsCreateContract::given))
                        .doesNotHaveDuplicates()
                        .hasSize(PATIENTS);
            }
            PdsConfig limited = new PdsConfig(new PdsConfig.NumberRange(910_000_000, 910_000_000), 20, 3);
            try (OpenSpine slow = start(store, limited)) {
                limitsAreKept(new Node(slow.address()));
            }
        }
    }

    /** More requests than two neighbouring seconds may have. */
    private static void limitsAreKept(Node node) {
        List<Response> creates = Racing.responses(10, racer -> node.register(node.newcomer(uniqueFamily())));
        Response refused = creates.stream()
                .filter(answer ->
                        answer.statusCode() == 429 && answer.asString().contains("Create Patient"))
                .findFirst()
                .orElseThrow();
        ServedPds.assertError(
                refused,
                429,
                "value",
                "TOO_MANY_REQUESTS",
                "Too many requests",
                "There have been too many Create Patient requests. Please try again later.");
        List<Response> reads = Racing.responses(80, racer -> node.pds().get("/Patient/9000000009"));
        assertThat(reads.stream().map(Response::statusCode)).containsOnly(429, 404);
        Response tooMany = reads.stream()
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        ServedPds.assertError(tooMany, 429, "value", "TOO_MANY_REQUESTS", "Too many requests", "");
        assertThat(tooMany.header("X-Request-ID")).isNotNull();
        assertThat(creates.stream().filter(answer -> answer.statusCode() == 201).map(PdsCreateContract::given))
                .as("one number, and the range is used up")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(Racing.statuses(12, racer -> node.pdsWithoutHeaders().get("/_ping")))
                .containsOnly(200);
    }

    @Test
    void whenAllNumbersAreGivenTheServiceIsNotAvailable(@TempDir Path folder) {
        PdsConfig single = new PdsConfig(new PdsConfig.NumberRange(910_000_000, 910_000_000), 0, 0);
        try (OpenSpine server = start(StoreConfig.h2(folder), single)) {
            Node node = new Node(server.address());
            assertThat(PdsCreateContract.given(node.register(node.newcomer(uniqueFamily()))))
                    .startsWith("910000000");
            Response refused = node.register(node.newcomer(uniqueFamily()));
            ServedPds.assertError(
                    refused,
                    503,
                    "timeout",
                    "SERVICE_UNAVAILABLE",
                    "Service unavailable",
                    "All NHS numbers that this service may give were given");
            assertThat(refused.header("Retry-After")).isEqualTo("5");
        }
    }

    private static OpenSpine start(StoreConfig store, PdsConfig pds) {
        ServerConfig settings =
                ServerConfig.read(Map.of(Setting.HTTP_PORT, "0", Setting.SAMPLES, "none"), Map.of(), Optional.empty());
        return OpenSpine.start(settings.over(store).with(pds), Clock.systemUTC());
    }
}
