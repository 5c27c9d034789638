package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.demographics.trace.DateSpan;
import org.openspine.demographics.trace.TraceQuery;
import org.openspine.error.SpineException;

/**
 * What {@code Patient/$match} was asked: a Patient as far as it is known.
 *
 * @param onlyCertain whether nothing but one full agreement is wanted
 * @param count how many of the best matches are wanted
 */
record MatchRequest(TraceQuery query, boolean onlyCertain, int count) {
    static final List<String> PARAMETERS = List.of("resource", "onlyCertainMatches", "count");

    /** Throws {@link PdsError#MISSING_VALUE}, {@link PdsError#INVALID_VALUE} and {@link PdsError#INVALID_SEARCH_DATA}. */
    static MatchRequest of(Optional<ObjectNode> resource, Optional<String> onlyCertain, Optional<String> count) {
        ObjectNode patient = resource.orElseThrow(() -> missing("resource"));
        if (!patient.path("resourceType").asText().equals("Patient")) {
            throw invalid(patient.path("resourceType").asText(), "resource/resourceType");
        }
        onlyCertain
                .filter(text -> !text.equals("true") && !text.equals("false"))
                .ifPresent(text -> {
                    throw invalid(text, "onlyCertainMatches");
                });
        String asked = count.orElse(Integer.toString(SearchParameters.MOST));
        if (!asked.matches("[0-9]{1,9}") || Integer.parseInt(asked) < 1) {
            throw invalid(asked, "count");
        }
        TraceQuery query = query(patient);
        if (!query.isEnoughForFuzzy()) {
            throw new SpineException(PdsError.INVALID_SEARCH_DATA, SearchParameters.TOO_LITTLE_FOR_FUZZY);
        }
        return new MatchRequest(
                query,
                onlyCertain.filter(text -> text.equals("true")).isPresent(),
                Math.min(Integer.parseInt(asked), SearchParameters.MOST));
    }

    private static TraceQuery query(JsonNode patient) {
        JsonNode name = name(patient.path("name"));
        List<String> given = new ArrayList<>();
        name.path("given").forEach(value -> text(value).ifPresent(given::add));
        String birthDate = text(patient.path("birthDate")).orElseThrow(() -> missing("resource/birthDate"));
        return new TraceQuery(
                text(name.path("family")),
                given,
                text(patient.path("gender")),
                Optional.of(DateSpan.of(birthDate).orElseThrow(() -> invalid(birthDate, "resource/birthDate"))),
                Optional.empty(),
                first(patient.path("address"), "postalCode"),
                Optional.empty(),
                Optional.empty(),
                telecom(patient, "email"),
                telecom(patient, "phone"));
    }

    /** The name by which the sender knows the person best. */
    private static JsonNode name(JsonNode names) {
        for (String use : new String[] {"official", "usual"}) {
            for (JsonNode name : names) {
                if (name.path("use").asText().equals(use)) {
                    return name;
                }
            }
        }
        return names.path(0);
    }

    private static Optional<String> telecom(JsonNode patient, String system) {
        for (JsonNode telecom : patient.path("telecom")) {
            if (telecom.path("system").asText().equals(system)) {
                return text(telecom.path("value"));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> first(JsonNode items, String member) {
        for (JsonNode item : items) {
            Optional<String> value = text(item.path(member));
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.of(value)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank());
    }

    private static SpineException missing(String path) {
        return new SpineException(PdsError.MISSING_VALUE, "Missing value - '%s'".formatted(path));
    }

    private static SpineException invalid(String value, String path) {
        return new SpineException(PdsError.INVALID_VALUE, "Invalid value - '%s' in field '%s'".formatted(value, path));
    }
}
