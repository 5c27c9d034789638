package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The code a terminology operation is asked about: {@code code} with {@code system}, {@code coding} or {@code codeableConcept}.
 *
 * @param display empty if none was given
 */
record AskedCode(String system, String version, String code, String display) {
    private static final String NEEDED =
            "One of 'code' (with 'system'), 'coding' and 'codeableConcept' is needed, and not more than one";

    /**
     * All codes that were given, one unless it is a CodeableConcept.
     *
     * @param systemParameter the parameter that says which system {@code code} is of
     * @param versionParameter the parameter with the version of that system
     */
    static List<AskedCode> in(Question question, String systemParameter, String versionParameter) {
        Optional<String> code = question.one("code");
        var coding = question.object("coding");
        var concept = question.object("codeableConcept");
        long given = Stream.of(code.isPresent(), coding.isPresent(), concept.isPresent())
                .filter(is -> is)
                .count();
        if (given != 1) {
            throw Question.refused(NEEDED);
        }
        if (code.isPresent()) {
            return List.of(new AskedCode(
                    question.text(systemParameter),
                    question.text(versionParameter),
                    code.get(),
                    question.text("display")));
        }
        var codes = new ArrayList<AskedCode>();
        coding.ifPresent(one -> codes.add(of(one, "coding")));
        concept.ifPresent(one -> one.path("coding").forEach(each -> codes.add(of(each, "codeableConcept.coding"))));
        if (codes.isEmpty()) {
            throw Question.refused("'codeableConcept' has no coding");
        }
        return codes;
    }

    /** A Coding, which must have a code. */
    static AskedCode of(JsonNode coding, String name) {
        if (!coding.path("code").isTextual()) {
            throw Question.refused("'%s' has no code".formatted(name));
        }
        return new AskedCode(
                coding.path("system").asText(""),
                coding.path("version").asText(""),
                coding.path("code").asText(),
                coding.path("display").asText(""));
    }

    String canonical() {
        return version.isEmpty() ? system : system + "|" + version;
    }

    AskedCode inSystem(String url) {
        return new AskedCode(url, version, code, display);
    }

    /** Refuses a code that says of no system that it is one of its. */
    AskedCode withSystem() {
        if (system.isEmpty()) {
            throw Question.refused("'system' is needed: a code without its code system means nothing");
        }
        return this;
    }
}
