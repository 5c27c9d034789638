package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
import org.openspine.server.carerecords.AccessAlert;
import org.openspine.server.carerecords.Summary;
import org.openspine.server.http.Racing;
import org.openspine.server.http.TestDatabases;

/** Two nodes over one PostgreSQL, as one server to their clients: the cases of SECURITY section 13 that need two. */
class TwoNodesIT {
    private static final String BASE = "http://spine.test";

    /** By how much the clock of the second node is ahead of the system's. */
    private static volatile Duration ahead = Duration.ZERO;

    private static SecuredServer first;
    private static SecuredServer second;

    @BeforeAll
    static void start(@TempDir Path folder) {
        StoreConfig store = TestDatabases.postgresql();
        Map<Setting, String> shared = Map.of(Setting.BASE_URL, BASE, Setting.SCR_REQUIRE_PTV, "true");
        first = new SecuredServer(folder, store, shared, Clock.systemUTC());
        InstantSource later = () -> Instant.now().plus(ahead);
        second = new SecuredServer(folder, store, shared, later.withZone(ZoneOffset.UTC));
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
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
        ahead = ahead.plusSeconds(61);
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

    // ---- requests sent again

    private static Response createBasic(SecuredServer node, String token, String id) {
        return given().header("Authorization", "Bearer " + token)
                .header("X-Request-ID", id)
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Basic\",\"code\":{\"text\":\"%s\"}}".formatted(id))
                .post(node.address() + "/FHIR/R4/Basic");
    }

    /** Section 8: whoever tries the other node after a lost answer gets the answer of the first. */
    @Test
    void aChangeSentAgainToTheOtherNodeIsDoneOnce() {
        String editor = token("editor");
        String id = UUID.randomUUID().toString();
        Response one = createBasic(first, editor, id);
        Response again = createBasic(second, editor, id);
        assertThat(one.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.header("Location")).isEqualTo(one.header("Location"));
        assertThat(again.header("OpenSpine-Replayed")).isEqualTo("true");
    }

    @Test
    void ofRacingTwinsAtTwoNodesOneHasTheEffect() {
        String editor = token("editor");
        String id = UUID.randomUUID().toString();
        List<Response> answers = Racing.responses(8, racer -> createBasic(racer % 2 == 0 ? first : second, editor, id));
        assertThat(answers).extracting(Response::statusCode).containsOnly(201);
        assertThat(answers.stream().map(answer -> answer.header("Location")).distinct())
                .hasSize(1);
        assertThat((Object) get(first, editor, "/FHIR/R4/Basic?code:text=" + id + "&_summary=count")
                        .path("total"))
                .isEqualTo(1);
    }

    // ---- keys and time

    /** A key that was taken back is worth nothing at any node, and the new one is good at all. */
    @Test
    void aReplacedKeyOfAClientCountsOnBothNodes() {
        first.register("rotating", Set.of("system/*.rs"), List.of(SecuredServer.KEY));
        assertThat(token(second, second.assertion("rotating")).statusCode()).isEqualTo(200);
        first.register("rotating", Set.of("system/*.rs"), List.of(SecuredServer.OTHER_KEY));
        for (SecuredServer node : List.of(first, second)) {
            assertThat(token(node, node.assertion("rotating")).statusCode()).isEqualTo(401);
            String fresh =
                    ClientAssertion.sign(SecuredServer.OTHER_KEY, "rotating", BASE + "/oauth2/token", Instant.now());
            assertThat(token(node, fresh).statusCode()).isEqualTo(200);
        }
    }

    /** Section 13: a token that runs out between two pages opens no further one. */
    @Test
    void aTokenThatRanOutOpensNoFurtherPage() {
        String editor = token("editor");
        String text = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            given().header("Authorization", "Bearer " + editor)
                    .contentType("application/fhir+json")
                    .body("{\"resourceType\":\"Basic\",\"code\":{\"text\":\"%s\"}}".formatted(text))
                    .post(first.address() + "/FHIR/R4/Basic");
        }
        Response page = get(second, editor, "/FHIR/R4/Basic?_count=1&code:text=" + text);
        String next = page.path("link.find { it.relation == 'next' }.url").toString();
        Duration before = ahead;
        ahead = before.plusSeconds(700);
        Response after = get(second, editor, next.substring(BASE.length()));
        ahead = before;
        assertThat(after.statusCode()).isEqualTo(401);
        assertThat(after.asString()).doesNotContain(text);
    }

    // ---- break-glass

    private static String worker(SecuredServer node, String user, String organisation) {
        String identity =
                node.resigned(node.workerIdentity(organisation, "B0370", "B0168"), claims -> claims.subject(user)
                        .claim("nhsid_useruid", user));
        return given().formParam("grant_type", SecuredContract.EXCHANGE)
                .formParam("subject_token", identity)
                .formParam("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")
                .formParam("client_assertion_type", SecuredContract.ASSERTION_TYPE)
                .formParam("client_assertion", node.assertion("editor"))
                .post(node.tokenUrl())
                .path("access_token");
    }

    private static Response alert(SecuredServer node, String token, String number, String user, String organisation) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/fhir+json")
                .body(AccessAlert.of(number, organisation, user))
                .post(node.address() + "/summary-care-record/FHIR/R4/AuditEvent");
    }

    private static int look(SecuredServer node, String token, String number, String scrId) {
        return get(
                        node,
                        token,
                        ("/summary-care-record/FHIR/R4/Bundle?composition.identifier=%s"
                                        + "&composition.subject:Patient.identifier=https://fhir.nhs.uk/Id/nhs-number%%7C%s")
                                .formatted(scrId, number))
                .statusCode();
    }

    /** Section 7: an alert raised at one node opens this patient, to who raised it, on all nodes, for an hour. */
    @Test
    void anAlertOpensTheRecordOnAllNodesToWhoRaisedIt() {
        String number = SecuredContract.TestNumbers.next();
        String editor = token("editor");
        given().header("Authorization", "Bearer " + editor)
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Patient","id":"%s",
                         "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}]}""".formatted(number, number))
                .put(first.address() + "/FHIR/R4/Patient/" + number)
                .then()
                .statusCode(201);
        String scrId = Summary.newId();
        Response upload = given().header("Authorization", "Bearer " + editor)
                .contentType("application/fhir+json")
                .body(Summary.of(number, scrId).toString())
                .post(first.address() + "/summary-care-record/FHIR/R4/Bundle");
        assertThat(upload.statusCode()).as(upload.asString()).isEqualTo(201);

        String nurse = worker(first, "555111222333", "RX1");
        assertThat(look(second, nurse, number, scrId)).as("no alert").isEqualTo(403);
        assertThat(alert(first, nurse, number, "555999999999", "RX1").statusCode())
                .as("in the name of another user")
                .isEqualTo(403);
        assertThat(alert(first, nurse, number, "555111222333", "RX2").statusCode())
                .as("in the name of another organisation")
                .isEqualTo(403);
        assertThat(look(second, nurse, number, scrId)).as("nothing was opened").isEqualTo(403);
        Response raised = alert(first, nurse, number, "555111222333", "RX1");
        assertThat(raised.statusCode()).as(raised.asString()).isEqualTo(201);
        assertThat(look(second, nurse, number, scrId)).isEqualTo(200);
        assertThat(look(first, nurse, number, scrId)).isEqualTo(200);
        assertThat(look(second, worker(first, "555999999999", "RX1"), number, scrId))
                .as("a colleague")
                .isEqualTo(403);
        assertThat(look(second, worker(first, "555111222333", "RX2"), number, scrId))
                .as("elsewhere")
                .isEqualTo(403);
        Duration before = ahead;
        ahead = before.plus(Duration.ofMinutes(61));
        int late = look(second, worker(first, "555111222333", "RX1"), number, scrId);
        ahead = before;
        assertThat(late).as("an hour later").isEqualTo(403);
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
