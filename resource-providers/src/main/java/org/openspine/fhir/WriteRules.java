package org.openspine.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openspine.api.WriteRule;

/** All rules for writes, by the type they are about. */
final class WriteRules {
    private final Map<String, List<WriteRule>> byType = new HashMap<>();

    WriteRules(List<WriteRule> rules) {
        rules.forEach(rule -> rule.types().forEach(type -> byType.computeIfAbsent(type, key -> new ArrayList<>())
                .add(rule)));
    }

    void check(WriteRule.Change change) {
        byType.getOrDefault(change.key().type(), List.of()).forEach(rule -> rule.check(change));
    }
}
