package org.openspine.fhir;

import java.util.Optional;
import java.util.regex.Pattern;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.StoredResource;

/**
 * What must be true of the current version before a write: {@code If-Match: W/"3"}, or {@code If-None-Match: *} of a
 * client that means to create.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#section-13.1">RFC 9110, preconditions</a>
 */
record Precondition(Optional<String> ifMatch, Optional<String> ifNoneMatch) {
    static final Precondition NONE = new Precondition(Optional.empty(), Optional.empty());

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([0-9]{1,18})\"");

    static Precondition of(FhirRequest.Conditions conditions) {
        return new Precondition(conditions.ifMatch(), conditions.ifNoneMatch());
    }

    /** Throws {@link FhirError#VERSION_CONFLICT} if the headers do not allow to write over the current version. */
    void require(Optional<StoredResource> current) {
        long actual = current.filter(stored -> !stored.isDeleted())
                .map(StoredResource::version)
                .orElse(0L);
        if (actual > 0
                && ifNoneMatch.filter(header -> header.strip().equals("*")).isPresent()) {
            throw new SpineException(
                    FhirError.VERSION_CONFLICT,
                    "If-None-Match: * asks to create, and there is a current version: %d".formatted(actual));
        }
        ifMatch.ifPresent(header -> requireMatch(header.strip(), actual));
    }

    private static void requireMatch(String header, long actual) {
        if (header.equals("*")) {
            if (actual == 0) {
                throw new SpineException(
                        FhirError.VERSION_CONFLICT, "If-Match needs a current version, and there is none");
            }
            return;
        }
        var tag = TAG.matcher(header);
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
