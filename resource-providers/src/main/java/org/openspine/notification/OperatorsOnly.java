package org.openspine.notification;

import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;

/** Who may look after deliveries: operators. Everybody is one in the open sandbox. */
final class OperatorsOnly {
    /** National activity code: manage the system. */
    private static final String OPERATE = "B0015";

    private OperatorsOnly() {}

    static void require(FhirRequest request) {
        if (!request.caller().may(OPERATE)) {
            throw new SpineException(FhirError.FORBIDDEN, "Only operators look after deliveries");
        }
    }
}
