package org.openspine.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openspine.api.InteractionGuard;
import org.openspine.api.WriteRule;

/** All rules for writes, by the type they are about. */
final class WriteRules {
    private final Map<String, List<WriteRule>> byType = new HashMap<>();

    private final List<InteractionGuard> guards;

    WriteRules(List<WriteRule> rules, List<InteractionGuard> guards) {
        this.guards = guards;
        rules.forEach(rule -> rule.types().forEach(type -> byType.computeIfAbsent(type, key -> new ArrayList<>())
                .add(rule)));
    }

    /** Every write passes here, whichever way it came. */
    void check(WriteRule.Change change) {
        char permission = permission(change);
        guards.forEach(guard -> guard.require(change.caller(), change.key().type(), permission));
        byType.getOrDefault(change.key().type(), List.of()).forEach(rule -> rule.check(change));
    }

    private static char permission(WriteRule.Change change) {
        if (change.next().isEmpty()) {
            return 'd';
        }
        return change.current().isPresent() ? 'u' : 'c';
    }
}
