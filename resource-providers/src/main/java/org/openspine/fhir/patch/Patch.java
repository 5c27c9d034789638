package org.openspine.fhir.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.conformance.structure.Structures;

/** A change to a resource, told as operations. */
@FunctionalInterface
public interface Patch {
    /** A patched copy of {@code resource}, which stays as it is; fails as a whole if one operation does. */
    ObjectNode apply(ObjectNode resource, Structures structures);
}
