package org.openspine.server.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.openspine.access.AccessError;
import org.openspine.access.Caller;

/** Finds out who asks, and whether they may use an endpoint at all. Failures are rows of {@link AccessError}. */
public interface Access {
    /**
     * @param header first value of a header
     * @param address network address of the caller
     */
    Caller caller(Function<String, Optional<String>> header, String address);

    /** Whether nobody needs a token. */
    default boolean isOpen() {
        return false;
    }

    /** Whether this national path needs no token. */
    boolean isPublic(String base, List<String> path);

    /** Throws {@link AccessError#WRONG_MODE}, {@link AccessError#WRONG_SCOPE} or {@link AccessError#WRONG_ROLE}. */
    void require(Caller caller, String base, String method, List<String> path);
}
