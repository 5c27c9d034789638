package org.openspine.server.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openspine.api.QueryParameters;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;
import org.openspine.server.access.RateLimit.Permit;

/**
 * {@code POST /oauth2/token}: signed client credentials for applications, token exchange for users.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749">RFC 6749</a>, <a href="https://www.rfc-editor.org/rfc/rfc8693">RFC 8693</a>
 */
public final class TokenEndpoint extends HttpServlet {
    private static final int MAX_BODY = 32 * 1024;
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private final transient ClientAssertions assertions;
    private final transient IdentityProviders identities;
    private final transient AccessTokens tokens;
    private final transient RateLimit attempts;
    private final transient RateLimit failures;
    private final transient AccessLog log;

    TokenEndpoint(
            ClientAssertions assertions,
            IdentityProviders identities,
            AccessTokens tokens,
            RateLimit attempts,
            RateLimit failures,
            AccessLog log) {
        this.assertions = assertions;
        this.identities = identities;
        this.tokens = tokens;
        this.attempts = attempts;
        this.failures = failures;
        this.log = log;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            write(response, 405, error("invalid_request", "The token endpoint takes POST"));
            return;
        }
        try {
            ObjectNode token = answer(request);
            write(response, 200, token);
        } catch (SpineException refused) {
            TokenError row = refused.code() instanceof TokenError known ? known : TokenError.INVALID_REQUEST;
            String description = refused.problems().get(0).diagnostics();
            log.refused("token", row.status(), description, request.getRemoteAddr());
            if (row == TokenError.TOO_MANY_REQUESTS) {
                response.setHeader("Retry-After", "1");
            }
            write(response, row.status(), error(row.error(), description));
        }
    }

    private ObjectNode answer(HttpServletRequest request) throws IOException {
        if (request.getQueryString() != null) {
            throw new SpineException(TokenError.INVALID_REQUEST, "Parameters belong in the body, not in the URL");
        }
        Map<String, String> form = form(request);
        String grant = form.getOrDefault("grant_type", "");
        if (grant.isEmpty()) {
            throw missing("grant_type");
        }
        if (!grant.equals("client_credentials") && !grant.equals(EXCHANGE)) {
            throw new SpineException(
                    TokenError.UNSUPPORTED_GRANT_TYPE,
                    "grant_type must be 'client_credentials' or '%s'".formatted(EXCHANGE));
        }
        Optional<String> subject = grant.equals(EXCHANGE) ? Optional.of(subjectToken(form)) : Optional.empty();
        ClientApplication client = authenticated(form, request.getRemoteAddr());
        Optional<Identity> identity = subject.map(identities::verify);
        Set<String> scopes = scopes(client, form.getOrDefault("scope", ""), identity);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("access_token", tokens.issue(client, identity, scopes));
        json.put("token_type", "Bearer");
        json.put("expires_in", AccessTokens.LIFETIME.toSeconds() - 1);
        json.put("scope", String.join(" ", scopes));
        identity.ifPresent(one -> json.put("issued_token_type", ACCESS_TOKEN));
        log.granted(client.id(), identity, request.getRemoteAddr());
        return json;
    }

    private ClientApplication authenticated(Map<String, String> form, String address) {
        if (!ASSERTION_TYPE.equals(form.getOrDefault("client_assertion_type", ""))) {
            throw new SpineException(
                    TokenError.INVALID_REQUEST,
                    "Missing or invalid client_assertion_type - must be '%s'".formatted(ASSERTION_TYPE));
        }
        String assertion = form.getOrDefault("client_assertion", "");
        if (assertion.isEmpty()) {
            throw missing("client_assertion");
        }
        if (attempts.take(address) == Permit.REFUSED || failures.isExhausted(address)) {
            throw new SpineException(TokenError.TOO_MANY_REQUESTS, "Too many token requests; try again later");
        }
        try {
            return assertions.verify(assertion);
        } catch (SpineException refused) {
            failures.take(address);
            throw refused;
        }
    }

    private static String subjectToken(Map<String, String> form) {
        if (!ID_TOKEN.equals(form.getOrDefault("subject_token_type", ""))) {
            throw new SpineException(
                    TokenError.INVALID_REQUEST,
                    "Missing or invalid subject_token_type - must be '%s'".formatted(ID_TOKEN));
        }
        String token = form.getOrDefault("subject_token", "");
        if (token.isEmpty()) {
            throw missing("subject_token");
        }
        return token;
    }

    private static Set<String> scopes(ClientApplication client, String asked, Optional<Identity> identity) {
        Set<String> wanted = new LinkedHashSet<>(Arrays.stream(asked.split(" "))
                .filter(scope -> !scope.isBlank())
                .toList());
        Set<String> granted = Scopes.granted(client.scopes(), wanted, identity);
        if (granted.isEmpty()) {
            throw new SpineException(
                    TokenError.INVALID_SCOPE,
                    "None of the scopes asked for is registered for this application and covered by the identity");
        }
        return granted;
    }

    private static Map<String, String> form(HttpServletRequest request) throws IOException {
        String type = Optional.ofNullable(request.getContentType())
                .orElse("")
                .split(";", 2)[0]
                .strip();
        if (!type.toLowerCase(Locale.ROOT).equals("application/x-www-form-urlencoded")) {
            throw new SpineException(
                    TokenError.WRONG_MEDIA_TYPE, "The body is a form: application/x-www-form-urlencoded");
        }
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new SpineException(TokenError.TOO_LARGE, "The form is larger than 32 KiB");
        }
        Map<String, String> form = new HashMap<>();
        for (QueryParameters.Parameter parameter :
                QueryParameters.parse(new String(body, StandardCharsets.UTF_8)).all()) {
            if (form.put(parameter.name(), parameter.value()) != null) {
                throw new SpineException(TokenError.INVALID_REQUEST, "A parameter is sent twice");
            }
        }
        return form;
    }

    private static SpineException missing(String parameter) {
        return new SpineException(TokenError.INVALID_REQUEST, "Missing parameter '%s'".formatted(parameter));
    }

    private static ObjectNode error(String error, String description) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("error", error)
                .put("error_description", description)
                .put("message_id", UUID.randomUUID().toString());
    }

    private static void write(HttpServletResponse response, int status, ObjectNode json) throws IOException {
        byte[] body = ResourceJson.write(json);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Pragma", "no-cache");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    static List<String> grantTypes() {
        return List.of("client_credentials", EXCHANGE);
    }
}
