package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** A Bundle of matches in this API's form: no id, no links, and no {@code entry} where nothing matches. */
final class SearchSet {
    /** One match; a score only where the search was a trace. */
    record Entry(String fullUrl, Optional<Double> score, ObjectNode resource) {}

    private SearchSet() {}

    static ObjectNode of(List<Entry> entries, Clock clock) {
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle");
        bundle.put("type", "searchset");
        bundle.put("timestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        bundle.put("total", entries.size());
        if (!entries.isEmpty()) {
            ArrayNode list = bundle.putArray("entry");
            entries.forEach(entry -> {
                ObjectNode node = list.addObject();
                node.put("fullUrl", entry.fullUrl());
                entry.score().ifPresent(score -> node.putObject("search")
                        .put("score", BigDecimal.valueOf(score).stripTrailingZeros())); // 1, not 1.0
                node.set("resource", entry.resource());
            });
        }
        return bundle;
    }
}
