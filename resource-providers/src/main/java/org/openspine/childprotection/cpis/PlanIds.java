package org.openspine.childprotection.cpis;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.childprotection.PatientParameter;
import org.openspine.childprotection.ProtectionPlan;
import org.openspine.childprotection.ProtectionPlans;
import org.openspine.childprotection.ProtectionPlans.Teamed;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.IndexId;

/** The id under which a plan is shown: that of its team, or its own where several plans share a team. */
final class PlanIds {
    private static final Set<Long> TEAM = Set.of(IndexId.parameter("CarePlan", "care-team"));

    /** Enough to see that a team has a second plan. */
    private static final int REFERRERS = 20;

    private final ResourceRepository repository;
    private final ProtectionPlans plans;

    PlanIds(ResourceRepository repository, ProtectionPlans plans) {
        this.repository = repository;
        this.plans = plans;
    }

    /** In the order of {@code plans}, which are all of one patient. */
    List<String> of(List<Teamed> plans) {
        Map<ResourceKey, Integer> uses = new HashMap<>();
        plans.forEach(plan -> plan.team().ifPresent(team -> uses.merge(team.key(), 1, Integer::sum)));
        return plans.stream()
                .map(plan -> plan.team()
                        .filter(team -> uses.getOrDefault(team.key(), 0) == 1 && !isShared(plan, team))
                        .map(team -> team.key().id())
                        .orElse(plan.plan().key().id()))
                .toList();
    }

    /** A team that names the plan's patient is theirs alone; any other may serve several. */
    private boolean isShared(Teamed plan, ProtectionPlans.StoredTeam team) {
        var subject = PatientParameter.ofReference(team.tree().path("subject"));
        return !(subject.isPresent() && subject.equals(plan.plan().patient()))
                && plansOf(team.key()).size() > 1;
    }

    /** The plan that is shown under this id. */
    Optional<Teamed> find(String id) {
        if (!ResourceKey.isLogicalId(id)) {
            return Optional.empty();
        }
        Set<ResourceKey> candidates = new LinkedHashSet<>(plansOf(new ResourceKey("CareTeam", id)));
        candidates.add(new ResourceKey("CarePlan", id));
        for (StoredResource stored : repository.read(candidates).values()) {
            ProtectionPlan plan = ProtectionPlan.of(stored);
            if (plan.type().isPresent() && !plan.isError() && plan.patient().isPresent()) {
                List<Teamed> all =
                        plans.teamed(plans.stored(Set.of(plan.patient().get())));
                List<String> ids = of(all);
                int place = ids.indexOf(id);
                if (place >= 0) {
                    return Optional.of(all.get(place));
                }
            }
        }
        return Optional.empty();
    }

    private Collection<ResourceKey> plansOf(ResourceKey team) {
        return repository.referrers("CarePlan", TEAM, List.of(team), REFERRERS);
    }
}
