package org.openspine.childprotection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.demographics.PatientIndex;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.NhsNumber;

/** Finds the plans of a patient with their teams: at most five statements, however many plans. */
public final class ProtectionPlans {
    private static final long PATIENT = IndexId.parameter("CarePlan", "patient");
    private static final int PAGE = 100;

    private final ResourceRepository repository;
    private final PatientIndex patients;
    private final Clock clock;

    public ProtectionPlans(ResourceRepository repository, Clock clock) {
        this.repository = repository;
        this.patients = new PatientIndex(repository);
        this.clock = clock;
    }

    /** A plan and its team, which may be missing from the store. */
    public record Teamed(ProtectionPlan plan, Optional<StoredTeam> team, boolean active) {
        /** ODS code of the local authority, if it is known. */
        public Optional<String> authority() {
            return team.flatMap(found -> Authority.of(found.tree()));
        }
    }

    /** A CareTeam as stored. */
    public record StoredTeam(ResourceKey key, ObjectNode tree) {
        static StoredTeam of(StoredResource stored) {
            return new StoredTeam(stored.key(), stored.tree());
        }
    }

    /** Every plan under this number or one it was merged with, ended ones too, but none recorded in error. */
    public List<Teamed> of(NhsNumber number) {
        return teamed(stored(patients.numbers(number)));
    }

    /**
     * The plans under these numbers, without a look at records merged with them. Every CarePlan of a patient is read: they are
     * few, while a criterion for the type would go through the plans of all children.
     */
    public List<ProtectionPlan> stored(Set<NhsNumber> numbers) {
        Criterion ofPatient = new Criterion.Indexed(
                PATIENT,
                numbers.stream()
                        .map(number -> new ValueMatch.Reference("Patient", number.value()))
                        .toList());
        SearchQuery query = new SearchQuery("CarePlan", List.of(ofPatient), List.of(), PAGE, Optional.empty());
        List<ProtectionPlan> plans = new ArrayList<>();
        Optional<PagePosition> next;
        do {
            SearchPage page = repository.search(query);
            page.matches().stream()
                    .map(ProtectionPlan::of)
                    .filter(plan -> plan.type().isPresent())
                    .forEach(plans::add);
            next = page.next();
            query = query.page(PAGE, next);
        } while (next.isPresent());
        return plans;
    }

    /** Plans with their teams, without those recorded in error. */
    public List<Teamed> teamed(List<ProtectionPlan> plans) {
        return teamedWithErrors(plans.stream().filter(plan -> !plan.isError()).toList());
    }

    public List<Teamed> teamedWithErrors(List<ProtectionPlan> shown) {
        if (shown.isEmpty()) {
            return List.of();
        }
        Set<ResourceKey> keys = new LinkedHashSet<>();
        shown.forEach(plan -> keys.addAll(plan.teams()));
        Map<ResourceKey, StoredResource> teams = repository.read(keys);
        Instant now = clock.instant();
        List<Teamed> teamed = new ArrayList<>();
        for (ProtectionPlan plan : shown) {
            Optional<StoredTeam> team = plan.teams().stream()
                    .map(key -> Optional.ofNullable(teams.get(key)))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .map(StoredTeam::of);
            teamed.add(new Teamed(plan, team, plan.isActive(now)));
        }
        return teamed;
    }
}
