package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** How large a body may be after decompression, by what is sent. */
enum BodyLimit {
    RESOURCE(2),
    MESSAGE(5),
    DOCUMENT(10);

    private static final int MEBIBYTE = 1 << 20;
    private static final int SMALL = 64 << 10;
    private static final int MAX_RATIO = 50;
    private static final Set<String> MESSAGES = Set.of("", "Bundle", "Claim", "Task");
    private static final Set<String> DOCUMENT_TYPES = Set.of("Binary", "DocumentReference", "Media");

    private final int mebibytes;

    BodyLimit(int mebibytes) {
        this.mebibytes = mebibytes;
    }

    static BodyLimit of(List<String> path) {
        if (path.isEmpty() || path.get(0).equals("Bundle") || path.get(0).startsWith("$")) {
            return MESSAGE;
        }
        return DOCUMENT_TYPES.contains(path.get(0)) ? DOCUMENT : RESOURCE;
    }

    /** The same below the base path of a national API, whose messages have many paths. */
    static BodyLimit ofNational(List<String> path) {
        if (path.contains("Binary")) {
            return DOCUMENT;
        }
        String last = path.isEmpty() ? "" : path.get(path.size() - 1);
        return last.startsWith("$") || MESSAGES.contains(last) ? MESSAGE : RESOURCE;
    }

    int bytes() {
        return mebibytes * MEBIBYTE;
    }

    /**
     * What was sent. Throws {@link FhirError#TOO_LARGE}, {@link FhirError#UNSUPPORTED_MEDIA_TYPE} for an unknown encoding and
     * {@link FhirError#MALFORMED_CONTENT} if the client breaks off.
     */
    byte[] read(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding"); // gzip is gone by now
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new SpineException(FhirError.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding is gzip or none");
        }
        if (request.getContentLengthLong() > bytes()) {
            throw exceeded();
        }
        try {
            byte[] body = request.getInputStream().readNBytes(bytes() + 1);
            if (body.length > bytes()) {
                throw exceeded();
            }
            requireSaneRatio(request, body.length);
            return body;
        } catch (IOException | HttpException.RuntimeException e) {
            if (isTooSlow(e)) {
                throw new SpineException(
                        FhirError.TIMED_OUT, "The body did not come in time; send it again without pauses", e);
            }
            throw new SpineException(FhirError.MALFORMED_CONTENT, "The body could not be read to its end", e);
        }
    }

    /** What unpacks to very much more than was sent was made to do harm. */
    private static void requireSaneRatio(HttpServletRequest request, int length) {
        if (length > SMALL && request.getAttribute(ArrivingBody.ATTRIBUTE) instanceof ArrivingBody packed) {
            if (length > MAX_RATIO * packed.bytes()) {
                throw new SpineException(
                        FhirError.TOO_LARGE,
                        "The body unpacks to more than %d times of what was sent".formatted(MAX_RATIO));
            }
        }
    }

    private static boolean isTooSlow(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean slow = cause instanceof TimeoutException
                    || (cause instanceof HttpException refused && refused.getCode() == 408);
            if (slow) {
                return true;
            }
        }
        return false;
    }

    SpineException exceeded() {
        return new SpineException(
                FhirError.TOO_LARGE, "The body is larger than the %d MiB allowed here".formatted(mebibytes));
    }
}
