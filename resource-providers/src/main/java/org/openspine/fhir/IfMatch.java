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
        if (header.isEmpty()) {
            return;
        }
        long actual = current.filter(stored -> !stored.isDeleted())
                .map(StoredResource::version)
                .orElse(0L);
        if (header.get().strip().equals("*")) {
            if (actual == 0) {
                throw new SpineException(
                        FhirError.VERSION_CONFLICT, "If-Match needs a current version, and there is none");
            }
            return;
        }
        var tag = TAG.matcher(header.get().strip());
        if (!tag.matches()) {
            throw new SpineException(FhirError.INVALID_REQUEST, "If-Match is written W/\"[version]\"");
        }
        long wanted = Long.parseLong(tag.group(1));
        if (wanted != actual) {
            throw new SpineException(
                    FhirError.VERSION_CONFLICT,
                    "If-Match names version %d, and the current one is %s"
                            .formatted(wanted, actual == 0 ? "none" : Long.toString(actual)));
        }
    }
}
