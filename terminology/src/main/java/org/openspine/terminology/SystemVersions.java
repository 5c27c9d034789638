package org.openspine.terminology;

import java.util.Map;

/**
 * Versions of code systems that an expansion is asked to use, by url.
 *
 * @param preferred where the value set states none
 * @param checked where the value set states none; where it states another the expansion is refused
 * @param forced whatever the value set states
 * @see <a href="https://hl7.org/fhir/R4/valueset-operation-expand.html">$expand</a>
 */
public record SystemVersions(Map<String, String> preferred, Map<String, String> checked, Map<String, String> forced) {
    static final SystemVersions AS_STATED = new SystemVersions(Map.of(), Map.of(), Map.of());

    public SystemVersions {
        preferred = Map.copyOf(preferred);
        checked = Map.copyOf(checked);
        forced = Map.copyOf(forced);
    }

    /** The version to use for a part of a value set; empty for the latest. */
    String of(String system, String stated) {
        String force = forced.get(system);
        if (force != null) {
            return force;
        }
        String check = checked.get(system);
        if (check != null && !stated.isEmpty() && !stated.equals(check)) {
            throw new TerminologyException(
                    TerminologyException.Reason.CONTRADICTORY,
                    "check-system-version asks for %s of %s, but the value set states %s"
                            .formatted(check, system, stated));
        }
        if (!stated.isEmpty()) {
            return stated;
        }
        return check != null ? check : preferred.getOrDefault(system, "");
    }
}
