package org.openspine.childprotection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.WriteRule;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.terminology.identifier.NhsNumber;

/** A patient has at most one active flag of a kind, and child protection flags are written by those who may. */
final class FlagRule implements WriteRule {
    private final ResourceRepository repository;
    private final PatientFlags flags;
    private final ProtectionRights rights;

    FlagRule(ResourceRepository repository) {
        this.repository = repository;
        this.flags = new PatientFlags(repository);
        this.rights = new ProtectionRights(repository);
    }

    @Override
    public Set<String> types() {
        return Set.of("Flag");
    }

    @Override
    public void check(Change change) {
        boolean protection =
                isProtection(change.next()) || isProtection(change.current().map(stored -> stored.tree()));
        if (protection && !rights.mayWriteProtection(change.caller())) {
            throw new SpineException(FhirError.FORBIDDEN, "Only a local authority writes child protection data");
        }
        change.next().ifPresent(next -> onlyOne(change.key(), next));
    }

    private static boolean isProtection(Optional<ObjectNode> flag) {
        return flag.flatMap(FlagKind::ofCode)
                .filter(FlagKind.CHILD_PROTECTION::equals)
                .isPresent();
    }

    private void onlyOne(ResourceKey key, ObjectNode next) {
        Optional<FlagKind> kind = FlagKind.ofCode(next);
        if (kind.isEmpty()) {
            return;
        }
        NhsNumber patient = PatientParameter.ofReference(next.path("subject"))
                .orElseThrow(() -> SpineException.at(
                        FhirError.BUSINESS_RULE, "Flag.subject", "A patient flag is for a patient with an NHS number"));
        if (!next.path("subject").has("reference")) {
            next.set("subject", PatientParameter.subject(patient, next.path("subject")));
        }
        if (!next.path("status").asText().equals("active")) {
            return;
        }
        repository.guard(List.of("flag:" + patient.value() + kind.get().code()));
        boolean another = flags.all(patient, List.of(kind.get())).stream()
                .anyMatch(
                        stored -> PatientFlags.isActive(stored) && !stored.key().equals(key));
        if (another) {
            throw SpineException.at(
                    FhirError.BUSINESS_RULE,
                    "Flag.code",
                    "The patient has an active flag of this kind; update that one");
        }
    }
}
