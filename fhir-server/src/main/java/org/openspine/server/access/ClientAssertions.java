package org.openspine.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;
import org.openspine.repository.ClientStore;

/**
 * The signed statement by which an application says who it is, checked in the order and with the words of the national
 * endpoint; the first failure counts.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523">RFC 7523</a>
 */
final class ClientAssertions {
    private static final int MAX_LENGTH = 16 * 1024;
    private static final int MAX_JTI = 128;
    private static final long MAX_AHEAD = 300;
    private static final long GRACE = 10;
    private static final String DEFAULT_ALGORITHM = "RS512";
    private static final Set<String> ALGORITHMS = Set.of("RS512", "RS384", "ES384");
    private static final List<String> FORBIDDEN_HEADERS = List.of("crit", "jku", "jwk", "x5u", "x5c");

    private final ClientRegistry clients;
    private final ClientStore used;
    private final Predicate<String> ownAddress;
    private final Clock clock;

    /** @param ownAddress whether an audience is the address of this token endpoint */
    ClientAssertions(ClientRegistry clients, ClientStore used, Predicate<String> ownAddress, Clock clock) {
        this.clients = clients;
        this.used = used;
        this.ownAddress = ownAddress;
        this.clock = clock;
    }

    /** The application that made the assertion. Throws a row of {@link TokenError}. */
    ClientApplication verify(String assertion) {
        Parsed parsed = parse(assertion);
        JsonNode header = parsed.header();
        JsonNode claims = parsed.claims();
        String algorithm = header.path("alg").asText();
        Optional<ClientApplication> client = clients.current(claims.path("iss").asText());
        Set<String> allowed = client.map(ClientApplication::algorithms).orElse(Set.of(DEFAULT_ALGORITHM));
        require(
                ALGORITHMS.contains(algorithm) && allowed.contains(algorithm),
                TokenError.INVALID_REQUEST,
                "Invalid 'alg' header in client_assertion JWT - unsupported JWT algorithm - must be '%s'"
                        .formatted(
                                String.join("' or '", allowed.stream().sorted().toList())));
        long now = clock.instant().getEpochSecond();
        JsonNode expiry = claims.path("exp");
        require(
                !expiry.isIntegralNumber() || expiry.asLong() > now,
                TokenError.INVALID_REQUEST,
                "Invalid 'exp' claim in client_assertion JWT - JWT has expired");
        checkHeader(header);
        checkExpiry(expiry, now);
        String issuer = claims.path("iss").asText();
        require(
                !issuer.isEmpty() && issuer.equals(claims.path("sub").asText()),
                TokenError.INVALID_REQUEST,
                "Missing or non-matching 'iss'/'sub' claims in client_assertion JWT");
        ClientApplication known = client.orElseThrow(() ->
                new SpineException(TokenError.UNKNOWN_CLIENT, "Invalid 'iss'/'sub' claims in client_assertion JWT"));
        require(
                isForUs(claims.path("aud")),
                TokenError.UNKNOWN_CLIENT,
                "Missing or invalid 'aud' claim in client_assertion JWT");
        require(
                !known.keys().getKeys().isEmpty(),
                TokenError.NO_PUBLIC_KEY,
                "You need to register a public key to use this authentication method");
        JWK key = known.key(header.path("kid").asText())
                .orElseThrow(() -> new SpineException(
                        TokenError.UNKNOWN_CLIENT,
                        "Invalid 'kid' header in client_assertion JWT - no matching public key"));
        require(isSigned(parsed.jws(), key), TokenError.BAD_SIGNATURE, "JWT signature verification failed");
        checkFirstUse(known, claims.path("jti"), Instant.ofEpochSecond(expiry.asLong()));
        return known;
    }

    private record Parsed(JWSObject jws, JsonNode header, JsonNode claims) {}

    private static Parsed parse(String assertion) {
        String[] parts = assertion.split("\\.", -1);
        if (assertion.length() > MAX_LENGTH || parts.length != 3) {
            throw malformed();
        }
        try {
            JsonNode header = json(parts[0]);
            JsonNode claims = json(parts[1]);
            if (!header.isObject() || !claims.isObject()) {
                throw malformed();
            }
            if (!ALGORITHMS.contains(header.path("alg").asText())) { // none and HS… are never given to the library
                throw new SpineException(
                        TokenError.INVALID_REQUEST,
                        "Invalid 'alg' header in client_assertion JWT - unsupported JWT algorithm - must be '%s'"
                                .formatted(DEFAULT_ALGORITHM));
            }
            return new Parsed(JWSObject.parse(assertion), header, claims);
        } catch (ParseException | IllegalArgumentException | MalformedContentException e) {
            throw malformed();
        }
    }

    /** With the limits of depth and against double names that bodies have. */
    private static JsonNode json(String part) {
        return ResourceJson.parseAny(Base64.getUrlDecoder().decode(part), JsonLimits.TOKEN);
    }

    private static SpineException malformed() {
        return new SpineException(TokenError.INVALID_REQUEST, "Malformed JWT in client_assertion");
    }

    private static void checkHeader(JsonNode header) {
        require(
                !header.path("kid").asText("").isEmpty(),
                TokenError.INVALID_REQUEST,
                "Missing 'kid' header in client_assertion JWT");
        require(
                header.path("typ").asText("").equalsIgnoreCase("JWT"),
                TokenError.INVALID_REQUEST,
                "Invalid 'typ' header in client_assertion JWT - must be 'JWT'");
        for (String name : FORBIDDEN_HEADERS) {
            require(
                    !header.has(name),
                    TokenError.INVALID_REQUEST,
                    "Invalid '%s' header in client_assertion JWT - not allowed".formatted(name));
        }
    }

    private static void checkExpiry(JsonNode expiry, long now) {
        require(
                !expiry.isMissingNode() && !expiry.isNull(),
                TokenError.INVALID_REQUEST,
                "Missing 'exp' claim in client_assertion JWT");
        require(
                expiry.isIntegralNumber(),
                TokenError.INVALID_REQUEST,
                "Invalid 'exp' claim in client_assertion JWT - must be an integer");
        require(
                expiry.asLong() <= now + MAX_AHEAD + GRACE,
                TokenError.INVALID_REQUEST,
                "Invalid 'exp' claim in client_assertion JWT - more than 5 minutes in future");
    }

    private boolean isForUs(JsonNode audience) {
        if (audience.isArray()) {
            return audience.size() == 1 && isForUs(audience.get(0));
        }
        return audience.isTextual() && ownAddress.test(audience.textValue());
    }

    private static boolean isSigned(JWSObject jws, JWK key) {
        try {
            boolean elliptic = jws.getHeader().getAlgorithm().getName().startsWith("ES");
            JWSVerifier verifier;
            if (elliptic && key instanceof ECKey ec) {
                verifier = new ECDSAVerifier(ec.toPublicJWK());
            } else if (!elliptic && key instanceof RSAKey rsa) {
                verifier = new RSASSAVerifier(rsa.toPublicJWK());
            } else {
                return false; // a key of another kind than the algorithm
            }
            return jws.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }

    /** Last of all, so that nobody can burn the id of another's assertion. */
    private void checkFirstUse(ClientApplication client, JsonNode jti, Instant expiry) {
        require(
                !jti.isMissingNode() && !jti.isNull(),
                TokenError.INVALID_REQUEST,
                "Missing 'jti' claim in client_assertion JWT");
        boolean isText = jti.isTextual()
                && !jti.textValue().isBlank()
                && jti.textValue().length() <= MAX_JTI
                && jti.textValue().chars().noneMatch(Character::isISOControl);
        require(
                isText,
                TokenError.INVALID_REQUEST,
                "Invalid 'jti' claim in client_assertion JWT - must be a unique string value such as a GUID");
        require(
                used.use(client.id(), jti.textValue(), expiry.plusSeconds(GRACE)),
                TokenError.INVALID_REQUEST,
                "Non-unique 'jti' claim in client_assertion JWT");
    }

    private static void require(boolean condition, TokenError error, String description) {
        if (!condition) {
            throw new SpineException(error, description);
        }
    }
}
