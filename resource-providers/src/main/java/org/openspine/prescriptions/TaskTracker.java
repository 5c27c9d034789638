package org.openspine.prescriptions;

import org.openspine.api.FhirResponse;
import org.openspine.prescriptions.message.TaskQuery;

/** {@code GET Task}: where prescriptions are. */
@FunctionalInterface
public interface TaskTracker {
    /** A searchset Bundle of Tasks, empty if nothing matches. */
    FhirResponse search(TaskQuery query);
}
