package org.openspine.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.access.Caller;
import org.openspine.error.SpineException;

/** An issuer of ID tokens that is trusted to say who a healthcare worker or a patient is. */
final class IdentityProvider {
    /** What its users are. */
    enum Kind {
        HEALTHCARE_WORKER,
        PATIENT
    }

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS512, JWSAlgorithm.ES256, JWSAlgorithm.ES384);
    private static final int MAX_LENGTH = 16 * 1024;

    private final String issuer;
    private final Optional<Kind> kind;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** @param kind empty: the token says itself, in the claim {@code openspine_kind} of the local issuer */
    IdentityProvider(String issuer, Optional<Kind> kind, JWKSource<SecurityContext> keys) {
        this.issuer = issuer;
        this.kind = kind;
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                com.nimbusds.jose.JOSEObjectType.JWT, null)); // an access token is no ID token
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp", "iat")));
    }

    String issuer() {
        return issuer;
    }

    /** Throws {@link TokenError#INVALID_IDENTITY}. */
    Identity verify(String idToken) {
        if (idToken.length() > MAX_LENGTH) {
            throw invalid();
        }
        try {
            JWTClaimsSet claims = processor.process(idToken, null);
            Kind told = kind.orElseGet(() ->
                    "patient".equals(claims.getClaims().get("openspine_kind")) ? Kind.PATIENT : Kind.HEALTHCARE_WORKER);
            return told == Kind.PATIENT ? patient(claims) : worker(claims);
        } catch (ParseException | BadJOSEException | JOSEException | ClassCastException e) {
            throw invalid();
        }
    }

    static SpineException invalid() {
        return new SpineException(
                TokenError.INVALID_IDENTITY, "Invalid 'subject_token' - not a valid ID token of a trusted issuer");
    }

    private static Identity patient(JWTClaimsSet claims) throws ParseException {
        String number = claims.getStringClaim("nhs_number");
        String proofing = claims.getStringClaim("identity_proofing_level");
        if (number == null) {
            throw invalid();
        }
        return new Identity.Patient(number, proofing == null ? "P0" : proofing);
    }

    private static Identity worker(JWTClaimsSet claims) throws ParseException {
        List<Identity.HeldRole> roles = new ArrayList<>();
        List<Object> held = claims.getListClaim("nhsid_nrbac_roles");
        for (Object one : held == null ? List.of() : held) {
            Map<?, ?> role = (Map<?, ?>) one;
            Set<String> activities = new HashSet<>();
            if (role.get("activity_codes") instanceof List<?> codes) {
                codes.forEach(code -> activities.add(String.valueOf(code)));
            }
            roles.add(new Identity.HeldRole(
                    new Caller.Role(text(role, "person_roleid"), lastPart(text(role, "role_code")), activities),
                    text(role, "org_code")));
        }
        String user = claims.getStringClaim("nhsid_useruid");
        return new Identity.HealthcareWorker(user == null ? claims.getSubject() : user, assurance(claims), roles);
    }

    /** National role codes come as a path, {@code S8000:G8000:R8000}; the last part is the job role. */
    private static String lastPart(String code) {
        return code.substring(code.lastIndexOf(':') + 1);
    }

    private static String text(Map<?, ?> role, String name) {
        Object value = role.get(name);
        return value == null ? "" : String.valueOf(value);
    }

    /** {@code AAL3_USER} or {@code 3}. */
    private static int assurance(JWTClaimsSet claims) {
        String text = String.valueOf(claims.getClaim("authentication_assurance_level"));
        return text.contains("3") ? 3 : text.contains("2") ? 2 : 1;
    }
}
