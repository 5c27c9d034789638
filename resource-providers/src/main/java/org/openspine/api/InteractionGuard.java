package org.openspine.api;

import org.openspine.access.Caller;

/** Whether a caller may use an interaction of the unified base at all; what of the record they see is {@link Visibility}. */
@FunctionalInterface
public interface InteractionGuard {
    /**
     * Throws {@link org.openspine.error.FhirError#FORBIDDEN} if not.
     *
     * @param type of resource; {@code *} for all of them
     * @param permission {@code c r u d} or {@code s}, as in SMART scopes
     */
    void require(Caller caller, String type, char permission);
}
