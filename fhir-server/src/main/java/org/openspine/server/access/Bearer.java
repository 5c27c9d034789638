package org.openspine.server.access;

import java.util.Optional;
import org.openspine.access.AccessError;
import org.openspine.error.SpineException;

/** The header {@code Authorization}, which holds a bearer token or is refused. */
public final class Bearer {
    private static final String SCHEME = "Bearer";

    private Bearer() {}

    /** The token. Throws rows of {@link AccessError} with status 401 if there is none that could be one. */
    static String token(Optional<String> header) {
        String value =
                header.orElseThrow(() -> refused(AccessError.NO_AUTHORIZATION)).strip();
        if (value.isEmpty()) {
            throw refused(AccessError.EMPTY_AUTHORIZATION);
        }
        if (value.equalsIgnoreCase(SCHEME)) {
            throw refused(AccessError.NO_TOKEN);
        }
        String token =
                value.substring(Math.min(value.length(), SCHEME.length())).strip();
        boolean sound = value.regionMatches(true, 0, SCHEME + " ", 0, SCHEME.length() + 1) && token.indexOf(' ') < 0;
        if (!sound) {
            throw refused(AccessError.INVALID_TOKEN);
        }
        return token;
    }

    /** The open sandbox needs no token and reads none, but one that is sent must look like one. */
    public static void requireSound(Optional<String> header) {
        if (header.isPresent()) {
            token(header);
        }
    }

    private static SpineException refused(AccessError error) {
        return new SpineException(error, error.text());
    }
}
