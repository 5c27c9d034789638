package org.openspine.childprotection.flags;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.OperationOutcomes;
import org.openspine.childprotection.Codings;
import org.openspine.childprotection.FlagDetails;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.PatientFlags;
import org.openspine.childprotection.PatientParameter;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.ProtectionPlans;
import org.openspine.childprotection.ProtectionPlans.Teamed;
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.ProtectionRights.Role;
import org.openspine.childprotection.Viewer;
import org.openspine.childprotection.Viewers;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * Removes flags with everything that hangs on them, or one record that does. What is removed stays in the store with a status
 * that hides it, and a Provenance tells who removed it and why.
 */
final class FlagRemoval {
    private final ResourceRepository repository;
    private final PatientFlags flags;
    private final AttachedRecords attached;
    private final ProtectionPlans plans;
    private final Viewers viewers;
    private final ProtectionRights rights;
    private final PatientAudit audit;
    private final Clock clock;

    FlagRemoval(ResourceRepository repository, ProtectionPlans plans, PatientAudit audit, Clock clock) {
        this.repository = repository;
        this.flags = new PatientFlags(repository);
        this.attached = new AttachedRecords(repository);
        this.plans = plans;
        this.viewers = new Viewers(repository);
        this.rights = new ProtectionRights(repository);
        this.audit = audit;
        this.clock = clock;
    }

    FhirResponse answer(IncomingRequest request) {
        repository.inTransaction(() -> {
            Viewer viewer = viewers.of(request.headers());
            remove(request, viewer, rights.role(request, viewer), request.path());
            return viewer;
        });
        return FhirResponse.of(200, OperationOutcomes.information("Removed"));
    }

    /** In the caller's transaction; the query says whose and why, the path what. */
    void remove(IncomingRequest request, Viewer viewer, Role role, List<String> path) {
        String type = path.get(0);
        if (path.size() == 1 && type.equals("PatientFlag")) {
            ofPatient(request, viewer, role);
        } else if (path.size() == 2 && (type.equals("Flag") || type.equals("Condition"))) {
            one(request, viewer, role, path);
        } else {
            throw FlagChecks.invalid("url", "Only PatientFlag, Flag and Condition can be removed");
        }
    }

    private void ofPatient(IncomingRequest request, Viewer viewer, Role role) {
        FlagQuery query = FlagQuery.ofRemoval(request.query());
        String reason = FlagQuery.reason(request.query());
        query.kind().ifPresent(kind -> FlagRights.requireWrite(role, kind));
        List<FlagKind> kinds = query.kind().map(List::of).orElseGet(() -> Arrays.stream(FlagKind.values())
                .filter(kind -> FlagRights.mayWrite(role, kind))
                .toList());
        if (kinds.isEmpty()) {
            throw ProtectionRights.denied("Not authorised to remove flags");
        }
        repository.lock(new ResourceKey("Patient", query.patient().value()));
        List<ResourceKey> removed = new ArrayList<>();
        for (StoredResource flag : flags.ofPerson(query.patient(), kinds)) {
            boolean protection = FlagKind.ofCode(flag.tree())
                    .filter(FlagKind.CHILD_PROTECTION::equals)
                    .isPresent();
            boolean skipped = protection && query.kind().isEmpty() && !isOwn(request, viewer, query.patient());
            if (PatientFlags.isActive(flag) && !skipped) {
                if (protection) {
                    plans(request, viewer, query, removed, reason);
                } else {
                    attached.of(flag.tree()).stream()
                            .filter(record -> !record.key().type().equals("Consent"))
                            .forEach(record -> removed.add(hide(record, reason)));
                }
                removed.add(hide(flag, reason));
            }
        }
        if (removed.isEmpty()) {
            throw new SpineException(ProtectionError.NOTHING_TO_REMOVE, "The patient has no such flag");
        }
        leaveTrace(request, query.patient(), viewer, removed, reason);
    }

    /** Whoever removes all flags of a patient leaves child protection alone, unless every plan is their own authority's. */
    private boolean isOwn(IncomingRequest request, Viewer viewer, NhsNumber patient) {
        Optional<String> organisation = ProtectionRights.organisation(request, viewer);
        return plans.of(patient).stream()
                .allMatch(
                        plan -> plan.authority().isPresent() && plan.authority().equals(organisation));
    }

    private void plans(
            IncomingRequest request, Viewer viewer, FlagQuery query, List<ResourceKey> removed, String reason) {
        for (Teamed plan : plans.of(query.patient())) {
            if (!ProtectionRights.owns(request, viewer, plan.authority())) {
                throw ProtectionRights.denied("Only the owning local authority may remove a plan");
            }
            repository.lock(plan.plan().key()).ifPresent(stored -> removed.add(hide(stored, reason)));
        }
    }

    private void one(IncomingRequest request, Viewer viewer, Role role, List<String> path) {
        String reason = FlagQuery.reason(request.query());
        StoredResource stored = Optional.of(path.get(1))
                .filter(ResourceKey::isLogicalId)
                .flatMap(id -> repository.read(new ResourceKey(path.get(0), id)))
                .filter(found -> !found.isDeleted() && !AttachedRecords.isGone(found))
                .orElseThrow(() -> new SpineException(ProtectionError.NOTHING_TO_REMOVE, "There is no such record"));
        ObjectNode tree = stored.tree();
        Optional<FlagKind> topLevel = FlagKind.ofCode(tree);
        FlagKind kind = topLevel.or(() -> FlagKind.ofCategory(tree))
                .orElseThrow(() -> new SpineException(ProtectionError.NOTHING_TO_REMOVE, "There is no such record"));
        FlagRights.requireWrite(role, kind);
        NhsNumber patient = PatientParameter.ofReference(tree.path("subject"))
                .orElseThrow(() -> new SpineException(ProtectionError.NOTHING_TO_REMOVE, "There is no such record"));
        if (topLevel.isPresent()) {
            ofPatient(
                    request.withQuery(
                            request.query().with("patient", patient.value()).with("code", kind.code())),
                    viewer,
                    role);
            return;
        }
        repository.lock(new ResourceKey("Patient", patient.value()));
        ResourceKey key = hide(repository.lock(stored.key()).orElse(stored), reason);
        flags.ofPerson(patient, List.of(kind)).stream()
                .filter(flag -> FlagDetails.of(flag.tree()).contains(key))
                .forEach(flag -> detach(flag, key));
        leaveTrace(request, patient, viewer, List.of(key), reason);
    }

    private void detach(StoredResource flag, ResourceKey key) {
        ObjectNode tree = flag.tree();
        FlagDetails.set(
                tree,
                FlagDetails.of(tree).stream().filter(one -> !one.equals(key)).toList());
        repository.store(new ResourceWrite(flag.key(), Verb.PUT, flag.version(), tree));
    }

    /** The status that hides it: in error if that is the reason, else inactive. */
    private ResourceKey hide(StoredResource stored, String reason) {
        ObjectNode tree = stored.tree();
        String lower = reason.toLowerCase(Locale.ROOT);
        boolean error = lower.contains("error") || lower.contains("incorrect");
        switch (stored.key().type()) {
            case "Flag" -> tree.put("status", error ? "entered-in-error" : "inactive");
            case "Condition" -> {
                tree.remove("clinicalStatus"); // R4 wants none beside entered-in-error
                tree.set(
                        "verificationStatus",
                        Codings.concept(
                                "http://terminology.hl7.org/CodeSystem/condition-ver-status", "entered-in-error", ""));
            }
            default -> tree.put("status", "entered-in-error");
        }
        repository.store(new ResourceWrite(stored.key(), Verb.PUT, stored.version(), tree));
        return stored.key();
    }

    private void leaveTrace(
            IncomingRequest request, NhsNumber patient, Viewer viewer, List<ResourceKey> removed, String reason) {
        ObjectNode provenance = JsonNodeFactory.instance.objectNode().put("resourceType", "Provenance");
        ArrayNode targets = provenance.putArray("target");
        removed.forEach(key -> targets.addObject().put("reference", key.toString()));
        provenance.put(
                "recorded", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        provenance.set(
                "activity",
                Codings.concept("http://terminology.hl7.org/CodeSystem/v3-DataOperation", "DELETE", "delete"));
        provenance.putArray("reason").addObject().put("text", reason);
        ObjectNode agent = provenance.putArray("agent").addObject();
        ObjectNode who = agent.putObject("who");
        viewer.role().ifPresent(role -> who.put("reference", "PractitionerRole/" + role));
        who.put("display", viewer.name());
        viewer.organisation().ifPresent(code -> agent.putObject("onBehalfOf").put("reference", "Organization/" + code));
        ResourceKey key = new ResourceKey("Provenance", repository.nextLogicalId());
        repository.store(new ResourceWrite(key, Verb.POST, 0, provenance));
        audit.record(request, patient, viewer, PatientAudit.Deed.removal(PatientFlagsApi.PRODUCT, reason));
    }
}
