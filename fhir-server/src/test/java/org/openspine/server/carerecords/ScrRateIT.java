package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.Setting;

/** Section 3: five requests of an application in a second, if the operator wants the national limit. */
class ScrRateIT implements ServedScr {
    private static OpenSpine server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        ServerConfig settings = ServerConfig.read(
                Map.of(Setting.HTTP_PORT, "0", Setting.SAMPLES, "none", Setting.SCR_RATE, "5"),
                Map.of(),
                Optional.empty());
        Clock oneSecond = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);
        server = OpenSpine.start(settings.over(StoreConfig.h2(folder)), oneSecond);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public OpenSpine server() {
        return server;
    }

    @Test
    void theSixthRequestInASecondIsRefusedAndMonitorsAreNot() {
        String number = patient("");
        for (int i = 0; i < 5; i++) {
            assertThat(find(number).statusCode()).isEqualTo(200);
        }
        Response refused = find(number);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.path("issue[0].code").toString()).isEqualTo("throttled");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(scr().get("/_ping").statusCode()).isEqualTo(200);
    }
}
