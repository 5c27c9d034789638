package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.access.policy.AccessPolicy;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.terminology.identifier.NhsNumber;

/** Every endpoint of every API, asked for over HTTP by every kind of caller: what the policy allows passes, what not is refused. */
class PolicyMatrixIT {
    private static final AccessPolicy POLICY = AccessPolicy.read(Scopes::allow);
    private static final String REFUSED = "Bearer error=\"insufficient_scope\"";
    private static final String PATIENT = NhsNumber.ofStem(961_900_000)
            .or(() -> NhsNumber.ofStem(961_900_001))
            .orElseThrow()
            .value();

    private static SecuredServer server;
    private static Map<String, String> tokens = Map.of();

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = new SecuredServer(folder, StoreConfig.h2(folder));
        server.register(
                "nothing", Set.of("system/Basic.r", "user/Basic.r", "patient/Basic.r"), List.of(SecuredServer.KEY));
        Map<String, String> made = new LinkedHashMap<>();
        made.put("application", token("editor", Optional.empty()));
        made.put("worker", token("editor", Optional.of(server.workerIdentity("A99981", allActivities()))));
        made.put("idle", token("editor", Optional.of(server.workerIdentity("A99981"))));
        made.put("patient", token("editor", Optional.of(server.patientIdentity(PATIENT))));
        made.put("nothing", token("nothing", Optional.empty()));
        tokens = made;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String[] allActivities() {
        return POLICY.services().stream()
                .flatMap(service -> service.rules().stream())
                .flatMap(rule -> rule.worker().stream())
                .flatMap(need -> need.activities().stream())
                .distinct()
                .toArray(String[]::new);
    }

    private static String token(String client, Optional<String> identity) {
        var form = given().formParam("client_assertion_type", SecuredContract.ASSERTION_TYPE)
                .formParam("client_assertion", server.assertion(client));
        Response response = identity.map(idToken -> form.formParam("grant_type", SecuredContract.EXCHANGE)
                        .formParam("subject_token", idToken)
                        .formParam("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"))
                .orElseGet(() -> form.formParam("grant_type", "client_credentials"))
                .post(server.tokenUrl());
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.path("access_token");
    }

    /** An endpoint that an API says it serves. */
    private record Served(String method, String base, List<String> path) {
        String url() {
            return server.address() + base + (path.isEmpty() ? "" : "/" + String.join("/", path));
        }
    }

    static Stream<AccessPolicy.Service> services() {
        return POLICY.services().stream();
    }

    private static List<Served> served(AccessPolicy.Service service) {
        List<Served> served = new ArrayList<>();
        JsonNode apis = ResourceJson.parseAny(
                given().get(server.address() + "/services.json").asByteArray(), JsonLimits.DOCUMENT);
        for (JsonNode api : apis) {
            if (!api.path("basePath").asText().equals(service.base())) {
                continue;
            }
            for (JsonNode endpoint : api.path("endpoints")) {
                String below =
                        endpoint.path("path").asText().substring(service.base().length());
                List<String> path = below.length() < 2
                        ? List.of()
                        : List.of(
                                below.substring(1).replaceAll("\\{[^}]+}", "x1").split("/"));
                served.add(new Served(endpoint.path("method").asText(), service.base(), path));
            }
        }
        return served;
    }

    /** What a caller of the matrix is to the policy. */
    private static Caller caller(String who) {
        Set<String> scopes = who.equals("nothing")
                ? Set.of("system/Basic.r")
                : Set.of("system/*.cruds", "user/*.cruds", "patient/*.cruds");
        AccessMode mode =
                switch (who) {
                    case "worker", "idle" -> AccessMode.USER_RESTRICTED;
                    case "patient" -> AccessMode.PATIENT_ACCESS;
                    default -> AccessMode.APPLICATION_RESTRICTED;
                };
        Set<String> activities = who.equals("worker") ? Set.of(allActivities()) : Set.of();
        return new Caller(
                mode,
                Optional.empty(),
                "editor",
                "",
                "A99981",
                Optional.of(new Caller.Role("1", "R8000", activities)),
                scopes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("services")
    void theServerDecidesAsThePolicySays(AccessPolicy.Service service) {
        List<String> differences = new ArrayList<>();
        List<Served> served = served(service);
        assertThat(served).isNotEmpty();
        for (Served endpoint : served) {
            for (String who : tokens.keySet()) {
                AccessPolicy.Decision decision =
                        POLICY.decide(caller(who), endpoint.base(), endpoint.method(), endpoint.path());
                boolean allowed = decision == AccessPolicy.Decision.ALLOWED || decision == AccessPolicy.Decision.PUBLIC;
                Response response = ask(endpoint, who);
                if (REFUSED.equals(response.header("WWW-Authenticate")) == allowed) {
                    differences.add("%s %s %s: %s %d"
                            .formatted(who, endpoint.method(), endpoint.url(), decision, response.statusCode()));
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    private static Response ask(Served endpoint, String who) {
        return given().header("Authorization", "Bearer " + tokens.get(who))
                .header("X-Request-ID", UUID.randomUUID().toString())
                .urlEncodingEnabled(false)
                .request(endpoint.method(), endpoint.url());
    }

    /** Rows for what no API serves would say nothing. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("services")
    void everyRowIsAboutSomethingServed(AccessPolicy.Service service) {
        List<Served> served = served(service);
        List<String> idle = service.rules().stream()
                .filter(rule -> served.stream()
                        .noneMatch(endpoint ->
                                rule.methods().contains(endpoint.method()) && fits(rule.path(), endpoint.path())))
                .map(rule -> rule.interaction() + " " + rule.path())
                .toList();
        assertThat(idle).isEmpty();
    }

    private static boolean fits(List<String> pattern, List<String> path) {
        if (pattern.get(pattern.size() - 1).equals("**")) {
            return true;
        }
        if (pattern.equals(List.of("")) && path.isEmpty()) {
            return true;
        }
        return pattern.size() == path.size()
                && IntStream.range(0, path.size())
                        .allMatch(i ->
                                pattern.get(i).startsWith("{") || pattern.get(i).equals(path.get(i)));
    }

    /** Nobody may use them; a new endpoint belongs into the table. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("services")
    void everythingServedIsListed(AccessPolicy.Service service) {
        assertThat(served(service))
                .filteredOn(
                        endpoint -> POLICY.decide(caller("worker"), endpoint.base(), endpoint.method(), endpoint.path())
                                == AccessPolicy.Decision.NOT_LISTED)
                .isEmpty();
    }

    @Test
    void whatIsNotListedIsForbidden() {
        assertThat(POLICY.decide(
                        caller("worker"), "/personal-demographics/FHIR/R4", "POST", List.of("Patient", "$anything")))
                .isEqualTo(AccessPolicy.Decision.NOT_LISTED);
        assertThat(POLICY.decide(caller("worker"), "/no-such-api", "GET", List.of("Patient")))
                .isEqualTo(AccessPolicy.Decision.NOT_LISTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/personal-demographics/FHIR/R4/Anything",
                "/summary-care-record/FHIR/R4/Patient/1",
                "/cpis/FHIR/R4/Patient/1/2"
            })
    void whatNoApiServesItRefusesItself(String path) {
        Response response = given().header("Authorization", "Bearer " + tokens.get("worker"))
                .delete(server.address() + path);
        assertThat(response.statusCode()).isIn(400, 404, 405);
        assertThat(given().delete(server.address() + path).statusCode())
                .as("without a token")
                .isEqualTo(401);
    }
}
