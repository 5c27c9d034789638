package org.openspine.server.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.access.policy.AccessPolicy;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** Callers by their access token, in the header {@code Authorization} and nowhere else. */
final class TokenAccess implements Access {
    private static final String BEARER = "Bearer ";

    private final AccessTokens tokens;
    private final ClientRegistry clients;
    private final AccessPolicy policy;
    private final RateLimit requests;

    TokenAccess(AccessTokens tokens, ClientRegistry clients, AccessPolicy policy, RateLimit requests) {
        this.tokens = tokens;
        this.clients = clients;
        this.policy = policy;
        this.requests = requests;
    }

    @Override
    public Caller caller(Function<String, Optional<String>> header, String address) {
        String authorisation = header.apply("Authorization").orElse("");
        if (!authorisation.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new SpineException(
                    AccessError.NO_TOKEN, "Missing Authorization header: send 'Bearer' and an access token");
        }
        JWTClaimsSet claims = tokens.verify(
                        authorisation.substring(BEARER.length()).strip())
                .orElseThrow(() -> new SpineException(AccessError.NO_TOKEN, "Invalid access token"));
        try {
            Caller caller = caller(claims, header).verified();
            if (requests.take(caller.client()) == RateLimit.Permit.REFUSED) {
                throw new SpineException(
                        AccessError.TOO_MANY_REQUESTS,
                        "This application sends more requests than it may; wait a second");
            }
            return caller;
        } catch (ParseException | ClassCastException e) {
            throw new SpineException(AccessError.NO_TOKEN, "Invalid access token");
        }
    }

    private Caller caller(JWTClaimsSet claims, Function<String, Optional<String>> header) throws ParseException {
        String client = claims.getStringClaim("client_id");
        if (clients.enabled(client).isEmpty()) {
            throw new SpineException(AccessError.NO_TOKEN, "The application of this access token is not enabled");
        }
        Set<String> scopes = new HashSet<>(Arrays.asList(scope(claims).split(" ")));
        String organisation = text(claims, "org");
        return switch (text(claims, "mode")) {
            case "application" ->
                new Caller(
                        AccessMode.APPLICATION_RESTRICTED,
                        Optional.empty(),
                        client,
                        "",
                        organisation,
                        Optional.empty(),
                        scopes);
            case "patient" ->
                new Caller(
                        AccessMode.PATIENT_ACCESS,
                        Optional.of(new Caller.Login(text(claims, "proofing"), text(claims, "nhs_number"))),
                        client,
                        "",
                        "",
                        Optional.empty(),
                        scopes);
            case "healthcare_worker" -> worker(claims, client, scopes, header);
            default -> throw new SpineException(AccessError.NO_TOKEN, "Invalid access token");
        };
    }

    private static Caller worker(
            JWTClaimsSet claims, String client, Set<String> scopes, Function<String, Optional<String>> header)
            throws ParseException {
        Identity.HeldRole chosen = chosen(roles(claims), header.apply("NHSD-Session-URID"));
        String organisation = chosen.organisation();
        Optional<String> endUser =
                header.apply("NHSD-End-User-Organisation-ODS").map(String::strip);
        boolean mayDiffer = Boolean.TRUE.equals(claims.getBooleanClaim("multi_org"));
        if (endUser.isPresent() && !endUser.get().equals(organisation)) {
            if (!mayDiffer) {
                throw new SpineException(
                        AccessError.NOT_ALLOWED,
                        "NHSD-End-User-Organisation-ODS is not the organisation of the role in use");
            }
            organisation = endUser.get();
        }
        return new Caller(
                AccessMode.USER_RESTRICTED,
                Optional.empty(),
                client,
                text(claims, "uid"),
                organisation,
                Optional.of(chosen.role()),
                scopes);
    }

    /** The role that the header names; with one role it need not. */
    private static Identity.HeldRole chosen(List<Identity.HeldRole> roles, Optional<String> header) {
        if (header.isPresent()) {
            String urid = header.get().strip();
            return roles.stream()
                    .filter(held -> held.role().urid().equals(urid))
                    .findFirst()
                    .orElseThrow(() -> new SpineException(
                            AccessError.INVALID_VALUE,
                            "Invalid value - '%s' in header 'NHSD-Session-URID'".formatted(Problem.shown(urid))));
        }
        if (roles.size() > 1) {
            throw new SpineException(AccessError.MISSING_VALUE, "Missing value - 'NHSD-Session-URID' in header");
        }
        return roles.isEmpty() ? new Identity.HeldRole(new Caller.Role("", "", Set.of()), "") : roles.get(0);
    }

    private static List<Identity.HeldRole> roles(JWTClaimsSet claims) throws ParseException {
        List<Identity.HeldRole> roles = new ArrayList<>();
        List<Object> held = claims.getListClaim("roles");
        for (Object one : held == null ? List.of() : held) {
            Map<?, ?> role = (Map<?, ?>) one;
            Set<String> activities = new HashSet<>();
            if (role.get("activity_codes") instanceof List<?> codes) {
                codes.forEach(code -> activities.add(String.valueOf(code)));
            }
            roles.add(new Identity.HeldRole(
                    new Caller.Role(
                            String.valueOf(role.get("urid")), String.valueOf(role.get("role_code")), activities),
                    String.valueOf(role.get("ods"))));
        }
        return roles;
    }

    /** A text, or a list of texts as some issuers write it. */
    private static String scope(JWTClaimsSet claims) throws ParseException {
        Object scope = claims.getClaim("scope");
        return scope instanceof List<?> ? String.join(" ", claims.getStringListClaim("scope")) : text(claims, "scope");
    }

    private static String text(JWTClaimsSet claims, String name) throws ParseException {
        String value = claims.getStringClaim(name);
        return value == null ? "" : value;
    }

    @Override
    public boolean isPublic(String base, List<String> path) {
        return policy.isPublic(base, path);
    }

    @Override
    public void require(Caller caller, String base, String method, List<String> path) {
        if (policy.decide(caller, base, method, path) == AccessPolicy.Decision.FORBIDDEN) {
            throw new SpineException(
                    AccessError.NOT_ALLOWED,
                    "The scopes, role or access mode of this access token do not cover this endpoint");
        }
    }
}
