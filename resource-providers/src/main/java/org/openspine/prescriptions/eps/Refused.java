package org.openspine.prescriptions.eps;

import java.util.List;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.Finding;
import org.openspine.prescriptions.PrescriptionOutcomes;

/** A step that found something wrong ends the request with all it found: 403 if all of it forbids, else 400. */
final class Refused {
    private Refused() {}

    static void ifAny(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw new SpineException(new FindingList(findings));
        }
    }

    /** The answer to a failure that {@link #ifAny} made. */
    static FhirResponse answer(FindingList list, PrescriptionOutcomes outcomes) {
        return FhirResponse.of(list.status(), JsonBody.of(ResourceJson.write(outcomes.of(list.findings()))));
    }
}
