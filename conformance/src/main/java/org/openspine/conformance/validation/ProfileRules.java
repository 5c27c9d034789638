package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.conformance.fhirpath.Item;
import org.openspine.conformance.structure.TypeShape;

/**
 * A compiled profile: what it demands beyond the type it constrains, which is checked anyway.
 *
 * @param contexts where the profile is an extension: the places it may stand in
 * @param parts where the profile is a complex extension: the urls of its parts
 * @param modifier where the profile is an extension: whether it changes the meaning of what it stands in
 * @param problems what of the profile is not checked, and why
 */
record ProfileRules(
        String url,
        String type,
        List<Constraint> constraints,
        List<ElementRules> elements,
        List<ExtensionContext> contexts,
        Set<String> parts,
        boolean modifier,
        List<String> problems) {

    /** Whether it is one of this type at all. */
    boolean isFor(TypeShape shape, ObjectNode node) {
        if (shape.kind() == TypeShape.Kind.ANY_RESOURCE || shape.kind() == TypeShape.Kind.RESOURCE) {
            return node.path("resourceType").asText("").equals(type)
                    || type.equals("Resource")
                    || type.equals("DomainResource");
        }
        return shape.name().equals(type) || type.equals("Element");
    }

    void check(ObjectNode node, TypeShape shape, Run run) {
        TypeShape actual = shape;
        if (shape.kind() == TypeShape.Kind.ANY_RESOURCE || shape.kind() == TypeShape.Kind.RESOURCE) {
            String name = node.path("resourceType").asText("");
            if (!isFor(shape, node)) {
                run.issues.add(
                        IssueSeverity.ERROR,
                        IssueType.STRUCTURE,
                        "The profile is one of %s".formatted(type),
                        type + "#type",
                        url);
                return;
            }
            actual = run.book.structures().resource(name).orElse(shape);
        }
        if (run.issues.depth() > MAX_DEPTH) {
            return; // profiles that refer to themselves end with the resource, but not before
        }
        Item item = new Item(actual, node);
        boolean resource = actual.kind() == TypeShape.Kind.RESOURCE
                && node != run.resource().node();
        Item[] before = resource ? run.enter(item, run.isContained(node)) : new Item[0];
        for (int i = 0; i < constraints.size(); i++) {
            constraints.get(i).check(item, run);
        }
        for (int i = 0; i < elements.size(); i++) {
            elements.get(i).check(node, run);
        }
        if (resource) {
            run.leave(before);
        }
    }

    private static final int MAX_DEPTH = 100;
}
