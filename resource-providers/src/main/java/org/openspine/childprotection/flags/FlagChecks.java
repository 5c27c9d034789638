package org.openspine.childprotection.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.openspine.api.ContentRules;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.ProtectionError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/**
 * What the profiles demand of flags, adjustments and conditions. A refusal names the element.
 *
 * @see <a href="https://fhir.nhs.uk/England/StructureDefinition/England-Flag-PatientFlag">England-Flag-PatientFlag</a>
 * @see <a href="https://fhir.nhs.uk/England/StructureDefinition/England-Flag-PatientFlag-Adjustment">England-Flag-PatientFlag-Adjustment</a>
 * @see <a href="https://fhir.nhs.uk/England/StructureDefinition/England-Condition-Flag">England-Condition-Flag</a>
 */
final class FlagChecks {
    private final ContentRules rules;

    FlagChecks(ContentRules rules) {
        this.rules = rules;
    }

    void requirePatientFlag(ObjectNode flag) {
        demand(flag, "status");
        demand(flag, "subject");
        if (FlagKind.ofCode(flag).isEmpty()) {
            throw invalid("Flag.code", "Must be a code of England-FlagCategoryPatient");
        }
        structure("Flag", flag);
    }

    void requireAdjustment(ObjectNode flag) {
        demand(flag, "status");
        demand(flag, "subject");
        demand(flag, "code");
        if (flag.path("category").size() < 2) {
            throw invalid(
                    "Flag.category", "An adjustment has two categories or more: the flag it belongs to, and its own");
        }
        onePatientFlag("Flag", flag);
        bound("Flag", flag, FlagCodes.PROGRAMMES);
        structure("Flag", flag);
    }

    void requireCondition(ObjectNode condition) {
        demand(condition, "subject");
        demand(condition, "code");
        if (condition.path("category").size() > 2) {
            throw invalid("Condition.category", "A condition has at most two categories");
        }
        onePatientFlag("Condition", condition);
        bound("Condition", condition, FlagCodes.CONDITION_CATEGORIES);
        structure("Condition", condition);
    }

    private static void onePatientFlag(String type, JsonNode detail) {
        int found = 0;
        for (JsonNode category : detail.path("category")) {
            for (JsonNode coding : category.path("coding")) {
                if (coding.path("system").asText().equals(FlagKind.SYSTEM)) {
                    found++;
                    if (FlagKind.named(coding.path("code").asText()).isEmpty()) {
                        throw invalid(type + ".category", "Not a code of England-FlagCategoryPatient");
                    }
                }
            }
        }
        if (found != 1) {
            throw invalid(type + ".category", "One category must be the code of the patient flag it belongs to");
        }
    }

    /** Codings of a system that is bound must be of the value set. */
    private static void bound(String type, JsonNode detail, Map<String, Set<String>> valueSet) {
        for (JsonNode category : detail.path("category")) {
            for (JsonNode coding : category.path("coding")) {
                Set<String> codes = valueSet.get(coding.path("system").asText());
                if (codes != null && !codes.contains(coding.path("code").asText())) {
                    throw invalid(type + ".category", "Not a code of the value set of categories");
                }
            }
        }
    }

    private void structure(String type, ObjectNode resource) {
        int provenances = 0;
        for (JsonNode contained : resource.path("contained")) {
            provenances += contained.path("resourceType").asText().equals("Provenance") ? 1 : 0;
        }
        if (provenances > 1) {
            throw invalid(type + ".contained", "At most one Provenance is contained");
        }
        try {
            rules.require(type, resource);
        } catch (SpineException failure) {
            Problem first = failure.problems().get(0);
            throw invalid(first.expression().orElse(type), first.diagnostics());
        }
    }

    private static void demand(JsonNode resource, String element) {
        JsonNode value = resource.path(element);
        if (value.isMissingNode() || value.isNull() || (value.isContainerNode() && value.isEmpty())) {
            String type = resource.path("resourceType").asText("Flag");
            throw SpineException.at(
                    ProtectionError.REQUIRED, type + "." + element, "%s.%s is missing".formatted(type, element));
        }
    }

    static SpineException invalid(String element, String text) {
        return SpineException.at(ProtectionError.INVALID, element, element + ": " + text);
    }
}
