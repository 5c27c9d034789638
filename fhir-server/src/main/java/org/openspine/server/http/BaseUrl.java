package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The address under which clients know this server: configured, or as the request named it. */
final class BaseUrl {
    private final Optional<String> configured;

    /** @param configured scheme, host and port, without a slash at the end */
    BaseUrl(Optional<String> configured) {
        this.configured = configured;
    }

    /** The base of the servlet that serves {@code request}, without a slash at the end. */
    String of(HttpServletRequest request) {
        return configured.orElseGet(() -> asRequested(request)) + request.getServletPath();
    }

    private static String asRequested(HttpServletRequest request) {
        int port = request.getServerPort();
        boolean usual = port == ("https".equals(request.getScheme()) ? 443 : 80);
        return request.getScheme() + "://" + request.getServerName() + (usual ? "" : ":" + port);
    }
}
