package org.openspine.server.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openspine.access.Caller;
import org.openspine.api.Endpoints;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.QueryParameters;
import org.openspine.api.RequestContent;
import org.openspine.api.RequestHeaders;
import org.openspine.api.SpineApi;
import org.openspine.error.SpineException;
import org.openspine.server.access.Bearer;
import org.openspine.server.access.VerifiedHeaders;

/** The door of one national API: servlet types in, servlet types out, and nothing decided in between. */
final class ApiServlet extends HttpServlet {
    private final transient SpineApi api;
    private final transient BaseUrl baseUrl;
    private final transient FhirResponseWriter writer;
    private final transient XmlFormat xml;
    private final transient Gate gate;
    private final transient Endpoints endpoints;

    ApiServlet(SpineApi api, BaseUrl baseUrl, XmlFormat xml, Gate gate) {
        this.api = api;
        endpoints = api.description().endpoints();
        this.gate = gate;
        this.baseUrl = baseUrl;
        this.xml = xml;
        this.writer = new FhirResponseWriter(xml);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RequestHeaders headers = headers(request);
        IncomingRequest incoming = new IncomingRequest(
                request.getMethod(),
                baseUrl.of(request),
                path(request),
                QueryParameters.NONE,
                headers,
                content(request),
                gate.access().isOpen() ? Caller.OPEN : Caller.UNKNOWN);
        Optional<RequestAudit.Account> account = Admission.isRefused(request)
                ? Optional.empty() // of whom nothing is known, and nothing was done
                : gate.audit().map(RequestAudit::account);
        FhirResponse answer;
        try {
            Admission.require(request);
            PathRules.require(request.getRequestURI());
            SingleHeaders.require(request);
            incoming = incoming.withQuery(query(request));
            if (!gate.access().isPublic(api.basePath(), incoming.path())) {
                Caller caller = caller(request, headers);
                incoming = incoming.by(caller).withHeaders(VerifiedHeaders.of(caller, headers));
                requireRight(incoming);
            }
            answer = answer(request, incoming, account);
        } catch (RuntimeException failure) {
            answer = refusal(incoming, failure);
        }
        if (!response.isCommitted()) {
            FhirResponse last = audited(request, incoming, account, answer);
            Negotiation form = form(request, incoming, last);
            FhirResponse formed = form.format() == MediaType.XML
                    ? last.withHeader("Content-Type", MediaType.XML.contentType())
                    : last;
            writer.write(formed, form, incoming.isHead(), response);
        }
    }

    /** XML where the client asks for it and the API has it; only of what is FHIR. */
    private Negotiation form(HttpServletRequest request, IncomingRequest incoming, FhirResponse answer) {
        String type = answer.headers().getOrDefault("Content-Type", MediaType.JSON.contentType());
        boolean isFhir = answer.body().isPresent() && type.startsWith("application/fhir+json");
        return api.takesXml() && isFhir ? Negotiation.orJson(request, incoming.query()) : Negotiation.DEFAULT;
    }

    private Caller caller(HttpServletRequest request, RequestHeaders headers) {
        if (gate.access().isOpen()) {
            Bearer.requireSound(headers.first("Authorization"));
        }
        return gate.access().caller(headers::first, request.getRemoteAddr());
    }

    /** What the API does not serve it refuses itself, in its own words. */
    private void requireRight(IncomingRequest incoming) {
        if (endpoints.of(incoming.method(), incoming.path()).isPresent()) {
            gate.access().require(incoming.caller(), api.basePath(), incoming.method(), incoming.path());
        }
    }

    private FhirResponse refusal(IncomingRequest incoming, RuntimeException failure) {
        SpineException known =
                Failure.of(failure, incoming.headers().first("X-Request-ID").orElse("-"));
        FhirResponse answer = api.refusal(incoming, known);
        if (answer.status() == 401 || Challenge.isDue(known)) {
            answer = answer.withHeader("WWW-Authenticate", Challenge.of(known));
        }
        boolean later = answer.status() == 429 || answer.status() == 503;
        return later && !answer.headers().containsKey("Retry-After") ? answer.withHeader("Retry-After", "1") : answer;
    }

    private RequestAudit.Asked asked(HttpServletRequest request, IncomingRequest incoming) {
        return RequestAudit.Asked.of(
                api.basePath(),
                request,
                incoming.path(),
                incoming.query(),
                incoming.caller(),
                RequestAudit.requestId(request).orElse(""));
    }

    private FhirResponse answer(
            HttpServletRequest request, IncomingRequest incoming, Optional<RequestAudit.Account> account) {
        return account.map(known -> known.during(asked(request, incoming), () -> api.answer(incoming)))
                .orElseGet(() -> api.answer(incoming));
    }

    /** The answer, once its audit entry is durable; a refusal if it cannot be. */
    private FhirResponse audited(
            HttpServletRequest request,
            IncomingRequest incoming,
            Optional<RequestAudit.Account> account,
            FhirResponse answer) {
        try {
            account.ifPresent(known -> known.answered(asked(request, incoming), answer.status()));
            return answer;
        } catch (SpineException unavailable) {
            return refusal(incoming, unavailable);
        }
    }

    private static RequestHeaders headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        return new RequestHeaders(headers);
    }

    /** Empty segments stand for what they are: a path such as {@code Patient//x} is nobody's. */
    private static List<String> path(HttpServletRequest request) {
        String below = Optional.ofNullable(request.getPathInfo()).orElse("/").substring(1);
        String trimmed = below.endsWith("/") ? below.substring(0, below.length() - 1) : below;
        return trimmed.isEmpty() ? List.of() : new ArrayList<>(Arrays.asList(trimmed.split("/", -1)));
    }

    private static QueryParameters query(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? QueryParameters.NONE : QueryParameters.parse(query);
    }

    private RequestContent content(HttpServletRequest request) {
        return new RequestContent() {
            private Optional<byte[]> read = Optional.empty();

            @Override
            public byte[] bytes() {
                if (read.isEmpty()) {
                    byte[] sent = BodyLimit.ofNational(path(request)).read(request);
                    read = Optional.of(isXml(sent) ? xml.toJson(sent) : sent);
                }
                return read.get();
            }

            private boolean isXml(byte[] sent) {
                return api.takesXml()
                        && sent.length > 0
                        && Optional.ofNullable(request.getContentType())
                                .flatMap(MediaType::named)
                                .map(type -> type == MediaType.XML)
                                .orElse(sent[0] == '<');
            }
        };
    }
}
