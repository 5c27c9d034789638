package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/**
 * Where an object stands, as the contexts of extensions name places.
 *
 * @param type its own type; that of the primitive whose extensions it holds
 * @param owner the type that has the element it stands in; empty for a resource
 * @param element the element it stands in: {@code system} of {@code ContactPoint}
 * @param extension url of the extension it is or is in; empty if none
 */
record Place(TypeShape type, String owner, String element, String extension) {
    static final Place NOWHERE = new Place(Structures.unknown(), "", "", "");

    static Place resource(TypeShape type) {
        return new Place(type, "", "", "");
    }

    Place element(ElementShape element) {
        return new Place(element.type(), type.name(), element.path(), extension);
    }

    Place primitive(ElementShape element) {
        return new Place(element.type(), type.name(), element.path(), extension);
    }

    Place extension(ElementShape element, ObjectNode object) {
        return new Place(
                element.type(), type.name(), element.path(), object.path("url").asText(""));
    }

    String path() {
        return owner.isEmpty() ? type.name() : owner + "." + element;
    }
}
