package org.openspine.childprotection.flags;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.childprotection.Capability;
import org.openspine.childprotection.Searchsets;

/** {@code GET metadata}. */
final class FlagsCapability {
    private static final String PROFILES = "https://fhir.nhs.uk/England/StructureDefinition/";

    private final ContentRules rules;
    private final Instant date;

    FlagsCapability(ContentRules rules, Clock clock) {
        this.rules = rules;
        date = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    FhirResponse answer(IncomingRequest request) {
        return Searchsets.json(
                200,
                rules.stated(new Capability(request, "PatientFlags", "Patient Flags API", date)
                        .type(
                                "Flag",
                                PROFILES + "England-Flag-PatientFlag",
                                List.of("create", "read", "update", "delete", "search-type"),
                                List.of("patient", "code"))
                        .type(
                                "Condition",
                                PROFILES + "England-Condition-Flag",
                                List.of("create", "update", "delete"),
                                List.of())
                        .withTransaction()));
    }
}
