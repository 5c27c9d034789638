package org.openspine.prescriptions.state;

import java.util.Optional;

/** What a rule says: the prescription as it is afterwards, which is as it was if it is refused. */
public record Decision(Prescription prescription, Optional<Refusal> refusal) {
    static Decision accepted(Prescription next) {
        return new Decision(next, Optional.empty());
    }

    static Decision refused(Prescription same, Refusal why) {
        return new Decision(same, Optional.of(why));
    }

    public boolean isAccepted() {
        return refusal.isEmpty();
    }
}
