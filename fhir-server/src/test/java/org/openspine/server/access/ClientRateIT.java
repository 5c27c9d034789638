package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.Setting;
import org.openspine.server.http.ClockOfTest;

/** SECURITY section 10: each application may send so many requests in a second, and twice as many at once. */
class ClientRateIT {
    private static final int IN_A_SECOND = 5;
    private static final int TOKENS_AT_ONCE = 40;

    private static ClockOfTest clock;
    private static SecuredServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        clock = new ClockOfTest(Instant.now());
        server = new SecuredServer(
                folder, StoreConfig.h2(folder), Map.of(Setting.RATE_LIMIT, String.valueOf(IN_A_SECOND)), clock);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/FHIR/R4/Patient/9000000009, issue[0].code, throttled",
        "/personal-demographics/FHIR/R4/Patient/9000000009, issue[0].details.coding[0].code, TOO_MANY_REQUESTS",
        "/summary-care-record/FHIR/R4/Bundle, issue[0].code, throttled",
        "/referrals/FHIR/R4/ServiceRequest/000000000000, issue[0].details.coding[0].code, TOO_MANY_REQUESTS",
        "/booking-and-referral/FHIR/R4/Slot, issue[0].details.coding[0].code, SEND_TOO_MANY_REQUESTS"
    })
    void whoSendsTooMuchIsPutOffInTheWordsOfTheApi(String path, String place, String code) {
        clock.pass(Duration.ofMinutes(1));
        String token = token("reader");
        for (int i = 0; i < 2 * IN_A_SECOND; i++) {
            assertThat(get(path, token).statusCode()).isNotEqualTo(429);
        }

        Response refused = get(path, token);
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(refused.path(place).toString()).isEqualTo(code);
        assertThat(get(path, token("editor")).statusCode()).isNotEqualTo(429);

        clock.pass(Duration.ofSeconds(1));
        for (int i = 0; i < IN_A_SECOND; i++) {
            assertThat(get(path, token).statusCode()).isNotEqualTo(429);
        }
        assertThat(get(path, token).statusCode()).isEqualTo(429);
    }

    @Test
    void tokensAreGivenOutAtALimitedRate() {
        clock.pass(Duration.ofMinutes(1));
        for (int i = 0; i < TOKENS_AT_ONCE; i++) {
            assertThat(ask("writer").statusCode()).isEqualTo(200);
        }
        Response refused = ask("writer");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        clock.pass(Duration.ofSeconds(1));
        assertThat(ask("writer").statusCode()).isEqualTo(200);
    }

    private static Response get(String path, String token) {
        return given().header("Authorization", "Bearer " + token)
                .header("X-Request-ID", UUID.randomUUID())
                .header("X-Correlation-ID", UUID.randomUUID())
                .get(server.address() + path);
    }

    private static String token(String client) {
        return ask(client).path("access_token");
    }

    private static Response ask(String client) {
        return given().formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", SecuredContract.ASSERTION_TYPE)
                .formParam(
                        "client_assertion",
                        ClientAssertion.sign(SecuredServer.KEY, client, server.tokenUrl(), clock.instant()))
                .post(server.tokenUrl());
    }
}
