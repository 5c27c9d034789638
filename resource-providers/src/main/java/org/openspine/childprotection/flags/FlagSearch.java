package org.openspine.childprotection.flags;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.childprotection.AccessSetting;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.PatientFlags;
import org.openspine.childprotection.PatientParameter;
import org.openspine.childprotection.PlanViews;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.ProtectionPlans;
import org.openspine.childprotection.ProtectionPlans.Teamed;
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.ProtectionRights.Role;
import org.openspine.childprotection.Searchsets;
import org.openspine.childprotection.Viewer;
import org.openspine.childprotection.Viewers;
import org.openspine.demographics.PatientIndex;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/** {@code GET PatientFlag?patient=…}: all flags of a patient, or one kind with everything that hangs on it. */
final class FlagSearch {
    private final ResourceRepository repository;
    private final PatientIndex patients;
    private final PatientFlags flags;
    private final AttachedRecords attached;
    private final ProtectionPlans plans;
    private final PlanViews views;
    private final Viewers viewers;
    private final ProtectionRights rights;
    private final PatientAudit audit;

    FlagSearch(ResourceRepository repository, ProtectionPlans plans, PlanViews views, PatientAudit audit) {
        this.repository = repository;
        this.patients = new PatientIndex(repository);
        this.flags = new PatientFlags(repository);
        this.attached = new AttachedRecords(repository);
        this.plans = plans;
        this.views = views;
        this.viewers = new Viewers(repository);
        this.rights = new ProtectionRights(repository);
        this.audit = audit;
    }

    FhirResponse search(IncomingRequest request) {
        FlagQuery query = FlagQuery.ofSearch(request.query());
        return repository.inTransaction(() -> {
            Viewer viewer = viewers.of(request.headers());
            Role role = rights.role(request, viewer);
            return query.kind().isPresent()
                    ? ofKind(request, query.patient(), query.kind().get(), viewer, role)
                    : all(request, query.patient(), viewer, role);
        });
    }

    /** One flag or adjustment by its id. */
    FhirResponse read(IncomingRequest request) {
        String id = request.path().get(1);
        return repository.inTransaction(() -> {
            StoredResource stored = Optional.of(id)
                    .filter(ResourceKey::isLogicalId)
                    .flatMap(valid ->
                            repository.read(new ResourceKey(request.path().get(0), valid)))
                    .filter(found -> !found.isDeleted())
                    .orElseThrow(() -> new SpineException(ProtectionError.RESOURCE_NOT_FOUND));
            ObjectNode resource = stored.tree();
            NhsNumber patient = PatientParameter.ofReference(resource.path("subject"))
                    .orElseThrow(() -> new SpineException(ProtectionError.RESOURCE_NOT_FOUND));
            FlagKind kind = FlagKind.ofCode(resource)
                    .or(() -> FlagKind.ofCategory(resource))
                    .orElseThrow(() -> new SpineException(ProtectionError.RESOURCE_NOT_FOUND));
            Viewer viewer = viewers.of(request.headers());
            FlagRights.requireDetails(rights.role(request, viewer), request, patient, kind);
            audit.record(request, patient, viewer, PatientAudit.Deed.written(PatientFlagsApi.PRODUCT, "read", "R"));
            return Searchsets.json(200, resource);
        });
    }

    private FhirResponse all(IncomingRequest request, NhsNumber patient, Viewer viewer, Role role) {
        List<FlagKind> visible = FlagRights.visible(role, request, patient);
        requireKnown(patient);
        List<ObjectNode> found = active(patient, visible);
        audit.record(request, patient, viewer, PatientAudit.Deed.read(PatientFlagsApi.PRODUCT));
        return Searchsets.of(request, found, List.of());
    }

    private FhirResponse ofKind(IncomingRequest request, NhsNumber patient, FlagKind kind, Viewer viewer, Role role) {
        boolean protection = kind == FlagKind.CHILD_PROTECTION;
        if (protection) {
            AccessSetting.of(request.headers());
            rights.requireProtectionView(request, viewer);
        }
        FlagRights.requireDetails(role, request, patient, kind);
        requireKnown(patient);
        List<ObjectNode> found = active(patient, List.of(kind));
        List<ObjectNode> all = new ArrayList<>(found);
        if (protection) {
            List<Teamed> known = plans.of(patient);
            if (!found.isEmpty() || known.stream().anyMatch(Teamed::active)) {
                known.forEach(plan -> {
                    all.add(plan.plan().tree());
                    plan.team().ifPresent(team -> all.add(team.tree()));
                });
            }
            views.record(request, PatientFlagsApi.PRODUCT, patient, viewer, known);
        } else {
            found.forEach(flag -> attached.of(flag).forEach(record -> all.add(record.tree())));
            audit.record(request, patient, viewer, PatientAudit.Deed.read(PatientFlagsApi.PRODUCT));
        }
        return Searchsets.of(request, all, List.of());
    }

    private List<ObjectNode> active(NhsNumber patient, List<FlagKind> kinds) {
        return flags.ofPerson(patient, kinds).stream()
                .filter(PatientFlags::isActive)
                .map(StoredResource::tree)
                .toList();
    }

    private void requireKnown(NhsNumber patient) {
        if (patients.record(patient.value()).isEmpty()) {
            throw new SpineException(ProtectionError.UNKNOWN_PATIENT, "There is no record of this patient");
        }
    }
}
