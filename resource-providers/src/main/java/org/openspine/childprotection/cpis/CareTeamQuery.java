package org.openspine.childprotection.cpis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.childprotection.AccessSetting;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.PlanViews;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.ProtectionPlans;
import org.openspine.childprotection.ProtectionPlans.Teamed;
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.Searchsets;
import org.openspine.childprotection.Viewer;
import org.openspine.childprotection.Viewers;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;
import org.openspine.terminology.identifier.NhsNumber;

/** {@code GET CareTeam?patient:identifier=…}: the plans of a child, and what the look leaves behind. */
final class CareTeamQuery {
    private final ResourceRepository repository;
    private final ProtectionPlans plans;
    private final PlanIds ids;
    private final PlanViews views;
    private final Viewers viewers;
    private final ProtectionRights rights;
    private final PatientAudit audit;

    CareTeamQuery(
            ResourceRepository repository,
            ProtectionPlans plans,
            PlanViews views,
            Viewers viewers,
            ProtectionRights rights,
            PatientAudit audit) {
        this.repository = repository;
        this.plans = plans;
        this.ids = new PlanIds(repository, plans);
        this.views = views;
        this.viewers = viewers;
        this.rights = rights;
        this.audit = audit;
    }

    FhirResponse search(IncomingRequest request) {
        AccessSetting.of(request.headers());
        NhsNumber patient = SearchInput.patient(request.query());
        return repository.inTransaction(() -> {
            Viewer viewer = viewers.of(request.headers());
            ProtectionRights.Role role = rights.requireProtectionView(request, viewer);
            List<Teamed> found = seen(plans.of(patient), role, request, viewer);
            List<String> shownIds = ids.of(found);
            views.record(request, CpisApi.PRODUCT, patient, viewer, found);
            List<ObjectNode> shown = new ArrayList<>();
            for (int i = 0; i < found.size(); i++) {
                shown.add(CareTeamView.of(found.get(i), shownIds.get(i)));
            }
            return Searchsets.of(request, shown, List.of());
        });
    }

    /** One plan by the id under which a search showed it. It is audited; only searches count as accesses. */
    FhirResponse read(IncomingRequest request) {
        AccessSetting.of(request.headers());
        String id = request.path().get(request.path().size() - 1);
        return repository.inTransaction(() -> {
            Viewer viewer = viewers.of(request.headers());
            ProtectionRights.Role role = rights.requireProtectionView(request, viewer);
            Teamed found = ids.find(id)
                    .filter(plan -> !seen(List.of(plan), role, request, viewer).isEmpty())
                    .orElseThrow(() -> new SpineException(ProtectionError.RESOURCE_NOT_FOUND));
            found.plan()
                    .patient()
                    .ifPresent(patient -> audit.record(
                            request, patient, viewer, PatientAudit.Deed.written(CpisApi.PRODUCT, "read", "R")));
            return Searchsets.json(200, CareTeamView.of(found, id));
        });
    }

    /** A local authority sees its own plans. */
    private static List<Teamed> seen(
            List<Teamed> found, ProtectionRights.Role role, IncomingRequest request, Viewer viewer) {
        if (role != ProtectionRights.Role.LOCAL_AUTHORITY) {
            return found;
        }
        return found.stream()
                .filter(plan -> ProtectionRights.owns(request, viewer, plan.authority()))
                .toList();
    }
}
