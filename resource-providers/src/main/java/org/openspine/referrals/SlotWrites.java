package org.openspine.referrals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.WriteRule;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/** Plain writes of slots: one that an appointment holds is neither free nor deleted. */
final class SlotWrites implements WriteRule {
    private final SlotBooking booking;

    SlotWrites(ResourceRepository repository) {
        this.booking = new SlotBooking(repository);
    }

    @Override
    public Set<String> types() {
        return Set.of(SlotBooking.TYPE);
    }

    @Override
    public void check(Change change) {
        boolean wasFree =
                isFree(change.current().filter(stored -> !stored.isDeleted()).map(StoredResource::tree));
        boolean gone = change.next().isEmpty();
        boolean becomesFree = isFree(change.next()) && !wasFree;
        if ((gone || becomesFree) && booking.holder(change.key(), "").isPresent()) {
            throw ReferralWrites.refusal("An appointment holds this slot");
        }
    }

    private static boolean isFree(Optional<ObjectNode> slot) {
        return slot.filter(tree -> tree.path("status").asText().equals("free")).isPresent();
    }
}
