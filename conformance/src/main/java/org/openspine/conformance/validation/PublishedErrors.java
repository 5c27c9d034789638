package org.openspine.conformance.validation;

import java.util.Map;

/** Invariants of R4 whose expressions do not say what their texts mean, as later versions of FHIR and the reference validator have them. */
final class PublishedErrors {
    private static final Map<String, String> CORRECTED = Map.of(
            // asks every entry of a Bundle for a fullUrl
            "fullUrl.contains('/_history/').not()",
            "fullUrl.exists() implies fullUrl.contains('/_history/').not()",
            // asks every definition for a name, and finds a good part in a bad one
            "name.matches('[A-Z]([A-Za-z0-9_]){0,254}')",
            "name.exists() implies name.matches('^[A-Z]([A-Za-z0-9_]){0,254}$')",
            // compares a CodeableConcept with a code
            "clinicalStatus.exists() or verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-ver-status' and code = 'entered-in-error').exists() or category.select($this='problem-list-item').empty()",
            "clinicalStatus.exists() or verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-ver-status' and code = 'entered-in-error').exists() or category.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-category' and code='problem-list-item').empty()",
            // lets two conditions stand without a word on how they go together
            "enableWhen.count() > 2 implies enableBehavior.exists()",
            "enableWhen.count() >= 2 implies enableBehavior.exists()",
            // asks for a probability
            "probability is decimal implies (probability as decimal) <= 100",
            "(probability.exists() and (probability is decimal)) implies ((probability as decimal) <= 100)",
            // takes several codes for one
            "offset.empty() or (when.exists() and ((when in ('C' | 'CM' | 'CD' | 'CV')).not()))",
            "offset.empty() or (when.exists() and when.select($this in ('C' | 'CM' | 'CD' | 'CV')).allFalse())",
            // a type of FHIR, not of FHIRPath
            "operator = 'exists' implies (answer is Boolean)",
            "operator = 'exists' implies (answer is boolean)");

    private PublishedErrors() {}

    static String corrected(String expression) {
        return CORRECTED.getOrDefault(expression, expression);
    }
}
