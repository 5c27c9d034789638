package org.openspine.prescriptions.message;

import java.util.Optional;
import org.openspine.prescriptions.Finding;

/** Whether the sender of a message may send one of its kind. Asked once the kind is known, before the content is checked. */
@FunctionalInterface
public interface Permission {
    /** Anybody may. */
    Permission ALL = use -> Optional.empty();

    /** What a message is for. */
    enum Use {
        PRESCRIBING,
        DISPENSING,
        /** The one kind of dispensing message that an application may send without a person. */
        NOMINATED_RELEASE,
        TRACKER
    }

    /** Why the sender may not; empty if they may. */
    Optional<Finding> refusal(Use use);
}
