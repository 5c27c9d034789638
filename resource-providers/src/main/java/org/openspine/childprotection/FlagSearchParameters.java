package org.openspine.childprotection;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.SearchParameterRegistry;

/**
 * The search parameters that NHS England defines for Flag, which FHIR R4 cannot search by code.
 *
 * @see <a href="https://fhir.nhs.uk/England/SearchParameter/England-FlagDetail">England-FlagDetail</a>
 */
public final class FlagSearchParameters {
    private static final List<String> DEFINITIONS = List.of(
            definition("England-FlagCode", "code", "token", "Flag.code", "What the flag is about"),
            definition("England-FlagCategory", "category", "token", "Flag.category", "What kind of flag it is"),
            definition(
                    "England-FlagDetail",
                    "detail",
                    "reference",
                    "(Flag.extension('http://hl7.org/fhir/StructureDefinition/flag-detail').value as Reference)",
                    "What the flag stands for: conditions, other flags, consents, care plans"));

    private FlagSearchParameters() {}

    public static SearchParameterRegistry addTo(SearchParameterRegistry registry) {
        SearchParameterRegistry more = registry;
        for (String json : DEFINITIONS) {
            var resource = ResourceJson.parse(json.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
            for (SearchParameterDefinition definition : SearchParameterDefinition.compile(resource, more)) {
                more = more.with(definition);
            }
        }
        return more;
    }

    private static String definition(String id, String code, String type, String expression, String description) {
        String targets =
                type.equals("reference") ? ", \"target\": [\"Condition\", \"Flag\", \"Consent\", \"CarePlan\"]" : "";
        return """
                {"resourceType": "SearchParameter", "url": "https://fhir.nhs.uk/England/SearchParameter/%s", "code": "%s",
                 "base": ["Flag"], "type": "%s", "expression": "%s", "description": "%s"%s}""".formatted(id, code, type, expression, description, targets);
    }
}
