package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openspine.access.Caller;
import org.openspine.api.HttpMethod;
import org.openspine.api.QueryParameters;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Preferences;
import org.openspine.server.access.Access;

/** Turns a servlet request into a {@link FhirRequest}. */
final class FhirRequestReader {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final BaseUrl baseUrl;
    private final XmlFormat xml;
    private final Access access;

    FhirRequestReader(BaseUrl baseUrl, XmlFormat xml, Access access) {
        this.access = access;
        this.baseUrl = baseUrl;
        this.xml = xml;
    }

    FhirRequest read(HttpServletRequest request) {
        PathRules.require(request.getRequestURI());
        SingleHeaders.require(request);
        List<String> path = path(request);
        return new FhirRequest(
                method(request),
                baseUrl.of(request),
                path,
                query(request),
                new FhirRequest.Conditions(
                        header(request, "If-Match"),
                        header(request, "If-None-Match"),
                        header(request, "If-Modified-Since"),
                        header(request, "If-None-Exist")),
                preferences(request).map(Preferences::parse).orElse(Preferences.NONE),
                new HttpContent(request, path, xml),
                caller(request, path));
    }

    private Caller caller(HttpServletRequest request, List<String> path) {
        if (!access.isOpen() && path.equals(List.of("metadata"))) {
            return Caller.OPEN; // what the server can do is no secret
        }
        return access.caller(name -> Optional.ofNullable(request.getHeader(name)), request.getRemoteAddr());
    }

    private static HttpMethod method(HttpServletRequest request) {
        for (HttpMethod method : HttpMethod.values()) {
            if (method.name().equals(request.getMethod())) {
                return method;
            }
        }
        throw new SpineException(
                FhirError.METHOD_NOT_ALLOWED, "Methods are GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS");
    }

    private static List<String> path(HttpServletRequest request) {
        String below = request.getPathInfo();
        if (below == null || below.isEmpty() || below.equals("/")) {
            return List.of();
        }
        List<String> segments = new ArrayList<>();
        String trimmed = below.endsWith("/") ? below.substring(1, below.length() - 1) : below.substring(1);
        for (String segment : trimmed.split("/", -1)) {
            segments.add(segment);
        }
        return segments;
    }

    private static QueryParameters query(HttpServletRequest request) {
        String query = request.getQueryString();
        QueryParameters inUrl = query == null ? QueryParameters.NONE : QueryParameters.parse(query);
        String type = request.getContentType();
        if (!"POST".equals(request.getMethod()) || type == null) {
            return inUrl;
        }
        if (MediaType.essence(type).equals(FORM)) {
            return withForm(inUrl, request);
        }
        if (isSearch(request) && request.getContentLengthLong() != 0) {
            throw new SpineException(
                    FhirError.UNSUPPORTED_MEDIA_TYPE, "The body of a search is a form: Content-Type must be " + FORM);
        }
        return inUrl;
    }

    private static boolean isSearch(HttpServletRequest request) {
        String path = request.getPathInfo();
        return path != null && (path.endsWith("/_search") || path.endsWith("/_search/"));
    }

    /** Jetty has read the form already: its map holds the URL's values first, then those of the body. */
    private static QueryParameters withForm(QueryParameters inUrl, HttpServletRequest request) {
        List<QueryParameters.Parameter> all = new ArrayList<>();
        for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
            for (String value : parameter.getValue()) {
                all.add(new QueryParameters.Parameter(parameter.getKey(), value));
            }
        }
        return all.isEmpty() ? inUrl : QueryParameters.of(all);
    }

    private static Optional<String> header(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).filter(text -> !text.isBlank());
    }

    /** Preferences may come in several headers. */
    private static Optional<String> preferences(HttpServletRequest request) {
        String all = String.join(",", Collections.list(request.getHeaders("Prefer")));
        return Optional.of(all).filter(text -> !text.isBlank());
    }
}
