package org.openspine.prescriptions.state;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The organisation that has a prescription.
 *
 * @param organization as it named itself: a FHIR Organization with name, telecom and address; not to be changed
 * @param role who acted for it: a FHIR PractitionerRole; not to be changed
 */
public record Dispenser(String ods, JsonNode organization, JsonNode role) {}
