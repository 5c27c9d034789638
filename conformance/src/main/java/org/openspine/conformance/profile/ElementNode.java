package org.openspine.conformance.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element of a snapshot with what is below it. Elements of datatypes hang below only where a differential goes into them.
 *
 * <p>{@link #origin} is the element whose rules are checked anyway where this one stands: that of R4, of the datatype, or of which this is a
 * slice. What a profile adds is the difference.
 */
public final class ElementNode {
    private final String name;
    private final String sliceName;
    private final ObjectNode definition;
    private @Nullable ElementNode origin;
    private @Nullable List<ElementNode> children;
    private final List<ElementNode> slices = new ArrayList<>();

    ElementNode(String name, String sliceName, ObjectNode definition) {
        this.name = name;
        this.sliceName = sliceName;
        this.definition = definition;
    }

    /** The last step of the path: {@code identifier}, {@code value[x]}. */
    public String name() {
        return name;
    }

    /** Empty unless this is a slice. */
    public String sliceName() {
        return sliceName;
    }

    /** The properties of the ElementDefinition; not to be changed by readers. */
    public ObjectNode definition() {
        return definition;
    }

    public JsonNode get(String property) {
        return definition.path(property);
    }

    /** {@code fixed[x]} or {@code pattern[x]}; missing if there is none. */
    public JsonNode valueOf(String prefix) {
        for (var property : definition.properties()) {
            String key = property.getKey();
            if (key.startsWith(prefix)
                    && key.length() > prefix.length()
                    && Character.isUpperCase(key.charAt(prefix.length()))) {
                return property.getValue();
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }

    public Optional<ElementNode> origin() {
        return Optional.ofNullable(origin);
    }

    /** Whether the elements below are listed here and not only with the datatype. */
    public boolean isUnfolded() {
        return children != null;
    }

    public List<ElementNode> children() {
        return children == null ? List.of() : children;
    }

    public List<ElementNode> slices() {
        return slices;
    }

    public Optional<ElementNode> child(String wanted) {
        return children().stream().filter(child -> child.name.equals(wanted)).findFirst();
    }

    Optional<ElementNode> slice(String wanted) {
        return slices.stream().filter(slice -> slice.sliceName.equals(wanted)).findFirst();
    }

    void unfold(List<ElementNode> elements) {
        children = new ArrayList<>(elements);
    }

    void add(ElementNode child) {
        if (children == null) {
            children = new ArrayList<>();
        }
        children.add(child);
    }

    /** A copy for a derived profile: what was checked anyway still is. */
    ElementNode derived() {
        ElementNode copy = new ElementNode(name, sliceName, definition.deepCopy());
        copy.origin = origin == null ? this : origin;
        if (children != null) {
            copy.unfold(children.stream().map(ElementNode::derived).toList());
        }
        slices.forEach(slice -> copy.slices.add(slice.derived()));
        return copy;
    }

    /** A copy that stands where this element is checked as well. */
    ElementNode instance(String newSliceName) {
        ElementNode copy = new ElementNode(name, newSliceName, definition.deepCopy());
        copy.origin = this;
        if (children != null) {
            copy.unfold(children.stream()
                    .map(child -> child.instance(child.sliceName))
                    .toList());
        }
        if (newSliceName.equals(sliceName)) {
            slices.forEach(slice -> copy.slices.add(slice.instance(slice.sliceName)));
        }
        return copy;
    }
}
