package org.openspine.childprotection;

import java.time.Clock;
import java.util.Optional;
import org.openspine.api.IncomingRequest;
import org.openspine.repository.ResourceRepository;
import org.openspine.terminology.identifier.NhsNumber;

/** Keeps an audit record of requests that were refused, where it is known whose record they were about. */
public final class Refusals {
    private final ResourceRepository repository;
    private final Viewers viewers;
    private final PatientAudit audit;
    private final String product;

    public Refusals(ResourceRepository repository, String product, Clock clock) {
        this.repository = repository;
        this.viewers = new Viewers(repository);
        this.audit = new PatientAudit(repository, clock);
        this.product = product;
    }

    public void record(IncomingRequest request, Optional<NhsNumber> patient, String interaction, String action) {
        patient.ifPresent(number -> repository.inTransaction(() -> audit.record(
                request,
                number,
                viewers.of(request.headers()),
                PatientAudit.Deed.refused(product, interaction, action))));
    }
}
