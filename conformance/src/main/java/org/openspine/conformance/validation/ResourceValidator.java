package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.conformance.structure.Structures;

/**
 * Checks the structure of resources: elements, JSON types, cardinality, formats of primitives, required codes, references, contained
 * resources and narratives. Safe for use by many threads.
 *
 * @see <a href="https://hl7.org/fhir/R4/json.html">FHIR R4 JSON</a>
 */
public final class ResourceValidator {
    private final Structures structures;

    public ResourceValidator(Structures structures) {
        this.structures = structures;
    }

    public ValidationReport validate(ObjectNode resource) {
        var issues = new Issues();
        new ElementWalk(structures, issues, resource).walk();
        return ValidationReport.of(issues.found());
    }
}
