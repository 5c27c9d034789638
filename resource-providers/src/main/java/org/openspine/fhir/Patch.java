package org.openspine.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A change to a resource, told as operations. */
@FunctionalInterface
public interface Patch {
    /** A patched copy of {@code resource}; fails as a whole if one operation does. */
    ObjectNode apply(ObjectNode resource);
}
