package org.openspine.server.http;

import org.openspine.access.AccessError;
import org.openspine.error.SpineException;

/**
 * The header {@code WWW-Authenticate}, by which clients tell what a new token would have to be.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750</a>
 */
final class Challenge {
    private Challenge() {}

    static boolean isDue(SpineException failure) {
        return failure.code().status() == 401 || isAboutRights(failure);
    }

    static String of(SpineException failure) {
        return isAboutRights(failure) ? "Bearer error=\"insufficient_scope\"" : "Bearer error=\"invalid_token\"";
    }

    private static boolean isAboutRights(SpineException failure) {
        return failure.code() instanceof AccessError error && error.status() == 403;
    }
}
