package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.openspine.api.WriteRule;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** Records of who looked are written by the national APIs alone, and stay as they are. */
final class AuditRule implements WriteRule {
    @Override
    public Set<String> types() {
        return Set.of("AuditEvent");
    }

    @Override
    public void check(Change change) {
        if (change.current().filter(stored -> isOwn(stored.tree())).isPresent()) {
            throw new SpineException(FhirError.METHOD_NOT_ALLOWED, "Audit records cannot be changed or removed");
        }
        if (change.next().filter(AuditRule::isOwn).isPresent()) {
            throw SpineException.at(
                    FhirError.BUSINESS_RULE,
                    "AuditEvent.source.observer",
                    "Audit records in the name of this server are written by this server only");
        }
    }

    private static boolean isOwn(JsonNode event) {
        boolean access = false;
        for (JsonNode subtype : event.path("subtype")) {
            access |= subtype.path("system").asText().equals(PatientAudit.SETTING_SYSTEM);
        }
        JsonNode observer = event.path("source").path("observer").path("identifier");
        return access
                || observer.path("system").asText().equals(PatientAudit.PRODUCT_ID)
                        && observer.path("value").asText().equals(PatientAudit.PRODUCT);
    }
}
