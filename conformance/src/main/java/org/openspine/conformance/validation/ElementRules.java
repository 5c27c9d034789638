package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.conformance.fhirpath.Item;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.TypeShape;

/**
 * What a profile, or R4 beyond shapes, demands of one element: of each of its values, and of how many there are.
 *
 * @param id the element in the profile, such as {@code Patient.identifier:nhsNumber.system}
 * @param shapes the JSON properties it may stand in; one for each type of a choice
 * @param allowed the JSON properties that the profile leaves of a choice; empty if all
 * @param profiles what values of a type must conform to, one of them suffices; by type name
 * @param targets what a reference may point to; empty if anything
 */
record ElementRules(
        String id,
        String profile,
        List<ElementShape> shapes,
        Set<String> allowed,
        int min,
        int max,
        Optional<FixedValue> fixed,
        List<Constraint> constraints,
        Optional<Binding> binding,
        Map<String, List<String>> profiles,
        Optional<Targets> targets,
        List<ElementRules> children,
        Optional<Slicing> slicing) {

    static final int UNBOUNDED = Integer.MAX_VALUE;

    /** Whether nothing would ever be found. */
    boolean isEmpty() {
        return allowed.isEmpty()
                && min == 0
                && max == UNBOUNDED
                && fixed.isEmpty()
                && slicing.isEmpty()
                && isEmptyForValues();
    }

    private boolean isEmptyForValues() {
        return constraints.isEmpty()
                && binding.isEmpty()
                && profiles.isEmpty()
                && targets.isEmpty()
                && children.isEmpty();
    }

    /** Checks all values of this element in {@code owner}. */
    void check(ObjectNode owner, Run run) {
        int count = 0;
        Slicing.Tally tally = slicing.map(Slicing::tally).orElse(Slicing.Tally.NONE);
        for (int s = 0; s < shapes.size(); s++) {
            ElementShape shape = shapes.get(s);
            JsonNode value = owner.path(shape.name());
            JsonNode sibling = shape.type().isPrimitive() ? owner.path("_" + shape.name()) : MissingNode.getInstance();
            int size = size(value, sibling);
            if (size > 0) {
                run.issues.enter(shape.name());
                values(shape, value, sibling, size, tally, run);
                run.issues.leave();
                count += size;
            }
        }
        if (count < min) {
            cardinality("at least " + min, "min", count, run);
        } else if (count > max) {
            cardinality(max == 0 ? "none" : "at most " + max, "max", count, run);
        }
        tally.finish(this, run);
    }

    private void values(ElementShape shape, JsonNode value, JsonNode sibling, int size, Slicing.Tally tally, Run run) {
        if (!allowed.isEmpty() && !allowed.contains(shape.name())) {
            add(
                    "Of this choice the profile allows only %s".formatted(String.join(", ", allowed)),
                    IssueType.STRUCTURE,
                    "type",
                    run);
        }
        boolean list = value.isArray() || sibling.isArray();
        for (int i = 0; i < size; i++) {
            if (list) {
                run.issues.at(i);
            }
            Item item = new Item(shape.type(), list ? value.path(i) : value, list ? sibling.path(i) : sibling);
            value(item, run);
            tally.add(item, shape.name(), i, list, run);
        }
    }

    private static int size(JsonNode value, JsonNode sibling) {
        int values = value.isArray() ? value.size() : value.isMissingNode() ? 0 : 1;
        int siblings = sibling.isArray() ? sibling.size() : sibling.isMissingNode() ? 0 : 1;
        return Math.max(values, siblings);
    }

    /** Checks one value. */
    void value(Item item, Run run) {
        if (fixed.isPresent() && !fixed.get().accepts(item)) {
            add(fixed.get().rule(), IssueType.VALUE, "fixed", run);
        }
        for (int i = 0; i < constraints.size(); i++) {
            constraints.get(i).check(item, run);
        }
        if (binding.isPresent() && item.hasValue()) {
            binding.get().check(item.node(), run);
        }
        if (targets.isPresent() && item.node() instanceof ObjectNode reference) {
            targets.get()
                    .broken(reference, run)
                    .ifPresent(rule -> add(rule, IssueType.STRUCTURE, "targetProfile", run));
        }
        if (!profiles.isEmpty()) {
            profiles(item, run);
        }
        if (!children.isEmpty()) {
            JsonNode below = item.type().isPrimitive() ? item.sibling() : item.node();
            ObjectNode owner = below instanceof ObjectNode object ? object : NOTHING;
            for (int i = 0; i < children.size(); i++) {
                children.get(i).check(owner, run);
            }
        }
    }

    private static final ObjectNode NOTHING = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();

    private void profiles(Item item, Run run) {
        if (!(item.node() instanceof ObjectNode node)) {
            return;
        }
        boolean anyResource = item.type().kind() == TypeShape.Kind.ANY_RESOURCE;
        String type =
                anyResource ? node.path("resourceType").asText("") : item.type().name();
        List<String> wanted = profiles.getOrDefault(type, profiles.getOrDefault("Resource", List.of()));
        if (wanted.size() == 1) {
            run.book.profile(wanted.get(0)).ifPresent(rules -> rules.check(node, item.type(), run));
            return;
        }
        int mark = run.issues.mark();
        for (String url : wanted) {
            Optional<ProfileRules> rules = run.book.profile(url);
            if (rules.isEmpty()) {
                return; // one that is not loaded may be the one that fits
            }
            rules.get().check(node, item.type(), run);
            if (!run.issues.rewind(mark)) {
                return;
            }
        }
        if (!wanted.isEmpty()) {
            add(
                    "It must conform to one of %s".formatted(String.join(", ", wanted)),
                    IssueType.STRUCTURE,
                    "profile",
                    run);
        }
    }

    private void cardinality(String wanted, String kind, int count, Run run) {
        String name = id.substring(id.lastIndexOf('.') + 1);
        run.issues.enter(name.indexOf(':') < 0 ? name.replace("[x]", "") : name.substring(0, name.indexOf(':')));
        add("There must be %s of %s, not %d".formatted(wanted, id, count), IssueType.STRUCTURE, kind, run);
        run.issues.leave();
    }

    void add(String message, IssueType type, String kind, Run run) {
        run.issues.add(IssueSeverity.ERROR, type, message, id + "#" + kind, profile);
    }
}
