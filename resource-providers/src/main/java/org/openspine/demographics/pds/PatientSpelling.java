package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Where plain FHIR allows several forms and the national API answers one. */
final class PatientSpelling {
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

    private static final int DAY = "yyyy-mm-dd".length();

    private PatientSpelling() {}

    static void apply(ObjectNode view) {
        spellNames(view.path("name"));
        for (String list : List.of("name", "address", "telecom", "contact")) {
            view.path(list).forEach(item -> spellPeriod(item.path("period")));
        }
        view.path("generalPractitioner")
                .forEach(practice -> spellPeriod(practice.path("identifier").path("period")));
        view.path("address").forEach(PatientSpelling::dropText);
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

    /** Items begin and end on a day, whatever more precise time is recorded. */
    private static void spellPeriod(JsonNode period) {
        for (String bound : List.of("start", "end")) {
            String time = period.path(bound).asText("");
            if (time.length() > DAY) {
                ((ObjectNode) period).put(bound, time.substring(0, DAY));
            }
        }
    }

    /** Of a temporary address the text tells what it is; of others it only repeats the lines. */
    private static void dropText(JsonNode address) {
        if (!address.path("use").asText().equals("temp")) {
            ((ObjectNode) address).remove("text");
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
