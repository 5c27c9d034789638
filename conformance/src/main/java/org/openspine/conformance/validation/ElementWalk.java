package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.fhirpath.Item;
import org.openspine.conformance.json.JsonNames;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Primitive;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** One walk over one resource, property by property, against the shapes of its types. */
final class ElementWalk {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_CODES_SHOWN = 30;
    private static final Set<String> ABSTRACT_TYPES = Set.of("Resource", "DomainResource");

    private final Structures structures;
    private final Issues issues;
    private final ObjectNode root;
    private final TypeShape elementShape;
    private final ReferenceRules references;
    private final @Nullable Run run;
    private boolean insideContained;
    private Place place = Place.NOWHERE;
    private Travelling travelling = Travelling.NOTHING;
    private Set<String> ids = Set.of();

    /** Structure alone if {@code run} is null, else rules as well. */
    ElementWalk(Structures structures, Issues issues, ObjectNode root, @Nullable Run run) {
        this.run = run;
        this.structures = structures;
        this.issues = issues;
        this.root = root;
        this.elementShape = structures.type("Element").orElseThrow();
        this.references = new ReferenceRules(structures, issues);
    }

    void walk() {
        issues.enter(JsonNames.shown(root.path("resourceType").asText("Resource")));
        resource(root);
        issues.leave();
    }

    private void resource(JsonNode node) {
        if (!(node instanceof ObjectNode resource)) {
            issues.error(IssueType.STRUCTURE, "A resource must be a JSON object");
            return;
        }
        JsonNode type = resource.path("resourceType");
        if (!type.isTextual()) {
            issues.error(IssueType.REQUIRED, "A resource must have resourceType: the name of its type, as a string");
            return;
        }
        Optional<TypeShape> shape = structures.resource(type.textValue());
        if (shape.isEmpty()) {
            issues.error(IssueType.STRUCTURE, unknownType(type.textValue()));
            return;
        }
        ObjectNode outer = references.container();
        if (!insideContained) {
            references.inside(resource); // an entry of a Bundle has contained resources of its own
        }
        Place around = place;
        place = Place.resource(shape.get());
        Travelling outside = travelling;
        Set<String> idsAround = ids;
        ids = Set.of();
        if (shape.get().name().equals("Bundle")) {
            within(Travelling.in(resource));
        }
        if (run == null) {
            object(resource, shape.get());
        } else {
            Item[] before = run.enter(new Item(shape.get(), resource), insideContained);
            object(resource, shape.get());
            ResourceRules.check(resource, shape.get(), insideContained, run);
            run.leave(before);
        }
        within(outside);
        ids = idsAround;
        place = around;
        references.inside(outer);
    }

    private void within(Travelling bundle) {
        travelling = bundle;
        references.inside(bundle);
        if (run != null) {
            run.within(bundle);
        }
    }

    private String unknownType(String type) {
        if (ABSTRACT_TYPES.contains(type)) {
            return type + " is abstract: resourceType must name a concrete type";
        }
        return "resourceType must name a resource type of FHIR R4"
                + Nearest.to(type, structures.resourceTypes())
                        .map(", such as %s"::formatted)
                        .orElse("");
    }

    private void object(ObjectNode node, TypeShape shape) {
        boolean isResource = shape.kind() == TypeShape.Kind.RESOURCE;
        if (issues.depth() > MAX_DEPTH) {
            issues.error(IssueType.TOOLONG, "Elements are nested deeper than " + MAX_DEPTH + " levels");
            return;
        }
        if (node.isEmpty() || !isResource && node.size() == 1 && node.has("id")) {
            issues.error(
                    IssueType.INVARIANT,
                    "An element must have a value or child elements: remove it if there is nothing to say");
            return;
        }
        if (!isResource && run != null && node.path("id").isTextual()) {
            uniqueId(node.path("id").textValue(), run);
        }
        var choices = new Choices();
        TypeRules rules = run == null ? TypeRules.NONE : run.book.type(shape);
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String name = property.getKey();
            if (issues.full()) {
                return;
            }
            if (name.startsWith("_")) {
                sibling(node, shape, name.substring(1), property.getValue(), choices);
                continue;
            }
            Optional<ElementShape> element = shape.element(name);
            if (element.isPresent()) {
                choices.add(element.get());
                element(element.get(), node, property.getValue(), rules.element(name));
            } else if (!isResource || !name.equals("resourceType")) {
                unknown(shape, name);
            }
        }
        choices.report(issues);
        required(node, shape);
        ofType(node, shape);
        if (run != null && !rules.constraints().isEmpty()) {
            Item item = new Item(shape, node);
            rules.constraints().forEach(constraint -> constraint.check(item, run));
        }
    }

    /** Elements are referred to by their ids, which are unique within a resource. */
    private void uniqueId(String id, Run rules) {
        if (ids.isEmpty()) {
            ids = new HashSet<>();
        }
        if (!ids.add(id)) {
            issues.enter("id");
            rules.issues.add(
                    IssueSeverity.ERROR,
                    IssueType.DUPLICATE,
                    "The id of an element must be unique within its resource",
                    "Element.id",
                    TypeCompiler.BASE + "Element");
            issues.leave();
        }
    }

    private void unknown(TypeShape shape, String name) {
        List<ElementShape> choice = shape.step(name);
        String shown = JsonNames.shown(name);
        if (!choice.isEmpty()) {
            String names = choice.stream()
                    .limit(MAX_CODES_SHOWN)
                    .map(ElementShape::name)
                    .collect(Collectors.joining(", "));
            issues.error(
                    shown,
                    IssueType.STRUCTURE,
                    "%s is a choice of types: name it with its type, one of %s".formatted(name, names));
            return;
        }
        Set<String> names = shape.elements().stream().map(ElementShape::name).collect(Collectors.toSet());
        issues.error(
                shown,
                IssueType.STRUCTURE,
                "%s has no element '%s'".formatted(shape.name(), shown)
                        + Nearest.to(name, names)
                                .map("; did you mean '%s'?"::formatted)
                                .orElse("; remove it"));
    }

    private void required(ObjectNode node, TypeShape shape) {
        for (List<ElementShape> alternatives : shape.required()) {
            boolean present = false;
            for (int i = 0; i < alternatives.size() && !present; i++) {
                String name = alternatives.get(i).name();
                present = node.has(name) || alternatives.get(i).type().isPrimitive() && node.has("_" + name);
            }
            if (!present) {
                String names = alternatives.stream().map(ElementShape::name).collect(Collectors.joining(" or "));
                issues.error(
                        alternatives.get(0).path(),
                        IssueType.REQUIRED,
                        "%s must have %s".formatted(shape.name(), names));
            }
        }
    }

    /** Rules of single types, which no cardinality expresses. */
    private void ofType(ObjectNode node, TypeShape shape) {
        switch (shape.name()) {
            case "Extension" -> extension(node);
            case "Coding" -> {
                if (run != null) {
                    AbsoluteUris.checkSystem(node, "Coding", IssueSeverity.WARNING, run);
                    CodingRules.check(node, run);
                }
            }
            case "Identifier" -> {
                if (run != null) {
                    AbsoluteUris.checkSystem(node, "Identifier", IssueSeverity.ERROR, run);
                }
            }
            case "Attachment" -> {
                if (run != null) {
                    AttachmentRules.check(node, run);
                }
            }
            case "Narrative" -> {
                if (node.path("div").isTextual()) {
                    NarrativeRules.check(node.path("div").textValue())
                            .ifPresent(rule -> issues.error("div", IssueType.INVALID, rule));
                }
            }
            default -> {}
        }
    }

    private void extension(ObjectNode node) {
        boolean nested = node.has("extension");
        boolean valued = false;
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            valued |= property.getKey().startsWith("value") || property.getKey().startsWith("_value");
        }
        if (nested == valued) {
            issues.error(
                    IssueType.INVARIANT,
                    "An extension must have either a value or nested extensions" + (nested ? ", not both" : ""));
        }
    }

    private void element(ElementShape element, ObjectNode owner, JsonNode value, @Nullable ElementRules rules) {
        issues.enter(element.name());
        if (!element.list()) {
            if (value.isArray()) {
                issues.error(
                        IssueType.STRUCTURE,
                        "%s does not repeat: write one value, not an array".formatted(element.name()));
            } else if (value.isNull()) {
                issues.error(
                        IssueType.STRUCTURE,
                        "null stands only in arrays of primitives: leave %s out".formatted(element.name()));
            } else {
                value(element, value, owner, rules);
            }
        } else if (!value.isArray()) {
            issues.error(
                    IssueType.STRUCTURE, "%s can repeat: write an array, even for one value".formatted(element.name()));
        } else if (value.isEmpty()) {
            issues.error(IssueType.STRUCTURE, "An array must not be empty: leave %s out".formatted(element.name()));
        } else {
            JsonNode siblings = element.type().isPrimitive() ? owner.path("_" + element.name()) : owner.path("");
            for (int i = 0; i < value.size() && !issues.full(); i++) {
                issues.at(i);
                if (!value.get(i).isNull()) {
                    value(element, value.get(i), owner, rules);
                } else if (!siblings.path(i).isObject()) {
                    issues.error(
                            IssueType.STRUCTURE,
                            "null stands only where _%s has extensions for it".formatted(element.name()));
                }
            }
        }
        issues.leave();
    }

    private void value(ElementShape element, JsonNode value, ObjectNode owner, @Nullable ElementRules rules) {
        TypeShape type = element.type();
        if (type.isPrimitive()) {
            primitive(element, value);
        } else if (type.kind() == TypeShape.Kind.ANY_RESOURCE) {
            anyResource(element, value);
        } else if (value instanceof ObjectNode object) {
            complex(element, object);
        } else {
            issues.error(IssueType.STRUCTURE, "%s must be a JSON object: a %s".formatted(element.name(), type.name()));
        }
        if (rules != null && run != null) {
            JsonNode sibling = type.isPrimitive() ? owner.path("_" + element.name()) : MissingNode.getInstance();
            rules.value(new Item(type, value, sibling), run);
        }
    }

    private void primitive(ElementShape element, JsonNode value) {
        Optional<String> broken = PrimitiveFormat.of(element.type().primitive()).broken(value);
        if (broken.isPresent()) {
            issues.error(
                    value.isValueNode() ? IssueType.VALUE : IssueType.STRUCTURE, element.name() + " " + broken.get());
        } else if (!element.codes().isEmpty() && !element.codes().contains(value.textValue())) {
            issues.error(
                    IssueType.CODEINVALID,
                    "%s must be one of the codes %s".formatted(element.name(), shownCodes(element.codes())));
        } else if (run != null && isCanonical(element)) {
            AbsoluteUris.checkCanonical(value.textValue(), run);
        }
    }

    /** Also the url by which a definition is known. */
    private boolean isCanonical(ElementShape element) {
        return element.type().primitive() == Primitive.CANONICAL
                || element.name().equals("url")
                        && place.type().kind() == TypeShape.Kind.RESOURCE
                        && place.type().element("status").isPresent();
    }

    private void complex(ElementShape element, ObjectNode object) {
        Place around = place;
        boolean extension = element.type().name().equals("Extension");
        place = extension ? around.extension(element, object) : around.element(element);
        object(object, element.type());
        if (extension && run != null) {
            ExtensionRules.check(object, element, around, run);
        }
        place = around;
        if (element.type().name().equals("Reference")) {
            references.check(object, element);
        }
    }

    private void anyResource(ElementShape element, JsonNode value) {
        boolean contained = element.name().equals("contained");
        if (contained && insideContained) {
            issues.error(IssueType.INVARIANT, "A contained resource must not contain resources: move them up");
            return;
        }
        boolean outside = insideContained;
        insideContained = contained || outside;
        boolean before = references.inContained(insideContained);
        resource(value);
        references.inContained(before);
        insideContained = outside;
    }

    private static String shownCodes(Set<String> codes) {
        String shown = codes.stream().sorted().limit(MAX_CODES_SHOWN).collect(Collectors.joining(", "));
        return codes.size() > MAX_CODES_SHOWN ? shown + " …" : shown;
    }

    /** {@code _birthDate} beside {@code birthDate}: id and extensions of a primitive. */
    private void sibling(ObjectNode owner, TypeShape shape, String name, JsonNode sibling, Choices choices) {
        Optional<ElementShape> found = shape.element(name);
        if (found.isEmpty() || !found.get().type().isPrimitive()) {
            String shown = JsonNames.shown(name);
            issues.error(
                    shown,
                    IssueType.STRUCTURE,
                    "_%s holds extensions of a primitive, but %s has no primitive '%s'"
                            .formatted(shown, shape.name(), shown));
            return;
        }
        ElementShape element = found.get();
        boolean bare = element.type().primitive() == Primitive.XHTML
                || name.equals("id") && shape.kind() != TypeShape.Kind.RESOURCE;
        if (bare) {
            issues.error(name, IssueType.STRUCTURE, "%s has no id and no extensions: remove _%s".formatted(name, name));
            return;
        }
        choices.add(element);
        issues.enter(name);
        Place around = place;
        place = around.primitive(element);
        JsonNode value = owner.path(name);
        if (!element.list()) {
            siblingOf(value, sibling, name);
            if (value.isMissingNode()) {
                withoutValue(element, shape);
            }
        } else if (!sibling.isArray() || sibling.isEmpty()) {
            issues.error(IssueType.STRUCTURE, "_%s must be an array as %s is".formatted(name, name));
        } else if (value.isArray() && value.size() != sibling.size()) {
            issues.error(
                    IssueType.STRUCTURE,
                    "_%s and %s must be of the same length: fill up with null".formatted(name, name));
        } else {
            for (int i = 0; i < sibling.size() && !issues.full(); i++) {
                issues.at(i);
                if (!sibling.get(i).isNull()) {
                    siblingOf(value.path(i), sibling.get(i), name);
                } else if (value.isMissingNode()) {
                    issues.error(IssueType.STRUCTURE, "There is neither a value nor an extension: remove the entry");
                }
            }
        }
        place = around;
        issues.leave();
    }

    /** What must have a value, whatever its extensions say: ids, urls of extensions, and codes of required bindings. */
    private void withoutValue(ElementShape element, TypeShape shape) {
        if (element.name().equals("id")
                || element.name().equals("url") && shape.name().equals("Extension")) {
            issues.error(IssueType.VALUE, "%s must have a value".formatted(element.name()));
        } else if (!element.codes().isEmpty()) {
            issues.error(
                    IssueType.CODEINVALID,
                    "%s must be one of the codes %s".formatted(element.name(), shownCodes(element.codes())));
        }
    }

    private void siblingOf(JsonNode value, JsonNode sibling, String name) {
        if (!(sibling instanceof ObjectNode object)) {
            issues.error(IssueType.STRUCTURE, "_%s must be a JSON object with id or extension".formatted(name));
            return;
        }
        boolean valued = !value.isMissingNode() && !value.isNull();
        if (valued && object.size() == 1 && object.path("id").isTextual()) {
            return; // nothing but an id is enough beside a value
        }
        object(object, elementShape);
    }
}
