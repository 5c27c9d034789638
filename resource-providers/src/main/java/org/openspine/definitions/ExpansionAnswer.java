package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.openspine.terminology.Designations;
import org.openspine.terminology.Expansion;
import org.openspine.terminology.ValueSet;

/**
 * The ValueSet that {@code $expand} answers, in the form that was asked for.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-operation-expand.html">$expand</a>
 */
final class ExpansionAnswer {
    private static final List<String> WITHOUT_DEFINITION = List.of(
            "resourceType",
            "id",
            "meta",
            "url",
            "identifier",
            "version",
            "name",
            "title",
            "status",
            "experimental",
            "language");

    private static final String LANGUAGES = "urn:ietf:bcp:47";

    private final Question question;
    private final String language;
    private final boolean withDesignations;
    private final boolean nested;

    ExpansionAnswer(Question question) {
        this.question = question;
        this.language = question.text("displayLanguage");
        this.withDesignations = question.truth("includeDesignations")
                .orElse(!question.all("designation").isEmpty());
        boolean isPart = List.of("filter", "offset", "count").stream()
                .anyMatch(name -> question.one(name).isPresent());
        this.nested = !question.truth("excludeNested").orElse(true) && !isPart;
        question.truth("excludePostCoordinated"); // there are none; but it must be true or false
    }

    ObjectNode of(ValueSet valueSet, Expansion found, Instant now) {
        ObjectNode resource = (ObjectNode) valueSet.resource().deepCopy();
        if (!question.is("includeDefinition")) {
            resource.retain(WITHOUT_DEFINITION);
        }
        if (!resource.has("status")) {
            resource.put("status", "active");
        }
        ObjectNode expansion = resource.putObject("expansion");
        expansion.put("identifier", "urn:uuid:" + UUID.randomUUID());
        expansion.put("timestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
        expansion.put("total", found.total());
        expansion.put("offset", question.number("offset", 0));
        ArrayNode parameters = parameters(found);
        if (!parameters.isEmpty()) {
            expansion.set("parameter", parameters);
        }
        ArrayNode contains = nested ? tree(found) : list(found);
        if (!contains.isEmpty()) {
            expansion.set("contains", contains);
        }
        return resource;
    }

    /** What was asked, and the versions of code systems that were used. */
    private ArrayNode parameters(Expansion found) {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        for (String name : List.of("filter", "displayLanguage")) {
            question.one(name)
                    .ifPresent(value -> parameters.addObject().put("name", name).put("valueString", value));
        }
        for (String name : List.of("offset", "count")) {
            question.one(name)
                    .ifPresent(value ->
                            parameters.addObject().put("name", name).put("valueInteger", Integer.parseInt(value)));
        }
        for (String name : List.of(
                "activeOnly", "includeDesignations", "excludeNested", "excludeNotForUI", "excludePostCoordinated")) {
            question.truth(name)
                    .ifPresent(value -> parameters.addObject().put("name", name).put("valueBoolean", value));
        }
        for (String name :
                List.of("exclude-system", "system-version", "check-system-version", "force-system-version")) {
            question.all(name)
                    .forEach(value -> parameters.addObject().put("name", name).put("valueUri", value));
        }
        Set<String> used = new LinkedHashSet<>();
        for (Expansion.Entry entry : found.entries()) {
            if (!entry.version().isEmpty()) {
                used.add(entry.system() + "|" + entry.version());
            }
        }
        used.forEach(system -> parameters.addObject().put("name", "version").put("valueUri", system));
        return parameters;
    }

    private ArrayNode list(Expansion found) {
        ArrayNode contains = JsonNodeFactory.instance.arrayNode();
        found.entries().forEach(entry -> contains.add(node(entry)));
        return contains;
    }

    /** Each code below the first of its parents that is there too. */
    private ArrayNode tree(Expansion found) {
        Map<String, ObjectNode> nodes = new HashMap<>();
        found.entries().forEach(entry -> nodes.put(key(entry.system(), entry.code()), node(entry)));
        ArrayNode roots = JsonNodeFactory.instance.arrayNode();
        for (Expansion.Entry entry : found.entries()) {
            JsonNode node = nodes.get(key(entry.system(), entry.code()));
            ArrayNode level = entry.parents().stream()
                    .map(parent -> nodes.get(key(entry.system(), parent)))
                    .filter(parent -> parent != null && parent != node)
                    .findFirst()
                    .map(parent -> parent.withArray("contains"))
                    .orElse(roots);
            level.add(node);
        }
        return roots;
    }

    private static String key(String system, String code) {
        return system + '|' + code;
    }

    private ObjectNode node(Expansion.Entry entry) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (!entry.system().isEmpty()) {
            node.put("system", entry.system());
        }
        if (entry.isAbstract()) {
            node.put("abstract", true);
        }
        if (entry.isInactive()) {
            node.put("inactive", true);
        }
        if (!entry.version().isEmpty()) {
            node.put("version", entry.version());
        }
        node.put("code", entry.code());
        String display = language.isEmpty()
                ? entry.display()
                : Designations.in(language, entry.designations()).orElse(entry.display());
        if (!display.isEmpty()) {
            node.put("display", display);
        }
        if (withDesignations) {
            ArrayNode designations = JsonNodeFactory.instance.arrayNode();
            for (JsonNode designation : entry.designations()) {
                if (isWanted(designation)) {
                    designations.add(designation);
                }
            }
            if (!designations.isEmpty()) {
                node.set("designation", designations);
            }
        }
        return node;
    }

    /** {@code designation} is a use, {@code system|code}, or a language, {@code urn:ietf:bcp:47|de}. */
    private boolean isWanted(JsonNode designation) {
        List<String> wanted = question.all("designation");
        return wanted.isEmpty() || wanted.stream().anyMatch(token -> isOf(token, designation));
    }

    private static boolean isOf(String token, JsonNode designation) {
        int bar = token.indexOf('|');
        String system = bar < 0 ? "" : token.substring(0, bar);
        String code = token.substring(bar + 1);
        String given = designation.path("language").asText("");
        JsonNode use = designation.path("use");
        if (!system.equals(LANGUAGES)
                && use.path("code").asText("").equals(code)
                && (system.isEmpty() || use.path("system").asText("").equals(system))) {
            return true;
        }
        return (system.isEmpty() || system.equals(LANGUAGES)) && Designations.isNear(given, code);
    }
}
