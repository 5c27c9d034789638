package org.openspine.demographics.trace;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a person. All of it is as it was said; asterisks in names and postcode are wildcards of a basic trace.
 *
 * @param given given names in order
 * @param gender a FHIR administrative gender
 * @param practice ODS code of the GP practice
 * @param managingOrganization ODS code
 */
public record TraceQuery(
        Optional<String> family,
        List<String> given,
        Optional<String> gender,
        Optional<DateSpan> birthDate,
        Optional<DateSpan> deathDate,
        Optional<String> postcode,
        Optional<String> practice,
        Optional<String> managingOrganization,
        Optional<String> email,
        Optional<String> phone) {
    public TraceQuery {
        given = List.copyOf(given);
    }

    /** Whether this says enough of a person, beside the birth date, for a fuzzy trace. */
    public boolean isEnoughForFuzzy() {
        boolean hasFamily = family.isPresent();
        boolean hasGiven = !given.isEmpty();
        boolean hasPlace = gender.isPresent() && postcode.isPresent();
        return (hasFamily && hasGiven) || ((hasFamily || hasGiven) && hasPlace);
    }

    /** Whether the enquirer claims to know where the person is: restricted records are kept from such enquiries. */
    boolean tellsLocation() {
        return postcode.isPresent() || practice.isPresent();
    }
}
