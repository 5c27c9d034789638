package org.openspine.childprotection.cpis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.childprotection.AccessLists;
import org.openspine.childprotection.AccessSetting;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.PatientParameter;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.Searchsets;
import org.openspine.childprotection.Viewer;
import org.openspine.childprotection.Viewers;
import org.openspine.demographics.PatientIndex;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/** {@code GET AuditEvent?patient:identifier=…}: who asked for the plans of a child in unscheduled care, the latest first. */
final class AccessHistory {
    private static final int MOST = 25;

    private final ResourceRepository repository;
    private final PatientIndex patients;
    private final AccessLists accesses;
    private final Viewers viewers;
    private final ProtectionRights rights;
    private final PatientAudit audit;

    AccessHistory(ResourceRepository repository, Viewers viewers, ProtectionRights rights, PatientAudit audit) {
        this.repository = repository;
        this.patients = new PatientIndex(repository);
        this.accesses = new AccessLists(repository);
        this.viewers = viewers;
        this.rights = rights;
        this.audit = audit;
    }

    FhirResponse search(IncomingRequest request) {
        AccessSetting.of(request.headers());
        NhsNumber patient = SearchInput.patient(request.query());
        return repository.inTransaction(() -> {
            Viewer viewer = requireViewer(request);
            List<ObjectNode> events = new ArrayList<>();
            Map<String, ObjectNode> roles = new LinkedHashMap<>();
            for (StoredResource stored : accesses.newest(patients.numbers(patient), MOST)) {
                AccessView view = AccessView.of(stored);
                events.add(view.event());
                roles.putIfAbsent(view.role().path("id").asText(), view.role());
            }
            audit.record(request, patient, viewer, PatientAudit.Deed.read(CpisApi.PRODUCT));
            return Searchsets.of(request, events, List.copyOf(roles.values()));
        });
    }

    FhirResponse read(IncomingRequest request) {
        AccessSetting.of(request.headers());
        String id = request.path().get(request.path().size() - 1);
        return repository.inTransaction(() -> {
            Viewer viewer = requireViewer(request);
            StoredResource stored = Optional.of(id)
                    .filter(ResourceKey::isLogicalId)
                    .flatMap(valid -> repository.read(new ResourceKey("AuditEvent", valid)))
                    .filter(found -> !found.isDeleted() && isUnscheduled(found))
                    .orElseThrow(() -> new SpineException(ProtectionError.RESOURCE_NOT_FOUND));
            patient(stored)
                    .ifPresent(patient -> audit.record(
                            request, patient, viewer, PatientAudit.Deed.written(CpisApi.PRODUCT, "read", "R")));
            return Searchsets.json(200, AccessView.of(stored).event());
        });
    }

    private Viewer requireViewer(IncomingRequest request) {
        Viewer viewer = viewers.of(request.headers());
        rights.requireProtectionView(request, viewer);
        return viewer;
    }

    private static boolean isUnscheduled(StoredResource stored) {
        for (var subtype : stored.tree().path("subtype")) {
            if (subtype.path("system").asText().equals(PatientAudit.SETTING_SYSTEM)
                    && subtype.path("code").asText().equals(AccessSetting.UNSCHEDULED.code())) {
                return true;
            }
        }
        return false;
    }

    private static Optional<NhsNumber> patient(StoredResource stored) {
        for (var entity : stored.tree().path("entity")) {
            Optional<NhsNumber> number = PatientParameter.ofReference(entity.path("what"));
            if (number.isPresent()) {
                return number;
            }
        }
        return Optional.empty();
    }
}
