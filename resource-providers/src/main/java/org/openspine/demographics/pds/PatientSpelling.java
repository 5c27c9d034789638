package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Where plain FHIR allows several forms and the national API answers one. */
final class PatientSpelling {
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

    private PatientSpelling() {}

    static void apply(ObjectNode view) {
        spellNames(view.path("name"));
        JsonNode deceased = view.path("deceasedDateTime");
        if (deceased.isTextual()) {
            view.put("deceasedDateTime", instant(deceased.textValue()));
        }
    }

    /** The service knows no official names: the official one is the usual one, unless there is a usual one. */
    private static void spellNames(JsonNode names) {
        boolean hasUsual = false;
        for (JsonNode name : names) {
            hasUsual |= name.path("use").asText().equals("usual");
        }
        for (JsonNode item : names) {
            ObjectNode name = (ObjectNode) item;
            String use = name.path("use").asText();
            if (use.isEmpty() || use.equals("official") || use.equals("anonymous")) {
                name.put("use", hasUsual ? "nickname" : "usual");
                hasUsual = true;
            }
        }
    }

    /** A date stays a date; a time is told in UTC with {@code +00:00}. */
    static String instant(String dateTime) {
        if (dateTime.indexOf('T') < 0) {
            return dateTime;
        }
        try {
            return INSTANT.format(OffsetDateTime.parse(dateTime).withOffsetSameInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return dateTime;
        }
    }
}
