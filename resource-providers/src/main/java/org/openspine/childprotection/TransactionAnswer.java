package org.openspine.childprotection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.TreeMap;
import org.openspine.api.FhirResponse;
import org.openspine.repository.StoredResource;

/** The {@code transaction-response}: what became of each entry, in the order in which they were sent. */
public final class TransactionAnswer {
    private final TreeMap<Integer, ObjectNode> responses = new TreeMap<>();

    /** @param stored what the entry is now; empty for one that only gave context or was removed */
    public void put(int index, boolean created, Optional<StoredResource> stored) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        ObjectNode response = entry.putObject("response");
        response.put("status", created ? "201 Created" : "200 OK");
        stored.ifPresent(version -> {
            response.put("location", version.key() + "/_history/" + version.version());
            response.put("etag", version.etag());
            response.put("lastModified", version.lastUpdated().toString());
        });
        responses.put(index, entry);
    }

    public FhirResponse toResponse() {
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("type", "transaction-response");
        ArrayNode entries = bundle.putArray("entry");
        responses.values().forEach(entries::add);
        return Searchsets.json(200, bundle);
    }
}
