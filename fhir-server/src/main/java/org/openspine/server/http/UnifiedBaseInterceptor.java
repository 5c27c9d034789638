package org.openspine.server.http;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.QueryParameters;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.UnifiedBase;

/** Hands requests to the unified base before HAPI looks for an annotated method. */
@Interceptor
final class UnifiedBaseInterceptor {
    private final UnifiedBase base;
    private final FhirRequestReader reader;
    private final FhirResponseWriter writer;
    private final ErrorAnswer errors;
    private final Optional<RequestAudit> audit;
    private final Repeats repeats;

    UnifiedBaseInterceptor(
            UnifiedBase base,
            FhirRequestReader reader,
            FhirResponseWriter writer,
            ErrorAnswer errors,
            Optional<RequestAudit> audit,
            Repeats repeats) {
        this.repeats = repeats;
        this.audit = audit;
        this.base = base;
        this.reader = reader;
        this.writer = writer;
        this.errors = errors;
    }

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_PROCESSED)
    public boolean answer(HttpServletRequest http, HttpServletResponse response) throws IOException {
        if (http.getMethod().equals("OPTIONS")) {
            response.setStatus(204);
            response.setHeader("Allow", allowed(base, http.getPathInfo()));
            response.setHeader(
                    "Accept-Patch", "application/json-patch+json, application/fhir+json, application/fhir+xml");
            return false;
        }
        Optional<RequestAudit.Account> account = Admission.isRefused(http)
                ? Optional.empty() // of whom nothing is known, and nothing was done
                : audit.map(RequestAudit::account);
        RequestAudit.Asked asked = unread(http);
        try {
            Admission.require(http);
            FhirRequest request = reader.read(http);
            RequestAudit.Asked known = asked(http, request);
            asked = known;
            boolean raw = RawBinary.isWanted(http, request);
            Negotiation form = raw || isOfBulkData(request.path())
                    ? Negotiation.orJson(http, request.query())
                    : Negotiation.of(http, request.query());
            FhirResponse answer = account.map(
                            one -> one.during(known, () -> repeats.once(http, request, () -> base.answer(request))))
                    .orElseGet(() -> repeats.once(http, request, () -> base.answer(request)));
            account.ifPresent(one -> one.answered(known, answer.status()));
            writer.write(raw ? RawBinary.of(answer) : answer, form, request.method() == HttpMethod.HEAD, response);
        } catch (RuntimeException failure) { // here and not in HAPI, which logs every refusal as an error of its own
            refused(account, asked, failure, http, response);
        }
        return false;
    }

    /** A request of which not even the sender is known. */
    private static RequestAudit.Asked unread(HttpServletRequest http) {
        return RequestAudit.Asked.of(
                UnifiedBase.PATH, http, List.of(), QueryParameters.NONE, Caller.UNKNOWN, requestId(http));
    }

    private static RequestAudit.Asked asked(HttpServletRequest http, FhirRequest request) {
        return RequestAudit.Asked.of(
                UnifiedBase.PATH, http, request.path(), request.query(), request.caller(), requestId(http));
    }

    private static String requestId(HttpServletRequest http) {
        return RequestAudit.requestId(http).orElse("");
    }

    private void refused(
            Optional<RequestAudit.Account> account,
            RequestAudit.Asked asked,
            RuntimeException failure,
            HttpServletRequest http,
            HttpServletResponse response)
            throws IOException {
        try {
            int status = failure instanceof SpineException known ? known.code().status() : 500;
            account.ifPresent(one -> one.answered(asked, status));
            errors.write(failure, http, response);
        } catch (SpineException unavailable) {
            errors.write(unavailable, http, response);
        }
    }

    /** Bulk data answers in formats of its own, for which its clients ask. */
    private static boolean isOfBulkData(List<String> path) {
        return !path.isEmpty() && path.get(path.size() - 1).startsWith("$export");
    }

    /** The {@code Allow} header of a path below the base. */
    static String allowed(UnifiedBase base, @Nullable String path) {
        List<String> segments = path == null
                ? List.of()
                : Arrays.stream(path.split("/"))
                        .filter(segment -> !segment.isEmpty())
                        .toList();
        String methods =
                base.allowedMethods(segments).stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        return methods.isEmpty() ? "OPTIONS" : methods + ", OPTIONS";
    }
}
