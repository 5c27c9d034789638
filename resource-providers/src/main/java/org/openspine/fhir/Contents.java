package org.openspine.fhir;

import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** Refusals of request bodies that more than one place makes. */
final class Contents {
    private Contents() {}

    static SpineException missing() {
        return new SpineException(FhirError.MALFORMED_CONTENT, "The request needs a body and has none");
    }
}
