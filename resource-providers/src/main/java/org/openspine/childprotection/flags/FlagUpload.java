package org.openspine.childprotection.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.PatientParameter;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.Searchsets;
import org.openspine.childprotection.SentBundle;
import org.openspine.childprotection.Viewer;
import org.openspine.childprotection.Viewers;
import org.openspine.childprotection.cpis.PlanUpload;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/** Takes flags, adjustments and conditions: one by one, or a whole record in one transaction. */
final class FlagUpload {
    private final FlagTransaction.Parts parts;
    private final ResourceRepository repository;
    private final FlagChecks checks;
    private final FlagRecords records;
    private final FlagTargets targets;
    private final PlanUpload plans;
    private final Viewers viewers;
    private final ProtectionRights rights;
    private final PatientAudit audit;

    FlagUpload(
            ResourceRepository repository,
            ContentRules rules,
            FlagRemoval removal,
            PlanUpload plans,
            PatientAudit audit) {
        this.repository = repository;
        this.checks = new FlagChecks(rules);
        this.records = new FlagRecords(repository);
        this.targets = new FlagTargets(repository, records);
        this.parts = new FlagTransaction.Parts(repository, rules, checks, records, targets, removal, audit);
        this.plans = plans;
        this.viewers = new Viewers(repository);
        this.rights = new ProtectionRights(repository);
        this.audit = audit;
    }

    /** {@code POST PatientFlag}: a Bundle, or one Flag. */
    FhirResponse patientFlag(IncomingRequest request) {
        ObjectNode body = resource(request);
        return body.path("resourceType").asText().equals("Bundle") ? bundle(request, body) : flag(request, body);
    }

    /** {@code POST} at the base. */
    FhirResponse bundle(IncomingRequest request) {
        return bundle(request, resource(request));
    }

    static ObjectNode resource(IncomingRequest request) {
        JsonNode body = request.content().json();
        if (!(body instanceof ObjectNode resource)) {
            throw FlagChecks.invalid("body", "The body must be one resource");
        }
        SentBundle.mend(resource);
        return resource;
    }

    /** One top-level flag. */
    FhirResponse flag(IncomingRequest request, ObjectNode flag) {
        FlagKind kind = FlagKind.ofCode(flag)
                .orElseThrow(() -> FlagChecks.invalid("Flag.code", "Must be a code of England-FlagCategoryPatient"));
        if (kind == FlagKind.CHILD_PROTECTION) {
            throw ProtectionRights.denied("A child protection flag comes with its plan from a local authority");
        }
        return repository.inTransaction(() -> {
            Viewer viewer = viewers.of(request.headers());
            FlagRights.requireWrite(rights.role(request, viewer), kind);
            checks.requirePatientFlag(flag);
            NhsNumber patient = targets.lock(patient(flag));
            FlagRecords.Kept kept = records.flag(patient, kind, flag, Optional.empty());
            return stored(request, patient, viewer, kept);
        });
    }

    /** One adjustment or condition on the flag the patient has. */
    FhirResponse detail(IncomingRequest request, ObjectNode detail) {
        return repository.inTransaction(() -> {
            Viewer viewer = viewers.of(request.headers());
            requireDetail(detail);
            FlagKind kind = FlagKind.ofCategory(detail).orElseThrow();
            FlagRights.requireWrite(rights.role(request, viewer), kind);
            NhsNumber patient = targets.lock(patient(detail));
            ResourceKey parent = targets.flag(patient, kind);
            return stored(request, patient, viewer, records.detail(patient, parent, detail, Optional.empty()));
        });
    }

    private FhirResponse stored(IncomingRequest request, NhsNumber patient, Viewer viewer, FlagRecords.Kept kept) {
        audit.record(
                request,
                patient,
                viewer,
                PatientAudit.Deed.written(PatientFlagsApi.PRODUCT, "create", kept.created() ? "C" : "U"));
        StoredResource stored = kept.stored();
        return Searchsets.json(kept.created() ? 201 : 200, stored.tree()).at(request.base() + "/" + stored.key());
    }

    private void requireDetail(ObjectNode detail) {
        if (detail.path("resourceType").asText().equals("Condition")) {
            checks.requireCondition(detail);
        } else {
            checks.requireAdjustment(detail);
        }
    }

    private static NhsNumber patient(JsonNode resource) {
        return PatientParameter.ofReference(resource.path("subject"))
                .orElseThrow(() -> new SpineException(ProtectionError.INVALID_VALUE, "Invalid NHS number"));
    }

    private FhirResponse bundle(IncomingRequest request, ObjectNode body) {
        SentBundle bundle = SentBundle.parse(body);
        boolean protection = !bundle.of("CarePlan").isEmpty()
                || !bundle.of("CareTeam").isEmpty()
                || bundle.of("Flag").stream().anyMatch(entry -> FlagKind.ofCode(entry.resource())
                        .filter(FlagKind.CHILD_PROTECTION::equals)
                        .isPresent());
        if (protection) {
            return plans.store(request, bundle);
        }
        return repository.inTransaction(() -> {
            Viewer viewer = viewers.of(request.headers());
            return new FlagTransaction(
                            parts, request, bundle, new FlagRights.Actor(viewer, rights.role(request, viewer)))
                    .run();
        });
    }
}
