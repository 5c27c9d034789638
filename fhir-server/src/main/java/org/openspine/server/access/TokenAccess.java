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
import org.openspine.access.AccessError;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.access.policy.AccessPolicy;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** Callers by their access token, in the header {@code Authorization} and nowhere else. */
final class TokenAccess implements Access {
    private static final String ORGANISATION = "NHSD-End-User-Organisation-ODS";

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
        JWTClaimsSet claims = tokens.verify(Bearer.token(header.apply("Authorization")));
        try {
            Caller caller = caller(claims, header).verified();
            if (requests.take(caller.client()) == RateLimit.Permit.REFUSED) {
                throw refused(AccessError.TOO_MANY_REQUESTS);
            }
            return caller;
        } catch (ParseException | ClassCastException e) {
            throw refused(AccessError.INVALID_TOKEN);
        }
    }

    private static SpineException refused(AccessError error) {
        return new SpineException(error, error.text());
    }

    private Caller caller(JWTClaimsSet claims, Function<String, Optional<String>> header) throws ParseException {
        String client = claims.getStringClaim("client_id");
        if (clients.enabled(client).isEmpty()) {
            throw refused(AccessError.UNKNOWN_APPLICATION);
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
                        actingFor(organisation, claims, header),
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
            default -> throw refused(AccessError.INVALID_TOKEN);
        };
    }

    private static Caller worker(
            JWTClaimsSet claims, String client, Set<String> scopes, Function<String, Optional<String>> header)
            throws ParseException {
        Identity.HeldRole chosen = chosen(
                roles(claims),
                header.apply("NHSD-Session-URID"),
                header.apply(ORGANISATION).map(String::strip));
        String organisation = actingFor(chosen.organisation(), claims, header);
        return new Caller(
                AccessMode.USER_RESTRICTED,
                Optional.empty(),
                client,
                text(claims, "uid"),
                organisation,
                Optional.of(chosen.role()),
                scopes);
    }

    /** The organisation that the token is about, or the one the header names if the application may act for others. */
    private static String actingFor(String own, JWTClaimsSet claims, Function<String, Optional<String>> header)
            throws ParseException {
        Optional<String> named = header.apply(ORGANISATION).map(String::strip).filter(code -> !code.equals(own));
        if (named.isPresent() && !Boolean.TRUE.equals(claims.getBooleanClaim("multi_org"))) {
            throw refused(AccessError.WRONG_ORGANISATION);
        }
        return named.orElse(own);
    }

    /** The role that the header names; with one role it need not, nor with one at the organisation that is named. */
    private static Identity.HeldRole chosen(
            List<Identity.HeldRole> roles, Optional<String> header, Optional<String> organisation) {
        if (header.isPresent()) {
            String urid = header.get().strip();
            return roles.stream()
                    .filter(held -> held.role().urid().equals(urid))
                    .findFirst()
                    .orElseThrow(() -> new SpineException(
                            AccessError.UNKNOWN_ROLE,
                            "Invalid value - '%s' in header 'NHSD-Session-URID'".formatted(Problem.shown(urid))));
        }
        if (roles.size() > 1) {
            List<Identity.HeldRole> there = roles.stream()
                    .filter(held ->
                            organisation.filter(held.organisation()::equals).isPresent())
                    .toList();
            if (there.size() == 1) {
                return there.get(0);
            }
            throw refused(AccessError.AMBIGUOUS_ROLE);
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
        switch (policy.decide(caller, base, method, path)) {
            case PUBLIC, ALLOWED -> {}
            case NOT_LISTED, WRONG_MODE -> throw refused(AccessError.WRONG_MODE);
            case WRONG_SCOPE -> throw refused(AccessError.WRONG_SCOPE);
            case WRONG_ROLE -> throw refused(AccessError.WRONG_ROLE);
        }
    }
}
