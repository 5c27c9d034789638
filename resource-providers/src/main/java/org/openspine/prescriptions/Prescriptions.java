package org.openspine.prescriptions;

import java.time.Clock;
import java.util.List;
import org.openspine.api.SpineApi;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.fhir.SpineService;
import org.openspine.prescriptions.eps.EpsSettings;
import org.openspine.prescriptions.eps.PrescriptionApis;
import org.openspine.prescriptions.signature.SignatureVerifier;
import org.openspine.prescriptions.signature.Trust;
import org.openspine.repository.ResourceRepository;

/** The prescription services: the Electronic Prescription Service at its three base paths. */
public final class Prescriptions implements SpineService {
    private final ResourceRepository repository;
    private final ResourceValidator validator;
    private final SignatureVerifier verifier = new SignatureVerifier(Trust.ANY);
    private final PrescriptionEvents events = new UnrecordedEvents();
    private final Clock clock;

    public Prescriptions(ResourceRepository repository, ResourceValidator validator, Clock clock) {
        this.repository = repository;
        this.validator = validator;
        this.clock = clock;
    }

    @Override
    public List<SpineApi> apis() {
        return PrescriptionApis.of(
                events,
                query -> UnrecordedEvents.refused(),
                verifier,
                EpsSettings.SANDBOX,
                repository,
                validator,
                clock);
    }
}
