package org.openspine.prescriptions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** Says of every sound message that there is no record to put it in. */
final class UnrecordedEvents implements PrescriptionEvents {
    static FhirResponse refused() {
        throw new SpineException(FhirError.NOT_IMPLEMENTED, "Prescriptions are not recorded here");
    }

    @Override
    public FhirResponse order(ObjectNode bundle, Caller caller) {
        return refused();
    }

    @Override
    public FhirResponse cancel(ObjectNode bundle, Caller caller) {
        return refused();
    }

    @Override
    public FhirResponse notifyDispense(ObjectNode bundle, Caller caller) {
        return refused();
    }

    @Override
    public FhirResponse claim(ObjectNode claim, Caller caller) {
        return refused();
    }

    @Override
    public FhirResponse release(ObjectNode parameters, Caller caller) {
        return refused();
    }

    @Override
    public FhirResponse changeTask(ObjectNode task, Caller caller) {
        return refused();
    }
}
