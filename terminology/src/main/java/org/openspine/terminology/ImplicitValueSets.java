package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Value sets that exist without a resource: those of SNOMED CT ({@code http://snomed.info/sct?fhir_vs…}) and all of a code system that
 * names such a value set.
 *
 * @see <a href="https://hl7.org/fhir/R4/snomedct.html#implicit">Implicit value sets of SNOMED CT</a>
 */
final class ImplicitValueSets {
    private static final String SNOMED = "http://snomed.info/sct";
    private static final String PARAMETER = "?fhir_vs";

    private ImplicitValueSets() {}

    static Optional<JsonNode> of(String canonical, TerminologySource source) {
        int parameter = canonical.indexOf(PARAMETER);
        if (canonical.startsWith(SNOMED) && parameter > 0) {
            return snomed(canonical, canonical.substring(0, parameter), canonical.substring(parameter));
        }
        return source.systemOf(canonical).map(system -> wholeOf(canonical, system));
    }

    private static ObjectNode wholeOf(String url, String system) {
        ObjectNode valueSet = JsonNodeFactory.instance.objectNode();
        valueSet.put("resourceType", "ValueSet").put("url", url).put("status", "active");
        valueSet.putObject("compose").putArray("include").addObject().put("system", system);
        return valueSet;
    }

    private static Optional<JsonNode> snomed(String url, String edition, String parameter) {
        ObjectNode valueSet = wholeOf(url, SNOMED);
        ObjectNode include =
                (ObjectNode) valueSet.path("compose").path("include").path(0);
        if (!edition.equals(SNOMED)) {
            include.put("version", edition);
        }
        if (parameter.equals(PARAMETER)) {
            return Optional.of(valueSet);
        }
        String wanted = parameter.substring(PARAMETER.length());
        if (wanted.startsWith("=isa/")) {
            return Optional.of(filtered(valueSet, include, "concept", "is-a", wanted.substring(5)));
        }
        if (wanted.startsWith("=refset/")) {
            return Optional.of(filtered(valueSet, include, "concept", "in", wanted.substring(8)));
        }
        if (wanted.startsWith("=ecl/")) {
            String constraint = URLDecoder.decode(wanted.substring(5), StandardCharsets.UTF_8);
            return Optional.of(filtered(valueSet, include, "constraint", "=", constraint));
        }
        return Optional.empty();
    }

    private static ObjectNode filtered(
            ObjectNode valueSet, ObjectNode include, String property, String op, String value) {
        include.putArray("filter")
                .addObject()
                .put("property", property)
                .put("op", op)
                .put("value", value);
        return valueSet;
    }
}
