package org.openspine.demographics.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What an enquirer knows of a person: right at first, then damaged. */
record Known(String family, String given, String gender, LocalDate born, String postcode) {
    /** What a generated record says today. */
    static Known of(JsonNode patient) {
        String postcode = "";
        for (JsonNode address : patient.path("address")) {
            if (address.path("period").path("end").isMissingNode() && postcode.isEmpty()) {
                postcode = address.path("postalCode").asText();
            }
        }
        JsonNode name = patient.path("name").path(0);
        return new Known(
                name.path("family").asText(),
                name.path("given").path(0).asText(),
                patient.path("gender").asText(),
                LocalDate.parse(patient.path("birthDate").asText()),
                postcode);
    }

    Known withFamily(String other) {
        return new Known(other, given, gender, born, postcode);
    }

    Known withGiven(String other) {
        return new Known(family, other, gender, born, postcode);
    }

    Known withBorn(LocalDate other) {
        return new Known(family, given, gender, other, postcode);
    }

    Known withPostcode(String other) {
        return new Known(family, given, gender, born, other);
    }

    TraceQuery withoutPostcode() {
        return query(Optional.empty());
    }

    TraceQuery whole() {
        return query(Optional.of(postcode).filter(text -> !text.isEmpty()));
    }

    private TraceQuery query(Optional<String> place) {
        return new TraceQuery(
                Optional.of(family),
                List.of(given),
                Optional.of(gender),
                Optional.of(DateSpan.day(born)),
                Optional.empty(),
                place,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
