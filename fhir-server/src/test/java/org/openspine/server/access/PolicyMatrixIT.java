package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openspine.access.policy.AccessPolicy;
import org.openspine.access.policy.Rule;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.terminology.identifier.NhsNumber;

/** Every row of the policy, asked for over HTTP by every kind of caller: what is allowed passes, what is not is refused. */
class PolicyMatrixIT {
    private static final AccessPolicy POLICY = AccessPolicy.read(Scopes::allow);
    private static final String REFUSED = "do not cover this endpoint";
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
        var form = given().formParam("client_assertion_type", AccessContract.ASSERTION_TYPE)
                .formParam("client_assertion", server.assertion(client));
        Response response = identity.map(idToken -> form.formParam("grant_type", AccessContract.EXCHANGE)
                        .formParam("subject_token", idToken)
                        .formParam("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"))
                .orElseGet(() -> form.formParam("grant_type", "client_credentials"))
                .post(server.tokenUrl());
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.path("access_token");
    }

    static Stream<AccessPolicy.Service> services() {
        return POLICY.services().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("services")
    void theServerDecidesAsThePolicySays(AccessPolicy.Service service) {
        List<String> differences = new ArrayList<>();
        for (Rule rule : service.rules()) {
            expect(service, rule, "application", rule.application().isPresent(), differences);
            expect(service, rule, "worker", rule.worker().isPresent(), differences);
            boolean idleMay =
                    rule.worker().filter(need -> need.activities().isEmpty()).isPresent();
            expect(service, rule, "idle", idleMay, differences);
            expect(service, rule, "patient", rule.patient().isPresent(), differences);
            expect(service, rule, "nothing", false, differences);
        }
        assertThat(differences).isEmpty();
    }

    private static void expect(
            AccessPolicy.Service service, Rule rule, String who, boolean allowed, List<String> differences) {
        String path = service.base() + "/"
                + String.join("/", rule.path()).replaceAll("\\{[^}]+}", "x1").replace("**", "Anything");
        String method = rule.methods().stream().sorted().findFirst().orElseThrow();
        Response response = given().header("Authorization", "Bearer " + tokens.get(who))
                .header("X-Request-ID", UUID.randomUUID().toString())
                .urlEncodingEnabled(false)
                .request(method, server.address() + path);
        boolean refused = response.statusCode() == 403 && response.asString().contains(REFUSED);
        if (refused == allowed) {
            differences.add("%s %s %s: %d".formatted(who, method, path, response.statusCode()));
        }
    }

    @Test
    void whatIsNotListedIsForbidden() {
        for (String path : List.of(
                "/personal-demographics/FHIR/R4/Anything",
                "/summary-care-record/FHIR/R4/Patient/1",
                "/cpis/FHIR/R4/Patient/1/2")) {
            boolean listed = POLICY.services().stream()
                    .filter(service -> path.startsWith(service.base()))
                    .flatMap(service -> service.rules().stream())
                    .anyMatch(rule -> rule.path().contains("**"));
            Response response = given().header("Authorization", "Bearer " + tokens.get("worker"))
                    .delete(server.address() + path);
            if (!listed) {
                assertThat(response.statusCode()).as(path).isEqualTo(403);
            }
        }
    }
}
