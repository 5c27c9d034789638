package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.Setting;

/** Referrals contract 8 and 12: an application that asks too often reads so in the words of each API. */
class ReferralRateIT {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "referrals/FHIR/R4/CodeSystem/PRIORITY, https://fhir.nhs.uk/CodeSystem/NHSD-API-ErrorOrWarningCode, TOO_MANY_REQUESTS",
        "booking-and-referral/FHIR/R4/HealthcareService, https://fhir.nhs.uk/Codesystem/http-error-codes, SEND_TOO_MANY_REQUESTS"
    })
    void anApplicationThatAsksTooOftenMustWait(String path, String system, String code, @TempDir Path folder) {
        Clock oneMoment = Clock.fixed(Instant.now(), ZoneOffset.UTC);
        try (SecuredServer server =
                new SecuredServer(folder, StoreConfig.h2(folder), Map.of(Setting.RATE_LIMIT, "1"), oneMoment)) {
            String token = given().formParam("client_assertion_type", SecuredContract.ASSERTION_TYPE)
                    .formParam("client_assertion", server.assertion(SecuredServer.EDITOR))
                    .formParam("grant_type", "client_credentials")
                    .post(server.tokenUrl())
                    .path("access_token");
            for (int i = 0; i < 2; i++) { // twice as many as in a second may come at once
                assertThat(asking(token).get(server.address() + "/" + path).statusCode())
                        .isEqualTo(200);
            }
            Response refused = asking(token).get(server.address() + "/" + path);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.path("issue[0].code").toString()).isEqualTo("throttled");
            assertThat(refused.path("issue[0].details.coding[0].system").toString())
                    .isEqualTo(system);
            assertThat(refused.path("issue[0].details.coding[0].code").toString())
                    .isEqualTo(code);
        }
    }

    private static RequestSpecification asking(String token) {
        String resource = Base64.getEncoder().encodeToString("{}".getBytes(StandardCharsets.UTF_8));
        return given().header("Authorization", "Bearer " + token)
                .header("NHSD-End-User-Organisation", resource)
                .header("NHSD-Requesting-Software", resource)
                .header("X-Request-ID", UUID.randomUUID().toString())
                .header("X-Correlation-ID", UUID.randomUUID().toString());
    }
}
