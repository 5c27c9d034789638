package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.openspine.referrals.BusinessFunction;
import org.openspine.referrals.Elements;
import org.openspine.referrals.ServiceEntry;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/** At which services a clinician sees patients: those that a role of theirs names, and those whose diary they share. */
final class Clinics {
    private static final String DIARY = "Schedule";

    private final ResourceRepository repository;
    private final Staff staff;

    Clinics(ResourceRepository repository, Staff staff) {
        this.repository = repository;
        this.staff = staff;
    }

    /**
     * Ids of the services. Throws {@link BusinessError#REFERENCE_NOT_FOUND} if nothing is known of this user, {@link
     * BusinessError#REFERENCED_USER_IS_NOT_ACTIVE} or {@link BusinessError#REFERENCED_USER_IS_NOT_SPC} if no role lets them see patients.
     *
     * @param user SDS user id
     */
    Set<String> of(String user) {
        List<Staff.Member> roles = staff.ofUser(user);
        List<StoredResource> diaries = diaries(user, roles);
        if (roles.isEmpty() && diaries.isEmpty()) {
            throw BusinessError.REFERENCE_NOT_FOUND.because("'namedClinician' was not found");
        }
        if (!roles.isEmpty()) {
            requireClinician(roles);
        }
        Set<String> services = new LinkedHashSet<>();
        roles.forEach(role -> addServices(role.tree().path("healthcareService"), services));
        diaries.forEach(diary -> addServices(diary.tree().path("actor"), services));
        return services;
    }

    private static void requireClinician(List<Staff.Member> roles) {
        if (roles.stream().noneMatch(Staff.Member::isActive)) {
            throw BusinessError.REFERENCED_USER_IS_NOT_ACTIVE.because("'namedClinician' is not active");
        }
        if (roles.stream()
                .filter(Staff.Member::isActive)
                .noneMatch(role -> role.holds(BusinessFunction.SERVICE_PROVIDER_CLINICIAN))) {
            throw BusinessError.REFERENCED_USER_IS_NOT_SPC.because(
                    "'namedClinician' is not a service provider clinician");
        }
    }

    private List<StoredResource> diaries(String user, List<Staff.Member> roles) {
        long actor = IndexId.parameter(DIARY, "actor");
        List<ValueMatch> people = new ArrayList<>(List.of(new ValueMatch.Reference("Practitioner", user)));
        roles.forEach(role -> people.add(
                new ValueMatch.Reference("PractitionerRole", role.stored().key().id())));
        Criterion theirs = new Criterion.AnyOf(List.of(
                new Criterion.Indexed(actor, people),
                new Criterion.Indexed(
                        IndexId.parameter(DIARY, "actor", "identifier"),
                        List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(Elements.USER_ID)), user)))));
        SearchQuery query = new SearchQuery(DIARY, List.of(theirs), List.of(), SearchQuery.MAX_COUNT, Optional.empty());
        return repository.search(query).matches();
    }

    private static void addServices(JsonNode references, Set<String> services) {
        for (JsonNode reference : references) {
            JsonNode identifier = reference.path("identifier");
            if (identifier.path("system").asText().equals(Elements.SERVICE_ID)) {
                Elements.text(identifier.path("value")).ifPresent(services::add);
            }
            Elements.idOf(reference, ServiceEntry.TYPE).ifPresent(services::add);
        }
    }
}
