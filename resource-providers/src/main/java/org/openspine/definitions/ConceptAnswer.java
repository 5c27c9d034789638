package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Set;
import org.openspine.terminology.CodeSystem;
import org.openspine.terminology.Concept;
import org.openspine.terminology.Designations;
import org.openspine.terminology.LargeCodeSystem;

/**
 * What {@code $lookup} tells of a concept: all, or the properties that were asked for.
 *
 * @see <a href="https://hl7.org/fhir/R4/codesystem-operation-lookup.html">$lookup</a>
 */
final class ConceptAnswer {
    /** Concepts with thousands of children exist; a list of them is no answer to a question about one. */
    private static final int MOST_CHILDREN = 1000;

    private final Set<String> wanted;
    private final String language;

    /** {@code properties} empty for all. */
    ConceptAnswer(List<String> properties, String language) {
        this.wanted = Set.copyOf(properties);
        this.language = language;
    }

    Answer of(String code, LargeCodeSystem system) {
        var answer = new Answer()
                .text("name", system.url())
                .text("version", system.version())
                .text("display", system.display(code).orElse(code));
        if (wants("inactive")) {
            answer.property("inactive", "valueBoolean", BooleanNode.FALSE);
        }
        if (wants("parent")) {
            system.parents(code)
                    .forEach(parent -> relative(
                            answer, "parent", parent, system.display(parent).orElse("")));
        }
        if (wants("child")) {
            system.children(code)
                    .limit(MOST_CHILDREN)
                    .forEach(child -> relative(
                            answer, "child", child, system.display(child).orElse("")));
        }
        return answer;
    }

    Answer of(Concept concept, CodeSystem system) {
        String display = concept.display().isEmpty() ? concept.code() : concept.display();
        JsonNode designations = concept.source().path("designation");
        var answer = new Answer()
                .text("name", system.resource().path("name").asText(system.url()))
                .text("version", system.version())
                .text(
                        "display",
                        language.isEmpty()
                                ? display
                                : Designations.in(language, designations).orElse(display));
        String definition = concept.source().path("definition").asText("");
        if (!definition.isEmpty() && wants("definition")) {
            answer.text("definition", definition);
            answer.property("definition", "valueString", TextNode.valueOf(definition));
        }
        designations.forEach(designation -> designation(answer, designation));
        if (wants("parent")) {
            concept.parents().forEach(parent -> relative(answer, "parent", parent, displayOf(parent, system)));
        }
        if (wants("child")) {
            system.children(concept.code()).stream()
                    .limit(MOST_CHILDREN)
                    .forEach(child -> relative(answer, "child", child, displayOf(child, system)));
        }
        for (JsonNode property : concept.source().path("property")) {
            String code = property.path("code").asText("");
            boolean isTold = code.equals("parent") || code.equals("child");
            if (wants(code) && !isTold) {
                for (var value : property.properties()) {
                    if (value.getKey().startsWith("value")) {
                        answer.property(code, value.getKey(), value.getValue());
                    }
                }
            }
        }
        return answer;
    }

    private boolean wants(String property) {
        return wanted.isEmpty() || wanted.contains(property) || wanted.contains("*");
    }

    private void designation(Answer answer, JsonNode designation) {
        String given = designation.path("language").asText("");
        boolean isWanted = wants("designation") || wanted.contains("lang." + given);
        if (!isWanted) {
            return;
        }
        Answer parts = answer.parts("designation");
        if (!given.isEmpty()) {
            parts.code("language", given);
        }
        if (designation.has("use")) {
            parts.value("use", "valueCoding", designation.path("use"));
        }
        parts.text("value", designation.path("value").asText(""));
    }

    private static String displayOf(String code, CodeSystem system) {
        return system.concept(code).map(Concept::display).orElse("");
    }

    private static void relative(Answer answer, String property, String code, String display) {
        answer.parts("property").code("code", property).code("value", code).text("description", display);
    }
}
