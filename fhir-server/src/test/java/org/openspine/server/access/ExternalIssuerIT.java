package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.Setting;

/** Access tokens of another issuer, whose keys come from its key set: SECURITY section 2.3. */
class ExternalIssuerIT {
    private static final String ISSUER = "https://issuer.test";
    private static final String AUDIENCE = "openspine";

    private final ECKey known = key("known");
    private final ECKey rotated = key("rotated");
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile List<ECKey> published = List.of(known);

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpServer issuer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            byte[] body = new JWKSet(List.copyOf(
                            published.stream().map(ECKey::toPublicJWK).toList()))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String token(ECKey key, String audience) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(new JOSEObjectType("at+jwt"))
                            .keyID(key.getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer(ISSUER)
                            .audience(audience)
                            .subject("reader")
                            .claim("client_id", "reader")
                            .claim("mode", "application")
                            .claim("scope", "system/*.rs")
                            .issueTime(new Date())
                            .jwtID(UUID.randomUUID().toString())
                            .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                            .build());
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a good token claims, with one thing changed. */
    private String changed(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException, ParseException {
        JWTClaimsSet good = SignedJWT.parse(token(known, AUDIENCE)).getJWTClaimsSet();
        return signed(
                JWSAlgorithm.ES256,
                "at+jwt",
                change.apply(new JWTClaimsSet.Builder(good)).build(),
                new ECDSASigner(known));
    }

    private static String signed(JWSAlgorithm algorithm, String type, JWTClaimsSet claims, JWSSigner signer)
            throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(new JOSEObjectType(type))
                        .keyID("known")
                        .build(),
                claims);
        token.sign(signer);
        return token.serialize();
    }

    /** Algorithm, kind, issuer, audience and time of another issuer's tokens count as those of our own do. */
    @Test
    void tokensOfAnotherIssuerAreCheckedInFull(@TempDir Path folder) throws Exception {
        HttpServer issuer = issuer();
        Map<Setting, String> settings = Map.of(
                Setting.ISSUER_URL, ISSUER,
                Setting.ISSUER_AUDIENCE, AUDIENCE,
                Setting.ISSUER_JWKS, "http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks");
        JWTClaimsSet good = SignedJWT.parse(token(known, AUDIENCE)).getJWTClaimsSet();
        byte[] publicKey = known.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.now();
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("none", new PlainJWT(good).serialize());
        bad.put("HS256 with the public key", signed(JWSAlgorithm.HS256, "at+jwt", good, new MACSigner(publicKey)));
        bad.put("HS512 with the public key", signed(JWSAlgorithm.HS512, "at+jwt", good, new MACSigner(publicKey)));
        bad.put("RS256 by a client", signed(JWSAlgorithm.RS256, "at+jwt", good, new RSASSASigner(SecuredServer.KEY)));
        bad.put("an ID token", signed(JWSAlgorithm.ES256, "JWT", good, new ECDSASigner(known)));
        bad.put("another issuer", changed(claims -> claims.issuer("https://issuer.test/")));
        bad.put("no issuer", changed(claims -> claims.issuer(null)));
        bad.put("no audience", changed(claims -> claims.audience((String) null)));
        bad.put("past", changed(claims -> claims.expirationTime(Date.from(now.minusSeconds(60)))));
        bad.put("not yet", changed(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(60)))));
        bad.put("unknown client", changed(claims -> claims.claim("client_id", "nobody")));
        Map<String, String> still = new LinkedHashMap<>();
        still.put("as it comes", changed(claims -> claims));
        still.put("several audiences", changed(claims -> claims.audience(List.of("x", AUDIENCE))));
        still.put("just past", changed(claims -> claims.expirationTime(Date.from(now.minusSeconds(5)))));
        still.put("nearly", changed(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(20)))));
        try (SecuredServer server = new SecuredServer(folder, StoreConfig.h2(folder), settings, Clock.systemUTC())) {
            bad.forEach(
                    (name, token) -> assertThat(status(server, token)).as(name).isEqualTo(401));
            still.forEach(
                    (name, token) -> assertThat(status(server, token)).as(name).isEqualTo(200));
        } finally {
            issuer.stop(0);
        }
    }

    private static int status(SecuredServer server, String token) {
        return given().header("Authorization", "Bearer " + token)
                .get(server.address() + "/FHIR/R4/Patient")
                .statusCode();
    }

    @Test
    void keysAreFetchedSeldomRotatedAndOutliveTheIssuer(@TempDir Path folder) throws IOException {
        HttpServer issuer = issuer();
        Map<Setting, String> settings = Map.of(
                Setting.ISSUER_URL, ISSUER,
                Setting.ISSUER_AUDIENCE, AUDIENCE,
                Setting.ISSUER_JWKS, "http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks");
        try (SecuredServer server = new SecuredServer(folder, StoreConfig.h2(folder), settings, Clock.systemUTC())) {
            assertThat(status(server, token(known, AUDIENCE))).isEqualTo(200);
            assertThat(status(server, token(known, "somebody else"))).isEqualTo(401);
            assertThat(status(server, token(key("known"), AUDIENCE)))
                    .as("another key of the same name")
                    .isEqualTo(401);
            published = List.of(known, rotated);
            assertThat(status(server, token(rotated, AUDIENCE))).as("rotated").isEqualTo(200);
            int before = fetches.get();
            for (int i = 0; i < 20; i++) {
                assertThat(status(server, token(key("unknown-" + i), AUDIENCE))).isEqualTo(401);
            }
            assertThat(fetches.get() - before).as("fetches for unknown keys").isLessThanOrEqualTo(1);
            issuer.stop(0);
            assertThat(status(server, token(known, AUDIENCE))).as("issuer down").isEqualTo(200);
            assertThat(status(server, token(rotated, AUDIENCE)))
                    .as("issuer down")
                    .isEqualTo(200);
            assertThat(status(server, token(key("unknown"), AUDIENCE))).isEqualTo(401);
        }
    }
}
