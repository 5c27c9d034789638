package org.openspine.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** ID tokens for local work, signed with the server's own key; a server accepts them only while it listens on loopback. */
public final class LocalIdentities {
    static final String ISSUER = "urn:openspine:local-identities";

    private static final Duration LIFETIME = Duration.ofHours(1);

    private LocalIdentities() {}

    /** @param role job role code; {@code activities} and {@code organisation} go with it */
    public record Worker(String user, String urid, String role, List<String> activities, String organisation) {}

    /** An ID token of a healthcare worker who signed in with two factors. */
    public static String mint(KeyFile keys, Worker worker, Instant now) {
        return sign(
                keys,
                claims(now)
                        .subject(worker.user())
                        .claim("openspine_kind", "healthcare-worker")
                        .claim("nhsid_useruid", worker.user())
                        .claim("authentication_assurance_level", "3")
                        .claim(
                                "nhsid_nrbac_roles",
                                List.of(Map.of(
                                        "person_roleid", worker.urid(),
                                        "role_code", worker.role(),
                                        "activity_codes", worker.activities(),
                                        "org_code", worker.organisation()))));
    }

    /** An ID token of a patient whose identity is proved. */
    public static String mintPatient(KeyFile keys, String nhsNumber, Instant now) {
        return sign(
                keys,
                claims(now)
                        .subject(nhsNumber)
                        .claim("openspine_kind", "patient")
                        .claim("nhs_number", nhsNumber)
                        .claim("identity_proofing_level", "P9"));
    }

    private static JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)));
    }

    private static String sign(KeyFile keys, JWTClaimsSet.Builder claims) {
        try {
            ECKey key = keys.signing();
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .build(),
                    claims.build());
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key does not sign", e);
        }
    }
}
