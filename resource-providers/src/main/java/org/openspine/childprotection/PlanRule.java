package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.WriteRule;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.IndexId;
import org.openspine.terminology.identifier.NhsNumber;

/** Plans and their teams keep what a clinician needs of them, whoever writes them; and only those who may write them do. */
final class PlanRule implements WriteRule {
    private static final Set<Long> TEAM = Set.of(IndexId.parameter("CarePlan", "care-team"));
    private static final int REFERRERS = 20;

    private final ResourceRepository repository;
    private final ProtectionRights rights;

    PlanRule(ResourceRepository repository) {
        this.repository = repository;
        this.rights = new ProtectionRights(repository);
    }

    @Override
    public Set<String> types() {
        return Set.of("CarePlan", "CareTeam");
    }

    @Override
    public void check(Change change) {
        if (change.key().type().equals("CarePlan")) {
            plan(change);
        } else if (change.current().isPresent() && isInUse(change.key())) {
            requireRight(change);
            team(change);
        }
    }

    private void plan(Change change) {
        boolean was = change.current()
                .filter(stored -> PlanType.of(stored.tree()).isPresent())
                .isPresent();
        Optional<ObjectNode> next =
                change.next().filter(plan -> PlanType.of(plan).isPresent());
        if (was || next.isPresent()) {
            requireRight(change);
        }
        next.ifPresent(plan -> {
            NhsNumber patient = PatientParameter.ofReference(plan.path("subject"))
                    .orElseThrow(() -> refused("CarePlan.subject", "A plan is for a child with an NHS number"));
            if (!plan.path("subject").has("reference")) {
                plan.set("subject", PatientParameter.subject(patient, plan.path("subject")));
            }
            if (!plan.path("period").has("start")) {
                throw refused("CarePlan.period", "A plan has a period that begins");
            }
            if (plan.path("careTeam").isEmpty()) {
                throw refused("CarePlan.careTeam", "A plan names the team that is responsible");
            }
        });
    }

    private static void team(Change change) {
        ObjectNode next = change.next()
                .orElseThrow(() -> refused("CareTeam", "A team that is responsible for a plan cannot be removed"));
        if (next.path("name").asText().isEmpty() || next.path("telecom").isEmpty()) {
            throw refused("CareTeam", "A team that is responsible for a plan has a name and a telephone");
        }
    }

    private boolean isInUse(ResourceKey team) {
        List<ResourceKey> plans = List.copyOf(repository.referrers("CarePlan", TEAM, List.of(team), REFERRERS));
        for (StoredResource stored : repository.read(plans).values()) {
            JsonNode plan = stored.tree();
            if (PlanType.of(plan).isPresent() && !plan.path("status").asText().equals("entered-in-error")) {
                return true;
            }
        }
        return false;
    }

    private void requireRight(Change change) {
        if (!rights.mayWriteProtection(change.caller())) {
            throw new SpineException(FhirError.FORBIDDEN, "Only a local authority writes child protection data");
        }
    }

    private static SpineException refused(String element, String text) {
        return SpineException.at(FhirError.BUSINESS_RULE, element, text);
    }
}
