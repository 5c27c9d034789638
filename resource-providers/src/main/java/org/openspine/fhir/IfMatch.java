package org.openspine.fhir;

import java.util.Optional;
import java.util.regex.Pattern;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.StoredResource;

/** The precondition of an update: {@code If-Match: W/"3"}. */
final class IfMatch {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([0-9]{1,18})\"");

    private IfMatch() {}

    /** Throws {@link FhirError#VERSION_CONFLICT} if the header names another version than the current one. */
    static void require(Optional<String> header, Optional<StoredResource> current) {
        if (header.isEmpty() || header.get().strip().equals("*") && current.isPresent()) {
            return;
        }
        var tag = TAG.matcher(header.get().strip());
        if (!tag.matches()) {
            throw new SpineException(FhirError.INVALID_REQUEST, "If-Match is written W/\"[version]\"");
        }
        long wanted = Long.parseLong(tag.group(1));
        long actual = current.filter(stored -> !stored.isDeleted())
                .map(StoredResource::version)
                .orElse(0L);
        if (wanted != actual) {
            throw new SpineException(
                    FhirError.VERSION_CONFLICT,
                    "If-Match names version %d, and the current one is %s"
                            .formatted(wanted, actual == 0 ? "none" : Long.toString(actual)));
        }
    }
}
