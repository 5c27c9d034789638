package org.openspine.conformance.search;

import com.fasterxml.jackson.databind.JsonNode;

/** A value that a search parameter's expression selects, with its FHIR type ({@code HumanName}, {@code code}, {@code Reference} …). */
public record TypedNode(String type, JsonNode node) {}
