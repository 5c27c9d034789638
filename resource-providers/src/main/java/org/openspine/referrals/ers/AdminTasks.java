package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Placement;
import org.openspine.referrals.Referral;
import org.openspine.referrals.Worklist;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;

/** The Task that tells a provider's office to find an appointment: one for each referral, reopened if need be. */
final class AdminTasks {
    private final ResourceRepository repository;
    private final Clock clock;

    AdminTasks(ErsParts parts) {
        this.repository = parts.repository();
        this.clock = parts.clock();
    }

    /** The write that asks for an appointment for a referral that is about to be stored. */
    ResourceWrite open(Referral referral, String comments) {
        ResourceKey key = key(referral);
        Optional<StoredResource> existing = repository.lock(key);
        String now = Times.text(clock.instant());
        ObjectNode task = Elements.resource("Task");
        task.put("status", "requested")
                .put("intent", "order")
                .put("priority", referral.priority().requestPriority());
        task.set(
                "code",
                Elements.concept(Elements.coding(
                        "https://openspine.org/fhir/CodeSystem/referral-task",
                        Worklist.APPOINTMENTS_FOR_BOOKING.name(),
                        "Appointments For Booking")));
        task.put("description", comments);
        task.set("focus", Elements.reference("ServiceRequest/" + referral.id()));
        task.set("for", Elements.patient(referral.nhsNumber()));
        task.put("authoredOn", now).put("lastModified", now);
        referral.placement().map(Placement::providers).ifPresent(providers -> providers.stream()
                .sorted()
                .findFirst()
                .ifPresent(ods -> task.set("owner", Elements.organisation(ods))));
        long version = existing.map(StoredResource::version).orElse(0L);
        return new ResourceWrite(key, version == 0 ? Verb.POST : Verb.PUT, version, task);
    }

    /** The write that ends the task, if there is one that is open. */
    Optional<ResourceWrite> close(Referral referral, String status) {
        return repository
                .lock(key(referral))
                .filter(stored -> !stored.isDeleted())
                .map(stored -> {
                    ObjectNode task = stored.tree();
                    task.put("status", status).put("lastModified", Times.text(clock.instant()));
                    return new ResourceWrite(stored.key(), Verb.PUT, stored.version(), task);
                })
                .filter(write -> !write.resource().isEmpty());
    }

    private static ResourceKey key(Referral referral) {
        return new ResourceKey("Task", "for-booking-" + referral.id().substring(2));
    }
}
