package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.server.http.ServedBase;

/** Access tokens that are right but for one thing open nothing: SECURITY sections 2.2 and 13. */
interface AccessTokenContract extends SecuredContract {
    private JWSHeader.Builder header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(server().signingKey().getKeyID());
    }

    private static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** What a good token claims, changed, with our own signature. */
    private String ours(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        JWTClaimsSet good = claims(applicationToken("reader"));
        return signed(
                header(JWSAlgorithm.ES256).build(),
                change.apply(new JWTClaimsSet.Builder(good)).build(),
                new ECDSASigner(server().signingKey()));
    }

    private static String unsigned(String header, JWTClaimsSet claims, String signature) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8)) + "." + signature;
    }

    private Map<String, String> forged() throws JOSEException, ParseException {
        String good = applicationToken("reader");
        JWTClaimsSet claims = claims(good);
        ECDSASigner own = new ECDSASigner(server().signingKey());
        byte[] publicKey = server().signingKey().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("alg none", unsigned("{\"alg\":\"none\",\"typ\":\"at+jwt\"}", claims, ""));
        forged.put(
                "alg none with our signature",
                unsigned("{\"alg\":\"none\",\"typ\":\"at+jwt\"}", claims, good.substring(good.lastIndexOf('.') + 1)));
        forged.put(
                "HS256 with the public key",
                signed(header(JWSAlgorithm.HS256).build(), claims, new MACSigner(publicKey)));
        forged.put(
                "RS256 with the key of a client",
                signed(header(JWSAlgorithm.RS256).build(), claims, new RSASSASigner(SecuredServer.KEY)));
        forged.put(
                "another key of our name",
                signed(
                        header(JWSAlgorithm.ES256).build(),
                        claims,
                        new ECDSASigner(new ECKeyGenerator(Curve.P_256)
                                .keyID(server().signingKey().getKeyID())
                                .generate())));
        ECKey brought = new ECKeyGenerator(Curve.P_256)
                .keyID(server().signingKey().getKeyID())
                .generate();
        forged.put(
                "a key that it brings along",
                signed(
                        header(JWSAlgorithm.ES256).jwk(brought.toPublicJWK()).build(),
                        claims,
                        new ECDSASigner(brought)));
        forged.put(
                "crit",
                signed(
                        header(JWSAlgorithm.ES256)
                                .criticalParams(Set.of("x"))
                                .customParam("x", 1)
                                .build(),
                        claims,
                        own));
        forged.put(
                "typ JWT",
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .type(JOSEObjectType.JWT)
                                .keyID(server().signingKey().getKeyID())
                                .build(),
                        claims,
                        own));
        forged.put(
                "no typ",
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID(server().signingKey().getKeyID())
                                .build(),
                        claims,
                        own));
        forged.put("cut", good.substring(0, good.length() - 4));
        forged.put("other claims under our signature", tampered(good));
        EncryptedJWT jwe = new EncryptedJWT(new JWEHeader(JWEAlgorithm.ECDH_ES, EncryptionMethod.A128GCM), claims);
        jwe.encrypt(new ECDHEncrypter(server().signingKey().toECPublicKey()));
        forged.put("JWE", jwe.serialize());
        return forged;
    }

    private static String tampered(String token) {
        String[] parts = token.split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("system/*.rs", "system/*.cruds");
        return parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];
    }

    @Test
    default void whatIsForgedOpensNothing() throws JOSEException, ParseException {
        assertThat(as(ours(claims -> claims)).get(fhir("Patient")).statusCode())
                .as("signed in the same way and right")
                .isEqualTo(200);
        for (Map.Entry<String, String> forged : forged().entrySet()) {
            Response response = as(forged.getValue()).get(fhir("Patient"));
            assertThat(response.statusCode()).as(forged.getKey()).isEqualTo(401);
            assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        }
    }

    /** Rightly signed, and wrong in one claim. */
    @Test
    default void everyClaimOfATokenCounts() throws JOSEException {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("iss", ours(claims -> claims.issuer("https://elsewhere.test")));
        wrong.put("no iss", ours(claims -> claims.issuer(null)));
        wrong.put("aud", ours(claims -> claims.audience("https://elsewhere.test")));
        wrong.put("no aud", ours(claims -> claims.audience((String) null)));
        wrong.put(
                "exp past",
                ours(claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(31)))));
        wrong.put("exp as text", ours(claims -> claims.claim("exp", "tomorrow")));
        wrong.put("no exp", ours(claims -> claims.expirationTime(null)));
        wrong.put(
                "nbf ahead",
                ours(claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(120)))));
        wrong.put("client", ours(claims -> claims.claim("client_id", "nobody")));
        wrong.put("no client", ours(claims -> claims.claim("client_id", null)));
        wrong.put("client as number", ours(claims -> claims.claim("client_id", 7)));
        wrong.put("mode", ours(claims -> claims.claim("mode", "operator")));
        wrong.put("no mode", ours(claims -> claims.claim("mode", null)));
        wrong.forEach((name, token) ->
                assertThat(as(token).get(fhir("Patient")).statusCode()).as(name).isEqualTo(401));
    }

    /** Clocks differ by seconds: up to thirty are forgiven. */
    @Test
    default void aTokenThatJustRanOutIsStillGood() throws JOSEException {
        String justNow =
                ours(claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(10))));
        assertThat(as(justNow).get(fhir("Patient")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "DPoP", "Bearer Bearer", "Bearer x,Bearer", "Token", ""})
    default void onlyTheBearerSchemeIsRead(String scheme) {
        String token = applicationToken("reader");
        Response response = given().config(ServedBase.PLAIN)
                .header("Authorization", (scheme + " " + token).strip())
                .get(fhir("Patient"));
        assertThat(response.statusCode()).isIn(400, 401);
    }

    /** A token in the address would stand in logs and histories. */
    @Test
    default void aTokenElsewhereIsNone() {
        String token = applicationToken("reader");
        assertThat(asSomebody().get(fhir("Patient?access_token=" + token)).statusCode())
                .isEqualTo(401);
        assertThat(asSomebody()
                        .cookie("access_token", token)
                        .header("X-Authorization", "Bearer " + token)
                        .header("Proxy-Authorization", "Bearer " + token)
                        .get(fhir("Patient"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    default void anEncryptedAssertionIsMalformed() throws JOSEException {
        EncryptedJWT jwe = new EncryptedJWT(
                new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A128GCM)
                        .keyID("k1")
                        .build(),
                new JWTClaimsSet.Builder().issuer("reader").subject("reader").build());
        jwe.encrypt(new ECDHEncrypter(server().signingKey().toECPublicKey()));
        Response response = token(jwe.serialize());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.path("error_description").toString()).isEqualTo("Malformed JWT in client_assertion");
    }
}
