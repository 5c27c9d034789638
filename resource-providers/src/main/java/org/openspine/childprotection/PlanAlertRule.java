package org.openspine.childprotection;

import java.util.Set;
import org.openspine.api.WriteRule;
import org.openspine.repository.StoredResource;

/** Lets {@link PlanAlerts} tell of what is written on the unified base in the transaction of the write. */
final class PlanAlertRule implements WriteRule {
    private final PlanAlerts alerts;

    PlanAlertRule(PlanAlerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public Set<String> types() {
        return PlanAlerts.TYPES;
    }

    @Override
    public void check(Change change) {
        long version = change.current().map(StoredResource::version).orElse(0L) + 1;
        change.next()
                .ifPresent(next ->
                        alerts.changed(change.key(), version, change.current().map(StoredResource::tree), next));
    }
}
