package org.openspine.conformance.capability;

/**
 * An operation that a server offers.
 *
 * @param name without the {@code $}
 * @param definition canonical of its OperationDefinition
 */
public record OperationDescription(String name, String definition) {}
