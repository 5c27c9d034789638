package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** How large a body may be after decompression, by what is sent. */
enum BodyLimit {
    RESOURCE(2),
    MESSAGE(5),
    DOCUMENT(10);

    private static final int MEBIBYTE = 1 << 20;
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
            return body;
        } catch (IOException e) {
            throw new SpineException(FhirError.MALFORMED_CONTENT, "The body could not be read to its end", e);
        }
    }

    SpineException exceeded() {
        return new SpineException(
                FhirError.TOO_LARGE, "The body is larger than the %d MiB allowed here".formatted(mebibytes));
    }
}
