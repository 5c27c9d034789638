package org.openspine.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** FHIRPath Patch. */
final class FhirPathPatch {
    private FhirPathPatch() {}

    static Patch parse(ObjectNode parameters) {
        throw new SpineException(FhirError.NOT_IMPLEMENTED, "FHIRPath Patch is not served; send a JSON Patch");
    }
}
