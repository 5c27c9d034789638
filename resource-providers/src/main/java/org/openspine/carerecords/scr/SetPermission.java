package org.openspine.carerecords.scr;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openspine.api.Endpoint;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.carerecords.consent.Consents;
import org.openspine.carerecords.consent.Permission;
import org.openspine.demographics.PatientIndex;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;
import org.openspine.terminology.identifier.NhsNumber;

/** {@code $setPermission}: records what the patient prefers; it holds from the next request on. */
final class SetPermission {
    private final ResourceRepository repository;
    private final Consents consents;
    private final PatientIndex patients;
    private final UploadContent content;
    private final ScrAudit audit;

    SetPermission(ResourceRepository repository, Consents consents, UploadContent content, ScrAudit audit) {
        this.repository = repository;
        this.consents = consents;
        this.patients = new PatientIndex(repository);
        this.content = content;
        this.audit = audit;
    }

    FhirResponse answer(IncomingRequest request) {
        PermissionRequest asked = PermissionRequest.of(content.read(request.content()));
        set(asked, UploadSummary.auditRequest(request));
        return FhirResponse.of(201);
    }

    /** The handler, whose refusals are recorded: of its own transaction they leave nothing. */
    Endpoint.Handler recordingFailures(Endpoint.Handler handler) {
        return request -> {
            try {
                return handler.answer(request);
            } catch (SpineException failure) {
                if (failure.code() == ScrError.INVALID_REQUEST
                        && !request.content().isEmpty()) {
                    PermissionRequest.patientIn(request.content().json())
                            .ifPresent(patient -> audit.write(
                                    ScrAudit.Deed.PERMISSION,
                                    ScrAudit.Ending.FAILED,
                                    patient,
                                    UploadSummary.auditRequest(request),
                                    Map.of()));
                }
                throw failure;
            }
        };
    }

    /** Throws {@link ScrError#INVALID_REQUEST} if demographics do not know the NHS number. */
    void set(PermissionRequest asked, ScrAudit.Request request) {
        Optional<NhsNumber> patient = NhsNumber.parse(asked.nhsNumber());
        if (patient.isEmpty()) {
            throw unknown();
        }
        repository.inTransaction(() -> {
            if (patients.record(asked.nhsNumber()).isEmpty()) {
                throw unknown();
            }
            String organisation = request.organisation().orElse(request.caller().organisation());
            Permission before = consents.setPermission(patient.get(), asked.permission(), organisation);
            Map<String, String> details = new LinkedHashMap<>();
            details.put("old permission", before.code());
            details.put("new permission", asked.permission().code());
            audit.write(ScrAudit.Deed.PERMISSION, ScrAudit.Ending.DONE, patient.get(), request, details);
            return before;
        });
    }

    private static SpineException unknown() {
        return new SpineException(ScrError.INVALID_REQUEST, ScrError.UNKNOWN_PATIENT);
    }
}
