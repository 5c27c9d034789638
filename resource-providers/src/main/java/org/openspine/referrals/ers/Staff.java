package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.openspine.referrals.BusinessFunction;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Requester;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.OdsCode;

/** Who holds which function at which organisation, from the PractitionerRoles of the directory. */
final class Staff {
    private static final String ROLE = "PractitionerRole";

    private final ResourceRepository repository;

    Staff(ResourceRepository repository) {
        this.repository = repository;
    }

    /** A role of the directory as this API needs it. */
    record Member(StoredResource stored, Optional<String> organisation, Optional<String> user, JsonNode tree) {
        static Member of(StoredResource stored) {
            JsonNode tree = stored.tree();
            return new Member(
                    stored,
                    either(tree.path("organization"), "Organization", OdsCode.SYSTEM),
                    either(tree.path("practitioner"), "Practitioner", Elements.USER_ID),
                    tree);
        }

        private static Optional<String> either(JsonNode reference, String type, String system) {
            JsonNode identifier = reference.path("identifier");
            return identifier.path("system").asText().equals(system)
                    ? Elements.text(identifier.path("value"))
                    : Elements.idOf(reference, type);
        }

        boolean isActive() {
            return tree.path("active").asBoolean(true);
        }

        /** Codes of the e-RS functions. */
        List<String> functions() {
            java.util.LinkedHashSet<String> codes = new java.util.LinkedHashSet<>();
            tree.path("code").forEach(concept -> concept.path("coding").forEach(coding -> {
                if (coding.path("system").asText().equals(BusinessFunction.SYSTEM)) {
                    codes.add(coding.path("code").asText());
                }
            }));
            return List.copyOf(codes);
        }

        boolean holds(BusinessFunction function) {
            return functions().contains(function.name());
        }
    }

    List<Member> everybody() {
        return search(List.of()).stream().map(Member::of).toList();
    }

    List<Member> ofUser(String user) {
        return either("practitioner", "Practitioner", Elements.USER_ID, user);
    }

    List<Member> ofOrganisation(String organisation) {
        return either("organization", "Organization", OdsCode.SYSTEM, organisation);
    }

    /** Those of an organisation that hold a function, and may. */
    Stream<Member> holders(String organisation, BusinessFunction function) {
        return ofOrganisation(organisation).stream().filter(Member::isActive).filter(member -> member.holds(function));
    }

    /** Throws the {@link BusinessError} that says why this user is no referring clinician of the organisation. */
    void requireReferringClinician(String user, String organisation) {
        List<Member> roles = ofUser(user);
        if (roles.isEmpty()) {
            throw BusinessError.REFERENCE_NOT_FOUND.because("'referringClinician' was not found");
        }
        if (roles.stream().noneMatch(Member::isActive)) {
            throw BusinessError.REFERENCED_USER_IS_NOT_ACTIVE.because("'referringClinician' is not active");
        }
        List<Member> clinicians = roles.stream()
                .filter(Member::isActive)
                .filter(member -> member.holds(BusinessFunction.REFERRING_CLINICIAN))
                .toList();
        if (clinicians.isEmpty()) {
            throw BusinessError.REFERENCED_USER_IS_NOT_RC.because("'referringClinician' is not a referring clinician");
        }
        if (clinicians.stream().noneMatch(member -> member.organisation().equals(Optional.of(organisation)))) {
            throw BusinessError.REFERENCED_USER_IS_NOT_RC_AT_ORG.because(
                    "'referringClinician' is not a referring clinician of this organisation");
        }
    }

    /** Throws the {@link BusinessError} that says why nobody can act on behalf of this user. */
    void requireProviderClinician(String user, String organisation) {
        List<Member> roles = ofUser(user);
        if (roles.isEmpty()) {
            throw BusinessError.REFERENCE_NOT_FOUND.because("'clinician' was not found");
        }
        if (roles.stream().noneMatch(member -> member.organisation().equals(Optional.of(organisation)))) {
            throw BusinessError.REFERENCED_USER_NOT_IN_ORG.because("'clinician' does not work at this organisation");
        }
        if (roles.stream().noneMatch(member -> member.holds(BusinessFunction.SERVICE_PROVIDER_CLINICIAN))) {
            throw BusinessError.REFERENCED_USER_IS_NOT_SPC.because("'clinician' is not a service provider clinician");
        }
    }

    /** The clinician who refers: the one named, else the user of the request. */
    Requester referrer(ErsCaller caller, Optional<String> named) {
        return new Requester(caller.organisation(), named.or(() -> userOf(caller)));
    }

    /**
     * The user who signed in; in an open sandbox, where nobody signs in, the first who holds the function at the organisation.
     * Empty for an application.
     */
    Optional<String> userOf(ErsCaller caller) {
        return caller.user()
                .or(() -> caller.organisation().flatMap(organisation -> holders(organisation, caller.function())
                        .flatMap(member -> member.user().stream())
                        .findFirst()));
    }

    /** Whether a user holds a function at an organisation. */
    boolean holds(String user, String organisation, BusinessFunction function) {
        return ofUser(user).stream()
                .filter(Member::isActive)
                .filter(member -> member.organisation().equals(Optional.of(organisation)))
                .anyMatch(member -> member.holds(function));
    }

    /** Whether the directory has the role of this clinician under the id that names both. */
    boolean knows(Requester requester) {
        return requester
                .roleId()
                .filter(ResourceKey::isLogicalId)
                .flatMap(id -> repository.read(new ResourceKey(ROLE, id)))
                .filter(stored -> !stored.isDeleted())
                .isPresent();
    }

    /** Roles that refer to somebody or something by its id, and those that do by identifier: two lookups in the index. */
    private List<Member> either(String parameter, String type, String system, String value) {
        Map<ResourceKey, StoredResource> found = new LinkedHashMap<>();
        List<Criterion> ways = List.of(
                new Criterion.Indexed(
                        IndexId.parameter(ROLE, parameter), List.of(new ValueMatch.Reference(type, value))),
                new Criterion.Indexed(
                        IndexId.parameter(ROLE, parameter, "identifier"),
                        List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(system)), value))));
        ways.forEach(way -> search(List.of(way)).forEach(stored -> found.putIfAbsent(stored.key(), stored)));
        return found.values().stream().map(Member::of).toList();
    }

    private List<StoredResource> search(List<Criterion> criteria) {
        return repository
                .search(new SearchQuery(ROLE, criteria, List.of(), SearchQuery.MAX_COUNT, Optional.empty()))
                .matches();
    }
}
