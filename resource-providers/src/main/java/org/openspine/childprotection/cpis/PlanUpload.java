package org.openspine.childprotection.cpis;

import java.time.Clock;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.ProtectionPlans;
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.SentBundle;
import org.openspine.childprotection.Viewer;
import org.openspine.childprotection.Viewers;
import org.openspine.repository.ResourceRepository;

/**
 * Takes the plans a local authority sends: all of a Bundle or nothing. A plan is the same as one that is stored if patient, type,
 * authority and start are the same; it is then updated in place.
 */
public final class PlanUpload {
    private final ResourceRepository repository;
    private final PlanTransaction.Parts parts;
    private final PlanChecks checks;
    private final Viewers viewers;
    private final ProtectionRights rights;

    public PlanUpload(ResourceRepository repository, ContentRules rules, Clock clock) {
        this.repository = repository;
        this.checks = new PlanChecks(rules);
        this.viewers = new Viewers(repository);
        this.rights = new ProtectionRights(repository);
        this.parts = new PlanTransaction.Parts(
                repository,
                new ProtectionPlans(repository, clock),
                new PlanFlag(repository, clock),
                new PatientAudit(repository, clock));
    }

    public FhirResponse answer(IncomingRequest request) {
        return store(request, SentBundle.parse(request.content().json()));
    }

    /** Stores the plans of a Bundle that was parsed. */
    public FhirResponse store(IncomingRequest request, SentBundle bundle) {
        Viewer viewer = viewers.of(request.headers());
        ProtectionRights.Role role = rights.role(request, viewer);
        if (role != ProtectionRights.Role.OPERATOR && role != ProtectionRights.Role.LOCAL_AUTHORITY) {
            throw ProtectionRights.denied("Only a local authority writes child protection data");
        }
        checks.require(bundle);
        return repository.inTransaction(() -> {
            return new PlanTransaction(parts, new PlanOwners(request, bundle, viewer), bundle).run();
        });
    }
}
