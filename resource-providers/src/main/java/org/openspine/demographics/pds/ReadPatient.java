package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.demographics.PatientIndex;
import org.openspine.demographics.PatientRecord;
import org.openspine.repository.ResourceRepository;

/** {@code GET Patient/{nhsNumber}}. */
final class ReadPatient {
    private final PdsPatients patients;

    ReadPatient(ResourceRepository repository) {
        patients = new PdsPatients(new PatientIndex(repository));
    }

    FhirResponse answer(IncomingRequest request) {
        PatientRecord record = patients.survivor(request.path().get(1));
        return versioned(200, PatientView.read(record, Entitlement.of(request)), record.version());
    }

    /** A resource with the tag of the patient's version. */
    static FhirResponse versioned(int status, ObjectNode resource, long version) {
        return FhirResponse.of(status, JsonBody.of(ResourceJson.write(resource)))
                .withHeader("ETag", "W/\"" + version + "\"");
    }
}
