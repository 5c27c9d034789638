package org.openspine.demographics;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which names, addresses and contacts of a Patient hold today and which are history: an item is historic by its use, or because
 * it ended while another of the same list has not. Where everything has ended, all of it still counts.
 */
public final class CurrentItems {
    private static final Set<String> HISTORIC_USES = Set.of("old", "maiden");

    private final LocalDate today;

    public CurrentItems(LocalDate today) {
        this.today = today;
    }

    public List<JsonNode> names(JsonNode patient) {
        return current(patient.path("name"), name -> "");
    }

    public List<JsonNode> addresses(JsonNode patient) {
        return current(patient.path("address"), address -> "");
    }

    /** Contact points: one system does not make another historic. */
    public List<JsonNode> telecoms(JsonNode patient) {
        return current(
                patient.path("telecom"), telecom -> telecom.path("system").asText());
    }

    /** Emergency contacts. */
    public List<JsonNode> contacts(JsonNode patient) {
        return current(patient.path("contact"), contact -> "");
    }

    private List<JsonNode> current(JsonNode list, Function<JsonNode, String> group) {
        List<JsonNode> items = new ArrayList<>();
        list.forEach(item -> {
            if (!HISTORIC_USES.contains(item.path("use").asText())) {
                items.add(item);
            }
        });
        return items.stream()
                .filter(item -> !hasEnded(item)
                        || items.stream()
                                .noneMatch(other -> group.apply(other).equals(group.apply(item)) && !hasEnded(other)))
                .toList();
    }

    private boolean hasEnded(JsonNode item) {
        String end = item.path("period").path("end").asText();
        return !end.isEmpty() && lastDay(end).compareTo(today.toString()) < 0;
    }

    /** FHIR dates may be years or months: both end with their last day. */
    private static String lastDay(String end) {
        String padded = end.length() == 4 ? end + "-12-31" : end.length() == 7 ? end + "-31" : end;
        return padded.substring(0, Math.min(10, padded.length()));
    }
}
