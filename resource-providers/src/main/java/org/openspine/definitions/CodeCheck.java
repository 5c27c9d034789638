package org.openspine.definitions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.openspine.terminology.Concept;
import org.openspine.terminology.Designations;
import org.openspine.terminology.Terminology;

/** The answer of {@code $validate-code} about one code. */
final class CodeCheck {
    private final Terminology terminology;
    private final boolean abstractIsFine;
    private final String language;

    CodeCheck(Terminology terminology, Question question) {
        this.terminology = terminology;
        this.abstractIsFine = question.is("abstract");
        this.language = question.text("displayLanguage");
    }

    /** A code that is there: it may still be one that must not be used, or be called otherwise. */
    Answer found(AskedCode asked, Optional<Concept> concept) {
        String display = concept.map(this::shown)
                .or(() -> terminology.display(asked.canonical(), asked.code()))
                .orElse("");
        if (!abstractIsFine && concept.map(Concept::isAbstract).orElse(false)) {
            return no("The concept is abstract: it groups others and is no code to use, unless 'abstract' is true")
                    .text("display", display);
        }
        boolean called = asked.display().isEmpty()
                || concept.map(known -> known.isCalled(asked.display()))
                        .orElse(display.isEmpty() || display.equalsIgnoreCase(asked.display()));
        if (!called) {
            return no("The code is there, but the display is none of it").text("display", display);
        }
        var answer = new Answer().truth("result", true);
        if (concept.map(Concept::isInactive).orElse(false)) {
            answer.text("message", "The concept is inactive");
        }
        return answer.text("display", display);
    }

    static Answer no(String message) {
        return new Answer().truth("result", false).text("message", message);
    }

    /** Neither right nor wrong: what would tell is not loaded, which is a warning and no error. */
    static Answer unknown(String message) {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode().put("resourceType", "OperationOutcome");
        outcome.putArray("issue")
                .addObject()
                .put("severity", "warning")
                .put("code", "not-found")
                .putObject("details")
                .put("text", message);
        return no(message).value("issues", "resource", outcome);
    }

    private String shown(Concept concept) {
        return language.isEmpty()
                ? concept.display()
                : Designations.in(language, concept.source().path("designation"))
                        .orElse(concept.display());
    }
}
