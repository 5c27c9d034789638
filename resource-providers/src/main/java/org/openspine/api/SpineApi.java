package org.openspine.api;

import org.openspine.error.SpineException;

/** A national API: mounted at its base path, with its checks in published order and its own error table. */
public interface SpineApi {
    /** What developers read about this API. */
    ApiDescription description();

    /**
     * Runs the checks, then the interaction. What is thrown comes back as {@link #refusal}; the answer has every header
     * the API promises.
     */
    FhirResponse answer(IncomingRequest request);

    /**
     * The answer of this API to a failure, be it one of its own rows, a {@link org.openspine.error.FhirError} of shared
     * code, or {@link org.openspine.error.FhirError#INTERNAL} for everything unforeseen. A request that never reached {@link
     * #answer}, since its sender is not known or may not, comes here with a row of {@link org.openspine.access.AccessError}:
     * status, code and words are the API's own.
     */
    FhirResponse refusal(IncomingRequest request, SpineException failure);

    /** Whether bodies may be FHIR XML, too, and answers are if the client asks for it. The API itself sees JSON only. */
    default boolean takesXml() {
        return false;
    }

    default String basePath() {
        return description().basePath();
    }
}
