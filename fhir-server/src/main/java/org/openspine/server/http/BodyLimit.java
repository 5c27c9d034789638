package org.openspine.server.http;

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

    SpineException exceeded() {
        return new SpineException(
                FhirError.TOO_LARGE, "The body is larger than the %d MiB allowed here".formatted(mebibytes));
    }
}
