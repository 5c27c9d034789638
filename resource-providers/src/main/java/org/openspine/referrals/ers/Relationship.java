package org.openspine.referrals.ers;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.referrals.Directory;
import org.openspine.referrals.Placement;
import org.openspine.referrals.Referral;
import org.openspine.referrals.ServiceEntry;
import org.openspine.referrals.Shortlist;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/**
 * Whether a caller has to do with a record: as the referring organisation, as provider of a service on the shortlist or of an
 * appointment, present or past, or by a related request. A record that names nobody has nothing to test.
 */
final class Relationship {
    private final ResourceRepository repository;
    private final Directory directory;

    Relationship(ResourceRepository repository, Directory directory) {
        this.repository = repository;
        this.directory = directory;
    }

    /** Throws {@link BusinessError#NO_RELATIONSHIP}. */
    void require(Referral referral, ErsCaller caller) {
        if (!exists(referral, caller)) {
            throw BusinessError.NO_RELATIONSHIP.because("Your organisation has no relationship with this request");
        }
    }

    boolean exists(Referral referral, ErsCaller caller) {
        if (caller.organisation().isEmpty()) {
            return true; // an application of an open sandbox, of which nothing is known
        }
        String organisation = caller.organisation().get();
        if (isParty(referral, organisation)) {
            return true;
        }
        for (String id : referral.related()) {
            Optional<StoredResource> related =
                    repository.read(new ResourceKey(Referral.TYPE, id)).filter(stored -> !stored.isDeleted());
            if (related.isPresent() && isParty(Referral.of(related.get()), organisation)) {
                return true;
            }
        }
        return namesNobody(referral);
    }

    private boolean isParty(Referral referral, String organisation) {
        if (referral.requester().organisation().equals(Optional.of(organisation))
                || referral.providers().contains(organisation)) {
            return true;
        }
        return shortlisted(referral).contains(organisation);
    }

    private Set<String> shortlisted(Referral referral) {
        Set<String> providers =
                new HashSet<>(referral.placement().map(Placement::providers).orElse(Set.of()));
        List<String> services =
                referral.shortlist().services().stream().map(Shortlist.Item::id).toList();
        if (!services.isEmpty()) {
            directory.services(services).values().stream()
                    .map(ServiceEntry::providers)
                    .forEach(providers::addAll);
        }
        return providers;
    }

    private static boolean namesNobody(Referral referral) {
        return referral.requester().organisation().isEmpty()
                && referral.shortlist().services().isEmpty()
                && referral.providers().isEmpty();
    }
}
