package org.openspine.childprotection.flags;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.childprotection.FlagDetails;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.PatientParameter;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.Searchsets;
import org.openspine.childprotection.Viewer;
import org.openspine.childprotection.Viewers;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/** {@code PUT Flag/{id}} and {@code PUT Condition/{id}}: new content for what is there, for the same patient and kind. */
final class FlagUpdate {
    private final ResourceRepository repository;
    private final FlagChecks checks;
    private final FlagRecords records;
    private final FgmFlags fgm;
    private final Viewers viewers;
    private final ProtectionRights rights;
    private final PatientAudit audit;

    FlagUpdate(ResourceRepository repository, ContentRules rules, FgmFlags fgm, PatientAudit audit) {
        this.repository = repository;
        this.checks = new FlagChecks(rules);
        this.records = new FlagRecords(repository);
        this.fgm = fgm;
        this.viewers = new Viewers(repository);
        this.rights = new ProtectionRights(repository);
        this.audit = audit;
    }

    FhirResponse answer(IncomingRequest request) {
        ObjectNode sent = FlagUpload.resource(request);
        String type = request.path().get(0);
        String id = request.path().get(1);
        Optional<StoredResource> current = Optional.of(id)
                .filter(ResourceKey::isLogicalId)
                .flatMap(valid -> repository.read(new ResourceKey(type, valid)))
                .filter(found -> !found.isDeleted());
        boolean isFgm = FgmFlags.speaks(sent)
                || current.flatMap(stored -> FlagKind.ofCode(stored.tree()))
                        .filter(FlagKind.FEMALE_GENITAL_MUTILATION::equals)
                        .isPresent();
        return type.equals("Flag") && isFgm ? fgm.remove(request, sent, id) : update(request, sent, type, id);
    }

    private FhirResponse update(IncomingRequest request, ObjectNode sent, String type, String id) {
        if (!sent.path("id").asText().equals(id)) {
            throw FlagChecks.invalid(type + ".id", "The id in the body must equal the id in the URL");
        }
        return repository.inTransaction(() -> {
            StoredResource current = Optional.of(id)
                    .filter(ResourceKey::isLogicalId)
                    .flatMap(valid -> repository.lock(new ResourceKey(type, valid)))
                    .filter(found -> !found.isDeleted() && !AttachedRecords.isGone(found))
                    .orElseThrow(() -> new SpineException(ProtectionError.RESOURCE_NOT_FOUND));
            ObjectNode before = current.tree();
            Optional<FlagKind> topLevel = FlagKind.ofCode(before);
            FlagKind kind = topLevel.or(() -> FlagKind.ofCategory(before))
                    .orElseThrow(() -> new SpineException(ProtectionError.RESOURCE_NOT_FOUND));
            Viewer viewer = viewers.of(request.headers());
            FlagRights.requireWrite(rights.role(request, viewer), kind);
            require(type, sent, topLevel.isPresent());
            NhsNumber patient =
                    PatientParameter.ofReference(before.path("subject")).orElseThrow();
            if (!PatientParameter.ofReference(sent.path("subject")).equals(Optional.of(patient))) {
                throw FlagChecks.invalid(type + ".subject", "The patient of a record does not change");
            }
            if (!FlagKind.ofCode(sent).or(() -> FlagKind.ofCategory(sent)).equals(Optional.of(kind))) {
                throw FlagChecks.invalid(type + ".category", "The kind of a flag does not change");
            }
            FlagRecords.normalise(patient, sent);
            if (topLevel.isPresent()) {
                FlagDetails.set(sent, FlagDetails.of(before)); // what hangs on a flag has ways of its own
            }
            StoredResource stored = records.store(current.key(), current.version(), sent);
            audit.record(request, patient, viewer, PatientAudit.Deed.written(PatientFlagsApi.PRODUCT, "update", "U"));
            return Searchsets.json(200, stored.tree());
        });
    }

    private void require(String type, ObjectNode sent, boolean topLevel) {
        if (type.equals("Condition")) {
            checks.requireCondition(sent);
        } else if (topLevel) {
            checks.requirePatientFlag(sent);
        } else {
            checks.requireAdjustment(sent);
        }
    }
}
