package org.openspine.fhir.patch;

import org.openspine.error.SpineException;

/** Says which operation cannot be done, and why. The reason never holds a value. */
@FunctionalInterface
interface Refusal {
    SpineException because(String reason);
}
