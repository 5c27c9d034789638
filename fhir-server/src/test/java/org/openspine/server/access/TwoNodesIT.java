package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.audit.AuditVerification;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.Setting;

/** Two nodes over one PostgreSQL, as one server to their clients: the cases of SECURITY section 13 that need two. */
class TwoNodesIT {
    private static final String BASE = "http://spine.test";
    private static final MovableClock CLOCK = new MovableClock();

    private static EmbeddedPostgres database;
    private static SecuredServer first;
    private static SecuredServer second;

    /** The system's, and whatever the test adds. */
    private static final class MovableClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        database = EmbeddedPostgres.start();
        StoreConfig store = StoreConfig.postgresql(
                "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres", "postgres", "");
        Map<Setting, String> shared = Map.of(Setting.BASE_URL, BASE);
        first = new SecuredServer(folder, store, shared, Clock.systemUTC());
        second = new SecuredServer(folder, store, shared, CLOCK);
    }

    @AfterAll
    static void stop() throws IOException {
        first.close();
        second.close();
        database.close();
    }

    private static Response token(SecuredServer node, String assertion) {
        return given().formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", SecuredContract.ASSERTION_TYPE)
                .formParam("client_assertion", assertion)
                .post(node.tokenUrl());
    }

    private static String token(String client) {
        return token(first, first.assertion(client)).path("access_token");
    }

    private static Response get(SecuredServer node, String token, String path) {
        return given().header("Authorization", "Bearer " + token)
                .urlEncodingEnabled(false)
                .get(node.address() + path);
    }

    @Test
    void anAssertionIsGoodForOneUseOnAllNodes() {
        String assertion = first.assertion("reader");
        assertThat(token(first, assertion).statusCode()).isEqualTo(200);
        Response again = token(second, assertion);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.path("error_description").toString())
                .isEqualTo("Non-unique 'jti' claim in client_assertion JWT");
    }

    @Test
    void aTokenOfOneNodeIsGoodAtTheOther() {
        assertThat(get(second, token("reader"), "/FHIR/R4/Patient").statusCode())
                .isEqualTo(200);
    }

    /** Section 2.2: disabling a client takes effect within a minute, on the node that did not hear of it. */
    @Test
    void aDisabledClientIsShutOutWithinAMinute() {
        first.register("leaving", Set.of("system/*.rs"), List.of(SecuredServer.KEY));
        String token = token("leaving");
        assertThat(get(second, token, "/FHIR/R4/Patient").statusCode()).isEqualTo(200);
        first.register("leaving", false, Set.of("system/*.rs"), List.of(SecuredServer.KEY));
        CLOCK.ahead = CLOCK.ahead.plusSeconds(61);
        assertThat(get(second, token, "/FHIR/R4/Patient").statusCode()).isEqualTo(401);
        assertThat(token(second, second.assertion("leaving")).statusCode()).isEqualTo(401);
    }

    /** Section 5: a page goes on at another node, for the caller and the query it was made for and nobody else. */
    @Test
    void aPageGoesOnAtAnotherNodeForItsCallerOnly() {
        String family = "Paged" + UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        String editor = token("editor");
        for (int i = 0; i < 2; i++) {
            given().header("Authorization", "Bearer " + editor)
                    .contentType("application/fhir+json")
                    .body("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}]}".formatted(family))
                    .post(first.address() + "/FHIR/R4/Patient")
                    .then()
                    .statusCode(201);
        }
        Response page = get(first, editor, "/FHIR/R4/Patient?_count=1&family=" + family);
        String next = page.path("link.find { it.relation == 'next' }.url").toString();
        assertThat(next).startsWith(BASE);
        String path = next.substring(BASE.length());
        Response second2 = get(second, editor, path);
        assertThat(second2.statusCode()).as(second2.asString()).isEqualTo(200);
        assertThat(second2.jsonPath().getList("entry")).hasSize(1);
        assertThat(second2.path("entry[0].resource.id").toString())
                .isNotEqualTo(page.path("entry[0].resource.id").toString());
        assertThat(get(second, token("reader"), path).statusCode())
                .as("another caller's page")
                .isBetween(400, 499);
    }

    /** Section 13: of conditional creates on two nodes one creates, the others find what it made. */
    @Test
    void ofConditionalCreatesOnTwoNodesOneCreates() throws Exception {
        String value = UUID.randomUUID().toString();
        String editor = token("editor");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> creates = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                SecuredServer node = i % 2 == 0 ? first : second;
                creates.add(() -> given().header("Authorization", "Bearer " + editor)
                        .header("If-None-Exist", "identifier=urn:test|" + value)
                        .contentType("application/fhir+json")
                        .body(
                                "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:test\",\"value\":\"%s\"}]}"
                                        .formatted(value))
                        .post(node.address() + "/FHIR/R4/Patient")
                        .statusCode());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> create : pool.invokeAll(creates)) {
                statuses.add(create.get());
            }
            assertThat(statuses).containsOnly(200, 201);
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        } finally {
            pool.shutdown();
        }
    }

    /** Section 9: each node has streams of its own, and one verification covers all. */
    @Test
    void theLogOfBothNodesHolds() {
        String reader = token("reader");
        get(first, reader, "/FHIR/R4/Patient/nobody");
        get(second, reader, "/FHIR/R4/Patient/nobody");
        AuditVerification.Report report = new AuditVerification(
                        first.program().repository().audit(), signed -> Security.verified(first.keys(), signed))
                .verify();
        assertThat(report.problems()).isEmpty();
        assertThat(first.program().repository().audit().heads().size()).isGreaterThan(1);
    }
}
