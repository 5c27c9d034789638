package org.openspine.terminology;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The value sets that were looked into for one question about one code. Each is looked into once, however often others include it, so
 * value sets that include each other in a circle or many times over cost no more than there are of them.
 */
final class Asked {
    private Map<String, Membership> answers = Map.of();

    /** The answer of a value set if it was asked before; not known while it is still being asked. */
    Optional<Membership> before(String valueSet) {
        return Optional.ofNullable(answers.get(valueSet));
    }

    void answer(String valueSet, Membership answer) {
        if (answers.isEmpty()) {
            answers = new HashMap<>();
        }
        answers.put(valueSet, answer);
    }
}
