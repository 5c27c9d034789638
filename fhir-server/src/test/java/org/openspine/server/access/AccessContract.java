package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The secured server: who gets a token, and what it opens. */
interface AccessContract extends SecuredContract {
    // ---- tokens

    private static JWTClaimsSet.Builder claims(String client, String audience) {
        return new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(audience)
                .expirationTime(Date.from(Instant.now().plusSeconds(120)))
                .jwtID(UUID.randomUUID().toString());
    }

    private static String sign(JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(SecuredServer.KEY));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS512)
                .type(JOSEObjectType.JWT)
                .keyID("k1");
    }

    private static String raw(String header, String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }

    static Stream<Arguments> badAssertions() {
        String url = "TOKEN_URL";
        return Stream.of(
                arguments("not a JWT", 400, "Malformed JWT in client_assertion", "x.y"),
                arguments(
                        "none",
                        400,
                        "Invalid 'alg' header in client_assertion JWT - unsupported JWT algorithm - must be 'RS512'",
                        raw("{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"k1\"}", "{\"iss\":\"reader\"}")),
                arguments(
                        "HS256 with the public key",
                        400,
                        "Invalid 'alg' header in client_assertion JWT - unsupported JWT algorithm - must be 'RS512'",
                        hmac()),
                arguments(
                        "duplicate claims",
                        400,
                        "Malformed JWT in client_assertion",
                        raw(
                                "{\"alg\":\"RS512\",\"typ\":\"JWT\",\"kid\":\"k1\"}",
                                "{\"iss\":\"reader\",\"iss\":\"editor\"}")),
                arguments(
                        "expired",
                        400,
                        "Invalid 'exp' claim in client_assertion JWT - JWT has expired",
                        sign(
                                header().build(),
                                claims("reader", url)
                                        .expirationTime(Date.from(Instant.now().minusSeconds(60)))
                                        .build())),
                arguments(
                        "no kid",
                        400,
                        "Missing 'kid' header in client_assertion JWT",
                        sign(
                                new JWSHeader.Builder(JWSAlgorithm.RS512)
                                        .type(JOSEObjectType.JWT)
                                        .build(),
                                claims("reader", url).build())),
                arguments(
                        "no typ",
                        400,
                        "Invalid 'typ' header in client_assertion JWT - must be 'JWT'",
                        sign(
                                new JWSHeader.Builder(JWSAlgorithm.RS512)
                                        .keyID("k1")
                                        .build(),
                                claims("reader", url).build())),
                arguments(
                        "jku",
                        400,
                        "Invalid 'jku' header in client_assertion JWT - not allowed",
                        sign(
                                header().jwkURL(java.net.URI.create("http://127.0.0.1/keys"))
                                        .build(),
                                claims("reader", url).build())),
                arguments(
                        "crit",
                        400,
                        "Invalid 'crit' header in client_assertion JWT - not allowed",
                        raw(
                                "{\"alg\":\"RS512\",\"typ\":\"JWT\",\"kid\":\"k1\",\"crit\":[\"x\"],\"x\":1}",
                                "{\"iss\":\"reader\",\"sub\":\"reader\",\"exp\":%d}"
                                        .formatted(Instant.now().getEpochSecond() + 60))),
                arguments(
                        "no exp",
                        400,
                        "Missing 'exp' claim in client_assertion JWT",
                        sign(
                                header().build(),
                                claims("reader", url).expirationTime(null).build())),
                arguments(
                        "exp as text",
                        400,
                        "Invalid 'exp' claim in client_assertion JWT - must be an integer",
                        raw(
                                "{\"alg\":\"RS512\",\"typ\":\"JWT\",\"kid\":\"k1\"}",
                                "{\"iss\":\"reader\",\"sub\":\"reader\",\"exp\":\"soon\"}")),
                arguments(
                        "six minutes ahead",
                        400,
                        "Invalid 'exp' claim in client_assertion JWT - more than 5 minutes in future",
                        sign(
                                header().build(),
                                claims("reader", url)
                                        .expirationTime(Date.from(Instant.now().plusSeconds(370)))
                                        .build())),
                arguments(
                        "iss is not sub",
                        400,
                        "Missing or non-matching 'iss'/'sub' claims in client_assertion JWT",
                        sign(
                                header().build(),
                                claims("reader", url).subject("editor").build())),
                arguments(
                        "unknown client",
                        401,
                        "Invalid 'iss'/'sub' claims in client_assertion JWT",
                        sign(header().build(), claims("nobody", url).build())),
                arguments(
                        "wrong audience",
                        401,
                        "Missing or invalid 'aud' claim in client_assertion JWT",
                        sign(
                                header().build(),
                                claims("reader", "http://elsewhere/oauth2/token")
                                        .build())),
                arguments(
                        "client without keys",
                        403,
                        "You need to register a public key to use this authentication method",
                        sign(header().build(), claims("keyless", url).build())),
                arguments(
                        "unknown kid",
                        401,
                        "Invalid 'kid' header in client_assertion JWT - no matching public key",
                        sign(
                                new JWSHeader.Builder(JWSAlgorithm.RS512)
                                        .type(JOSEObjectType.JWT)
                                        .keyID("../k1")
                                        .build(),
                                claims("reader", url).build())),
                arguments("another's signature", 401, "JWT signature verification failed", "OTHER_KEY"),
                arguments(
                        "no jti",
                        400,
                        "Missing 'jti' claim in client_assertion JWT",
                        sign(header().build(), claims("reader", url).jwtID(null).build())),
                arguments(
                        "jti too long",
                        400,
                        "Invalid 'jti' claim in client_assertion JWT - must be a unique string value such as a GUID",
                        sign(
                                header().build(),
                                claims("reader", url).jwtID("x".repeat(129)).build())));
    }

    private static String hmac() {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID("k1")
                            .type(JOSEObjectType.JWT)
                            .build(),
                    claims("reader", "x").build());
            jwt.sign(
                    new MACSigner(SecuredServer.KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The audience of assertions that are made before the address of the server is known. */
    private String forThisServer(String name, String assertion) {
        if (assertion.equals("OTHER_KEY")) {
            return ClientAssertion.sign(
                    new com.nimbusds.jose.jwk.RSAKey.Builder(SecuredServer.OTHER_KEY)
                            .keyID("k1")
                            .build(),
                    "reader",
                    server().tokenUrl(),
                    Instant.now());
        }
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            if (jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS512)
                    && jwt.getJWTClaimsSet().getAudience().contains("TOKEN_URL")) {
                return sign(
                        jwt.getHeader(),
                        new JWTClaimsSet.Builder(jwt.getJWTClaimsSet())
                                .audience(server().tokenUrl())
                                .build());
            }
            return assertion;
        } catch (java.text.ParseException e) {
            return assertion;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAssertions")
    default void anAssertionIsRefusedInTheWordsOfTheTable(
            String name, int status, String description, String assertion) {
        Response response = asSomebody()
                .formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", forThisServer(name, assertion))
                .post(server().tokenUrl());
        assertThat(response.path("error_description").toString()).isEqualTo(description);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.path("message_id").toString()).isNotEmpty();
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    default void aGoodAssertionGetsATokenOnce() {
        String assertion = server().assertion("reader");
        Response first = token(assertion);
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(200);
        assertThat((Object) first.path("expires_in")).isEqualTo(599);
        assertThat(first.path("token_type").toString()).isEqualTo("Bearer");
        Response again = token(assertion);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.path("error_description").toString())
                .isEqualTo("Non-unique 'jti' claim in client_assertion JWT");
    }

    @Test
    default void ofRacingUsesOfOneAssertionOneWins() throws Exception {
        String assertion = server().assertion("reader");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> uses = Stream.<Callable<Integer>>generate(
                            () -> () -> token(assertion).statusCode())
                    .limit(8)
                    .toList();
            int won = 0;
            for (Future<Integer> use : pool.invokeAll(uses)) {
                won += use.get() == 200 ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    default void theTokenEndpointTakesAFormByPostOnly() {
        assertThat(given().get(server().tokenUrl()).statusCode()).isEqualTo(405);
        assertThat(given().contentType("application/json")
                        .body("{}")
                        .post(server().tokenUrl())
                        .statusCode())
                .isEqualTo(415);
        assertThat(given().formParam("a", "b".repeat(33_000))
                        .post(server().tokenUrl())
                        .statusCode())
                .isEqualTo(413);
        assertThat(given().formParam("grant_type", "password")
                        .post(server().tokenUrl())
                        .path("error")
                        .toString())
                .isEqualTo("unsupported_grant_type");
    }

    @Test
    default void whoFailsTooOftenMustWait() {
        Response last = given().get(server().address() + "/health/live");
        for (int i = 0; i < 25; i++) {
            last = given().header("X-Forwarded-For", "10.99.0.1")
                    .formParam("grant_type", "client_credentials")
                    .formParam("client_assertion_type", ASSERTION_TYPE)
                    .formParam("client_assertion", "x.y")
                    .post(server().tokenUrl());
        }
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.header("Retry-After")).isNotEmpty();
    }

    // ---- access

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FHIR/R4/Patient/1",
                "FHIR/R4/Patient",
                "FHIR/R4/_history",
                "personal-demographics/FHIR/R4/Patient/9000000009"
            })
    default void withoutATokenNothingIsAnswered(String path) {
        Response response = given().get(server().address() + "/" + path);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(response.path("resourceType").toString()).isEqualTo("OperationOutcome");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FHIR/R4/metadata",
                ".well-known/smart-configuration",
                "oauth2/jwks",
                "health/live",
                "health/ready"
            })
    default void publicPathsNeedNoToken(String path) {
        assertThat(given().get(server().address() + "/" + path).statusCode()).isEqualTo(200);
    }

    @Test
    default void aTokenOfAnotherKindOrMakeIsNone() throws JOSEException {
        String idToken = server().workerIdentity("A99981");
        assertThat(as(idToken).get(fhir("Patient")).statusCode()).isEqualTo(401);
        assertThat(as("abc").get(fhir("Patient")).statusCode()).isEqualTo(401);
        SignedJWT expired = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(server().signingKey().getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer("x")
                        .audience("x")
                        .subject("reader")
                        .claim("client_id", "reader")
                        .claim("mode", "application")
                        .issueTime(new Date(0))
                        .expirationTime(new Date(1000))
                        .build());
        expired.sign(new ECDSASigner(server().signingKey()));
        assertThat(as(expired.serialize()).get(fhir("Patient")).statusCode()).isEqualTo(401);
    }

    @Test
    default void anAccessTokenIsNoIdentity() {
        Response response = exchange("reader", applicationToken("reader"));
        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    default void scopesDecideTypesAndInteractions() {
        String narrow = applicationToken("narrow");
        assertThat(as(narrow).get(fhir("Patient/unknown")).statusCode()).isEqualTo(404);
        assertThat(as(narrow).get(fhir("Patient")).statusCode()).isEqualTo(403);
        assertThat(as(narrow).get(fhir("Observation/1")).statusCode()).isEqualTo(403);
        assertThat(as(narrow)
                        .contentType(FHIR_JSON)
                        .body("{\"resourceType\":\"Flag\"}")
                        .post(fhir("Flag"))
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "transaction"})
    default void entriesOfABundlePassTheSameRules(String type) {
        String bundle = """
                {"resourceType":"Bundle","type":"%s","entry":[
                  {"resource":{"resourceType":"Basic","code":{"text":"x"}},"request":{"method":"POST","url":"Basic"}}]}""".formatted(type);
        Response response = as(applicationToken("reader"))
                .contentType(FHIR_JSON)
                .body(bundle)
                .post(fhir(""));
        String status = type.equals("batch")
                ? response.path("entry[0].response.status").toString()
                : Integer.toString(response.statusCode());
        assertThat(status).startsWith("403");
    }

    private void storeFlag(String id, String nhsNumber) {
        String flag = """
                {"resourceType":"Flag","id":"%s","status":"active","code":{"text":"x"},"subject":{"reference":"Patient/%s"}}""".formatted(id, nhsNumber);
        assertThat(as(applicationToken("editor"))
                        .contentType(FHIR_JSON)
                        .body(flag)
                        .put(fhir("Flag/" + id))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    default void patientsSeeTheirOwnRecordByEveryDoor() {
        String own = storePatient("");
        String other = storePatient("");
        storeFlag("own-" + own, own);
        storeFlag("own-" + other, other);
        String token = patientToken("reader", own);
        assertThat(as(token).get(fhir("Patient/" + own)).statusCode()).isEqualTo(200);
        assertThat(as(token).get(fhir("Flag/own-" + own)).statusCode()).isEqualTo(200);
        for (String path : List.of(
                "Patient/" + other,
                "Patient/" + other + "/_history",
                "Patient/" + other + "/$everything",
                "Flag/own-" + other,
                "Flag/own-" + other + "/_history/1")) {
            assertThat(as(token).get(fhir(path)).statusCode()).as(path).isEqualTo(404);
        }
        for (String path : List.of(
                "Patient?_revinclude=Flag:patient",
                "Flag",
                "Flag?patient=" + other,
                "_history?_count=200",
                "?_type=Patient,Flag")) {
            Response response = as(token).get(fhir(path));
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.asString())
                    .as(path)
                    .doesNotContain("Patient/" + other)
                    .doesNotContain("own-" + other);
        }
        assertThat(as(token)
                        .get(fhir("Patient?_total=accurate&_count=0"))
                        .path("total")
                        .toString())
                .isEqualTo("1");
    }

    @Test
    default void anotherPatientIsRefusedAtTheNationalPath() {
        String own = storePatient("");
        String other = storePatient("");
        Response response = as(patientToken("reader", own))
                .header("X-Request-ID", UUID.randomUUID().toString())
                .get(pds("Patient/" + other));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.asString()).contains("Patient cannot perform this action");
    }

    @Test
    default void nobodyFindsARestrictedRecordByWhereThePersonLives() {
        String restricted = storePatient(RESTRICTED_AT_HOME);
        String token = workerToken("reader", "A99981");
        Response read = as(token).get(fhir("Patient/" + restricted));
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.asString())
                .doesNotContain("ZZ99 3WZ")
                .doesNotContain("01632960000")
                .contains("Hidden");
        assertThat(as(token).get(fhir("Patient/" + restricted + "/_history")).asString())
                .doesNotContain("ZZ99 3WZ");
        assertThat(as(token)
                        .get(fhir("Patient?address-postalcode=ZZ99 3WZ&_id=" + restricted))
                        .asString())
                .doesNotContain("Hidden");
        assertThat(as(token)
                        .get(fhir("Patient?phone=01632960000&_id=" + restricted))
                        .asString())
                .doesNotContain("Hidden");
        assertThat(as(token)
                        .get(fhir("Patient?family=hidden&_id=" + restricted))
                        .asString())
                .contains("Hidden");
    }

    String RESTRICTED_AT_HOME = """
            ,"meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]},
            "name":[{"family":"Hidden"}],"address":[{"postalCode":"ZZ99 3WZ"}],"telecom":[{"system":"phone","value":"01632960000"}]""";

    @Test
    default void anApplicationMayNotUpdateAtTheNationalPath() {
        String number = storePatient("");
        Response response = as(applicationToken("editor"))
                .header("X-Request-ID", UUID.randomUUID().toString())
                .header("If-Match", "W/\"1\"")
                .contentType("application/json-patch+json")
                .body("{\"patches\":[]}")
                .patch(pds("Patient/" + number));
        assertThat(response.statusCode()).isEqualTo(403);
    }

    @Test
    default void aWorkerNeedsTheActivityToUpdate() {
        String number = storePatient("");
        for (Map.Entry<String, Integer> expected :
                Map.of("B0825", 412, "B0001", 403).entrySet()) {
            Response response = as(workerToken("editor", "A99981", expected.getKey()))
                    .header("X-Request-ID", UUID.randomUUID().toString())
                    .contentType("application/json-patch+json")
                    .body("{\"patches\":[]}")
                    .patch(pds("Patient/" + number));
            assertThat(response.statusCode()).as(expected.getKey()).isEqualTo(expected.getValue());
        }
    }

    @ParameterizedTest
    @CsvSource({"555000000001, 404", "555999999999, 400"})
    default void theRoleOfAHeaderMustBeHeld(String urid, int status) {
        assertThat(as(workerToken("reader", "A99981"))
                        .header("NHSD-Session-URID", urid)
                        .get(fhir("Patient/nobody"))
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    default void theOrganisationMustBeThatOfTheRole() {
        assertThat(as(workerToken("reader", "A99981"))
                        .header("NHSD-End-User-Organisation-ODS", "RZ9")
                        .get(fhir("Patient/nobody"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    default void gatewayHeadersFromOutsideAreNotBelieved() {
        String own = storePatient("");
        Response response = as(applicationToken("narrow"))
                .header("NHSE-PDS-Privileged-Access", "true")
                .header("OpenSpine-Access-Mode", "user-restricted")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .get(pds("Patient?family=x&birthdate=eq2000-01-01&_max-results=2"));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(own).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FHIR/R4/Patient%2F1", "FHIR/R4/Patient;a=b/1", "FHIR/R4/%2e%2e/R4/Patient"})
    default void pathTricksAreRefused(String path) {
        assertThat(as(applicationToken("editor"))
                        .urlEncodingEnabled(false)
                        .get(server().address() + "/" + path)
                        .statusCode())
                .isIn(400, 401, 404);
    }

    // ---- requests sent again

    private Response create(String token, String id, String text) {
        return as(token)
                .header("X-Request-ID", id)
                .contentType(FHIR_JSON)
                .body("{\"resourceType\":\"Basic\",\"code\":{\"text\":\"%s\"}}".formatted(text))
                .post(fhir("Basic"));
    }

    /** SECURITY section 8: the answer that was lost comes again and nothing is done twice. */
    @Test
    default void aChangeSentAgainGetsTheSameAnswer() {
        String token = applicationToken("editor");
        String id = UUID.randomUUID().toString();
        Response first = create(token, id, "once");
        Response again = create(token, id, "once");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.header("OpenSpine-Replayed")).isEqualTo("true");
        assertThat(first.header("OpenSpine-Replayed")).isNull();
    }

    /** The same id with another body, or of another application, is a request of its own. */
    @Test
    default void anotherBodyOrSenderIsARequestOfItsOwn() {
        String token = applicationToken("editor");
        String id = UUID.randomUUID().toString();
        Response first = create(token, id, "first");
        Response other = create(token, id, "other");
        Response stranger = create(applicationToken("writer"), id, "first");
        assertThat(other.statusCode()).isEqualTo(201);
        assertThat(other.header("Location")).isNotEqualTo(first.header("Location"));
        assertThat(stranger.statusCode()).isEqualTo(201);
        assertThat(stranger.header("Location")).isNotEqualTo(first.header("Location"));
    }

    /** What is refused is not kept: it may go well the next time. */
    @Test
    default void aRefusalIsNotKept() {
        String token = applicationToken("editor");
        String id = UUID.randomUUID().toString();
        Response bad = as(token)
                .header("X-Request-ID", id)
                .contentType(FHIR_JSON)
                .body("{\"resourceType\":\"Basic\"}")
                .post(fhir("Basic"));
        assertThat(bad.statusCode()).isBetween(400, 422);
        Response again = as(token)
                .header("X-Request-ID", id)
                .contentType(FHIR_JSON)
                .body("{\"resourceType\":\"Basic\"}")
                .post(fhir("Basic"));
        assertThat(again.header("OpenSpine-Replayed")).isNull();
    }
}
