package org.openspine.prescriptions.state;

import java.time.Instant;

/**
 * A claim for an issue; of several the last one counts.
 *
 * @param id the claim's identifier, in lower case
 * @param created as the claim says
 * @param resource logical id of the stored Claim
 */
public record ClaimEntry(String id, Instant created, Instant at, String resource) {}
