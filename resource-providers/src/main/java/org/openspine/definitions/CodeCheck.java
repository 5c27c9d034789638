package org.openspine.definitions;

import java.util.Optional;
import org.openspine.terminology.Concept;

/** The answer of {@code $validate-code} for a code that is there: its display may still be wrong. */
final class CodeCheck {
    private CodeCheck() {}

    static Answer found(AskedCode asked, Optional<Concept> concept, String display) {
        boolean called = asked.display().isEmpty()
                || concept.map(known -> known.isCalled(asked.display()))
                        .orElse(display.isEmpty() || display.equalsIgnoreCase(asked.display()));
        var answer = new Answer().truth("result", called);
        if (!called) {
            answer.text("message", "The code is there, but the display is none of it");
        }
        return answer.text("display", display);
    }
}
