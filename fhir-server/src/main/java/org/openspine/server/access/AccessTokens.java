package org.openspine.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openspine.access.AccessError;
import org.openspine.error.SpineException;

/**
 * Access tokens: JWTs of type {@code at+jwt}, signed with ES256. One that was verified is remembered for as long as it is
 * good, since checking a signature costs more than everything else about a read.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068">RFC 9068</a>
 */
final class AccessTokens {
    static final Duration LIFETIME = Duration.ofSeconds(600);

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final int SKEW_SECONDS = 30;
    private static final int MAX_LENGTH = 12 * 1024;

    private final Optional<KeyFile> keys;
    private final String issuer;
    private final String audience;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Cache<String, Verified> verified =
            Caffeine.newBuilder().maximumSize(20_000).expireAfterWrite(LIFETIME).build();

    private record Verified(JWTClaimsSet claims, Instant expires) {}

    /**
     * @param keys to sign with; empty where another issuer signs
     * @param algorithms that tokens may be signed with
     */
    AccessTokens(
            Optional<KeyFile> keys,
            String issuer,
            String audience,
            Set<JWSAlgorithm> algorithms,
            JWKSource<SecurityContext> verifying,
            Clock clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, verifying));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                audience,
                new JWTClaimsSet.Builder().issuer(issuer).build(),
                Set.of("sub", "exp", "iat", "client_id", "mode"));
        claims.setMaxClockSkew(SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
    }

    /** A token of this application, and of the user if there is one. */
    String issue(ClientApplication client, Optional<Identity> identity, Set<String> scopes) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(UUID.randomUUID().toString())
                .claim("client_id", client.id())
                .claim("org", client.organisation())
                .claim("scope", String.join(" ", scopes));
        if (client.multiOrganisation()) {
            claims.claim("multi_org", true);
        }
        identity.ifPresentOrElse(
                one -> claim(claims, one), () -> claims.subject(client.id()).claim("mode", "application"));
        return sign(claims.build());
    }

    private static void claim(JWTClaimsSet.Builder claims, Identity identity) {
        if (identity instanceof Identity.Patient patient) {
            claims.subject(patient.nhsNumber())
                    .claim("mode", "patient")
                    .claim("nhs_number", patient.nhsNumber())
                    .claim("proofing", patient.proofing());
        }
        if (identity instanceof Identity.HealthcareWorker worker) {
            List<Map<String, Object>> roles = worker.roles().stream()
                    .map(held -> Map.<String, Object>of(
                            "urid", held.role().urid(),
                            "role_code", held.role().code(),
                            "activity_codes", List.copyOf(held.role().activities()),
                            "ods", held.organisation()))
                    .toList();
            claims.subject(worker.user())
                    .claim("mode", "healthcare_worker")
                    .claim("uid", worker.user())
                    .claim("aal", worker.assurance())
                    .claim("roles", roles);
        }
    }

    private String sign(JWTClaimsSet claims) {
        try {
            var key = keys.orElseThrow().signing();
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(TYPE)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key does not sign", e);
        }
    }

    /** The claims of a token. Throws {@link AccessError#INVALID_TOKEN} or {@link AccessError#EXPIRED_TOKEN} unless it is good now. */
    JWTClaimsSet verify(String token) {
        Verified known = verified.getIfPresent(token);
        Instant now = clock.instant();
        if (known != null) {
            if (known.expires().plusSeconds(SKEW_SECONDS).isAfter(now)) {
                return known.claims();
            }
            throw refused(AccessError.EXPIRED_TOKEN);
        }
        if (token.length() > MAX_LENGTH) {
            throw refused(AccessError.INVALID_TOKEN);
        }
        try {
            JWTClaimsSet claims = processor.process(token, null);
            verified.put(token, new Verified(claims, claims.getExpirationTime().toInstant()));
            return claims;
        } catch (ExpiredJWTException e) { // told apart only once the signature was ours
            throw refused(AccessError.EXPIRED_TOKEN);
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            throw refused(AccessError.INVALID_TOKEN);
        }
    }

    private static SpineException refused(AccessError error) {
        return new SpineException(error, error.text());
    }
}
