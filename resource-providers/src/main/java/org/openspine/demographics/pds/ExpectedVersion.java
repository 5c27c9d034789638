package org.openspine.demographics.pds;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openspine.api.RequestHeaders;
import org.openspine.error.SpineException;

/** The version of a patient that a change was made from, as {@code If-Match} tells it. */
record ExpectedVersion(String digits) {
    private static final Pattern TAG = Pattern.compile("W/\"([0-9]+)\"");

    /** Throws {@link PdsError#PRECONDITION_FAILED} if the header is absent or has another shape. */
    static ExpectedVersion of(RequestHeaders headers) {
        Matcher tag = TAG.matcher(headers.first("If-Match").orElse("").strip());
        if (!tag.matches()) {
            throw new SpineException(
                    PdsError.PRECONDITION_FAILED,
                    "Invalid request with error - If-Match header must be supplied to update this resource");
        }
        return new ExpectedVersion(tag.group(1));
    }

    /** Throws {@link PdsError#RESOURCE_VERSION_MISMATCH} unless {@code version} is the one that was expected. */
    void require(long version) {
        if (!digits.equals(Long.toString(version))) {
            throw new SpineException(PdsError.RESOURCE_VERSION_MISMATCH);
        }
    }
}
