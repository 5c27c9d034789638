package org.openspine.server.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.eclipse.jetty.http.BadMessageException;

/**
 * Reads what is left of a body after the answer is made: a client that is still sending, or that sends its next request on the
 * same connection, would otherwise meet a closed one.
 */
final class UnreadBody implements Filter {
    private static final long MOST_READ = 64L << 20;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            HttpServletRequest http = (HttpServletRequest) request;
            if (!Admission.isRefused(http)
                    && hasBody(http)
                    && http.getHeader("Expect") == null) { // one that asks first has not sent it
                finish(http);
            }
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private static void finish(HttpServletRequest request) {
        byte[] buffer = new byte[1 << 14];
        long left = MOST_READ;
        try {
            ServletInputStream in = request.getInputStream();
            for (int read = in.read(buffer); read >= 0 && left > 0; read = in.read(buffer)) {
                left -= read;
            }
        } catch (IOException | IllegalStateException | BadMessageException e) {
            return; // the client broke off or is too slow, or the body is no gzip: the connection ends with this
            // request
        }
    }
}
