package org.openspine.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import jakarta.servlet.Servlet;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.openspine.access.policy.AccessPolicy;
import org.openspine.audit.AuditTrail;
import org.openspine.repository.ResourceRepository;

/** Everything about tokens, made once: the token endpoint, who verifies, and what clients discover. */
public final class Security {
    private static final Duration KEYS_KEPT = Duration.ofMinutes(15);
    private static final Duration KEYS_OUTAGE = Duration.ofHours(1);
    private static final int FETCH_TIMEOUT_MILLIS = 3_000;
    private static final int FETCH_LIMIT = 256 * 1024;
    private static final double TOKEN_REQUESTS_PER_SECOND = 10;
    private static final double FAILED_PER_MINUTE = 10;

    private final AtomicReference<String> address;
    private final KeyFile keys;
    private final TokenAccess tokenAccess;
    private final Map<String, Servlet> servlets = new LinkedHashMap<>();

    /**
     * @param address under which clients know the server, scheme to port; the one that is set last counts
     * @param issuer name of this server in its tokens
     * @param loopback whether only this machine reaches the server: then the local test issuer of identities is trusted too
     */
    public record Setup(
            AtomicReference<String> address,
            String issuer,
            KeyFile keys,
            Optional<ExternalIssuer> external,
            Optional<ExternalProvider> provider,
            int requestsPerSecond,
            boolean loopback) {}

    public record ExternalIssuer(String issuer, URI keys, String audience) {}

    public record ExternalProvider(String issuer, URI keys, boolean patients) {}

    public Security(Setup setup, ResourceRepository repository, Optional<AuditTrail> audit, Clock clock) {
        this.address = setup.address();
        this.keys = setup.keys();
        ClientRegistry clients = new ClientRegistry(repository.clients(), clock);
        AccessTokens tokens = setup.external()
                .map(external -> new AccessTokens(
                        Optional.empty(),
                        external.issuer(),
                        external.audience(),
                        Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS512, JWSAlgorithm.ES256, JWSAlgorithm.ES384),
                        remote(external.keys()),
                        clock))
                .orElseGet(() -> new AccessTokens(
                        Optional.of(keys),
                        setup.issuer(),
                        setup.issuer(),
                        Set.of(JWSAlgorithm.ES256),
                        new ImmutableJWKSet<>(keys.published()),
                        clock));
        double perSecond = setup.requestsPerSecond();
        tokenAccess = new TokenAccess(
                tokens,
                clients,
                AccessPolicy.read(Scopes::allow),
                new RateLimit(perSecond, Duration.ofSeconds(1), 2 * perSecond, clock));
        if (setup.external().isEmpty()) {
            ClientAssertions assertions =
                    new ClientAssertions(clients, repository.clients(), audience -> audience.equals(tokenUrl()), clock);
            servlets.put(
                    "/oauth2/token",
                    new TokenEndpoint(
                            assertions,
                            new IdentityProviders(providers(setup)),
                            tokens,
                            new RateLimit(
                                    TOKEN_REQUESTS_PER_SECOND,
                                    Duration.ofSeconds(1),
                                    4 * TOKEN_REQUESTS_PER_SECOND,
                                    clock),
                            new RateLimit(FAILED_PER_MINUTE, Duration.ofMinutes(1), 2 * FAILED_PER_MINUTE, clock),
                            new AccessLog(audit)));
            servlets.put("/oauth2/jwks", new JsonDocument(() -> keys.published().toString(true)));
        }
        SmartConfiguration smart = new SmartConfiguration(
                () -> setup.external().map(ExternalIssuer::issuer).orElseGet(address::get),
                setup.external().isEmpty());
        servlets.put("/.well-known/smart-configuration", new JsonDocument(smart::json));
    }

    private List<IdentityProvider> providers(Setup setup) {
        List<IdentityProvider> providers = new ArrayList<>();
        setup.provider()
                .ifPresent(external -> providers.add(new IdentityProvider(
                        external.issuer(),
                        Optional.of(
                                external.patients()
                                        ? IdentityProvider.Kind.PATIENT
                                        : IdentityProvider.Kind.HEALTHCARE_WORKER),
                        remote(external.keys()))));
        if (setup.loopback()) {
            providers.add(new IdentityProvider(
                    LocalIdentities.ISSUER, Optional.empty(), new ImmutableJWKSet<>(keys.published())));
        }
        return providers;
    }

    /** Cached, limited in how often it is fetched, and good for an hour while the issuer is down; redirects are not followed. */
    private static JWKSource<SecurityContext> remote(URI url) {
        try {
            DefaultResourceRetriever retriever =
                    new DefaultResourceRetriever(FETCH_TIMEOUT_MILLIS, FETCH_TIMEOUT_MILLIS, FETCH_LIMIT);
            return JWKSourceBuilder.create(url.toURL(), retriever)
                    .cache(KEYS_KEPT.toMillis(), FETCH_TIMEOUT_MILLIS)
                    .rateLimited(Duration.ofMinutes(5).toMillis() / 2)
                    .outageTolerant(KEYS_OUTAGE.toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new KeyFile.UnusableException("%s is no URL of a JSON Web Key Set".formatted(url));
        }
    }

    private String tokenUrl() {
        return address.get() + "/oauth2/token";
    }

    /** For a server on which everybody needs a token. */
    public Access required() {
        return tokenAccess;
    }

    /** For a sandbox: a token is looked at if there is one. */
    public Access ifGiven() {
        return new MixedAccess(new OpenAccess(), tokenAccess);
    }

    /** Mounted beside the APIs, by path. */
    public Map<String, Servlet> servlets() {
        return Map.copyOf(servlets);
    }

    /** Signs a statement about the audit log; what it returns holds both. */
    public static String sign(KeyFile keys, byte[] content) {
        try {
            ECKey key = keys.signing();
            JWSObject jws = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    new Payload(content));
            jws.sign(new ECDSASigner(key));
            return jws.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key does not sign", e);
        }
    }

    /** What a signed statement says; empty if none of the keys signed it. */
    public static Optional<byte[]> verified(KeyFile keys, String signed) {
        try {
            JWSObject jws = JWSObject.parse(signed);
            for (ECKey key : keys.keys()) {
                if (jws.verify(new ECDSAVerifier(key.toPublicJWK()))) {
                    return Optional.of(jws.getPayload().toString().getBytes(StandardCharsets.UTF_8));
                }
            }
            return Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }
}
