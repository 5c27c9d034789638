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
        JsonNode name = name(list(patient, "name", "resource"));
        List<String> given = new ArrayList<>();
        list(name, "given", "resource/name")
                .forEach(value -> text(value, "resource/name/given").ifPresent(given::add));
        Optional<String> gender = text(patient.path("gender"), "resource/gender");
        gender.filter(code -> !SearchParameters.GENDERS.contains(code)).ifPresent(code -> {
            throw invalid(code, "resource/gender");
        });
        String birthDate =
                text(patient.path("birthDate"), "resource/birthDate").orElseThrow(() -> missing("resource/birthDate"));
        return new TraceQuery(
                text(name.path("family"), "resource/name/family"),
                given,
                gender,
                Optional.of(DateSpan.of(birthDate).orElseThrow(() -> invalid(birthDate, "resource/birthDate"))),
                Optional.empty(),
                postcode(patient),
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
        for (JsonNode telecom : list(patient, "telecom", "resource")) {
            if (telecom.path("system").asText().equals(system)) {
                return text(telecom.path("value"), "resource/telecom/value");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> postcode(JsonNode patient) {
        for (JsonNode address : list(patient, "address", "resource")) {
            Optional<String> value = text(address.path("postalCode"), "resource/address/postalCode");
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    /** A list, which may be missing. */
    private static JsonNode list(JsonNode owner, String member, String path) {
        JsonNode list = owner.path(member);
        if (!list.isArray() && !isAbsent(list)) {
            throw Breach.invalid(list, path + "/" + member);
        }
        return list;
    }

    private static Optional<String> text(JsonNode value, String path) {
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw Breach.invalid(value, path);
        }
        return Optional.of(value.textValue()).filter(text -> !text.isBlank());
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static SpineException missing(String path) {
        return new SpineException(PdsError.MISSING_VALUE, "Missing value - '%s'".formatted(path));
    }

    private static SpineException invalid(String value, String path) {
        return new SpineException(PdsError.INVALID_VALUE, "Invalid value - '%s' in field '%s'".formatted(value, path));
    }
}
