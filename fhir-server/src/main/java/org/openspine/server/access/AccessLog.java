package org.openspine.server.access;

import java.util.List;
import java.util.Optional;
import org.openspine.access.Caller;
import org.openspine.audit.AuditEntry;
import org.openspine.audit.AuditTrail;

/** What the token endpoint leaves in the audit log. */
final class AccessLog {
    private static final String SERVICE = "/oauth2";

    private final Optional<AuditTrail> audit;

    AccessLog(Optional<AuditTrail> audit) {
        this.audit = audit;
    }

    void granted(String client, Optional<Identity> identity, String address) {
        String user = identity.map(one -> one instanceof Identity.HealthcareWorker worker
                        ? worker.user()
                        : ((Identity.Patient) one).nhsNumber())
                .orElse("");
        record("POST /token", 200, client, user, address);
    }

    /** @param reason a text of the published table, which holds nothing of the assertion */
    void refused(String endpoint, int status, String reason, String address) {
        record("POST /" + endpoint + ": " + reason, status, "", "", address);
    }

    private void record(String request, int status, String client, String user, String address) {
        audit.ifPresent(trail -> trail.record(new AuditEntry(
                SERVICE,
                "E",
                request,
                "",
                status,
                new AuditEntry.Who(Caller.UNKNOWN.mode().published(), client, user, "", "", "", address),
                "",
                List.of(),
                List.of())));
    }
}
