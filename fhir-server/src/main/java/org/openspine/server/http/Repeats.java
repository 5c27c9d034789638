package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.Replays;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.UnifiedBase;
import org.openspine.terminology.identifier.UuidForm;

/**
 * Changes of the unified base that are sent again with their {@code X-Request-ID}: the answer of the first time comes back,
 * and nothing is done twice. Of callers with a token only: in the open sandbox everybody is one user, and many examples
 * send one id with everything.
 */
final class Repeats {
    private static final Set<HttpMethod> CHANGES =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private final Replays replays;

    Repeats(Replays replays) {
        this.replays = replays;
    }

    FhirResponse once(HttpServletRequest http, FhirRequest request, Supplier<FhirResponse> effect) {
        Optional<String> id =
                Optional.ofNullable(http.getHeader("X-Request-ID")).filter(UuidForm::isUuid);
        if (id.isEmpty() || !request.caller().isVerified() || !isOneChange(request)) {
            return effect.get();
        }
        Caller caller = request.caller();
        return replays.once(
                List.of(
                        UnifiedBase.PATH,
                        caller.client(),
                        caller.user(),
                        caller.login().map(Caller.Login::nhsNumber).orElse(""),
                        id.get()),
                sent(request),
                effect);
    }

    /** What happens in one transaction: no search, no operation, and of Bundles only transactions. */
    private static boolean isOneChange(FhirRequest request) {
        if (!CHANGES.contains(request.method())) {
            return false;
        }
        if (request.path().isEmpty()) {
            return request.content().resource().path("type").asText().equals("transaction");
        }
        return request.path().stream().noneMatch(segment -> segment.startsWith("$") || segment.equals("_search"));
    }

    private static byte[] sent(FhirRequest request) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes(String.join(
                        "\n",
                        request.method().name(),
                        String.join("/", request.path()) + "?" + request.query(),
                        request.conditions().toString(),
                        "")
                .getBytes(StandardCharsets.UTF_8));
        if (request.content() instanceof HttpContent content) {
            sent.writeBytes(content.read());
        }
        return sent.toByteArray();
    }
}
