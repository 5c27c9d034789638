package org.openspine.fhir.bulk;

/** What {@code _elements} leaves of a resource. */
@FunctionalInterface
public interface ElementsOnly {
    /** @param elements separated by commas */
    byte[] of(byte[] resource, String elements);
}
