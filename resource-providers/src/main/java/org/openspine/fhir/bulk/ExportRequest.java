package org.openspine.fhir.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.access.Caller;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.ResourceKey;

/**
 * What a client wants exported, as it is kept with the job.
 *
 * @param url of the kick-off request, repeated in the manifest
 * @param group for an export of a Group: which, and which version of it tells the members
 * @param types in the order of the output
 * @param since an instant as the client wrote it
 * @param filters searches; resources of a type that has some must match one of them
 * @param elements as in {@code _elements}; empty means whole resources
 * @param exemption the ground on which objections of patients to use beyond care are set aside
 * @param caller who asked, and sees no more than they may
 */
record ExportRequest(
        String url,
        Scope scope,
        Optional<Group> group,
        List<String> types,
        Optional<String> since,
        List<Filter> filters,
        String elements,
        Optional<String> exemption,
        Caller caller) {
    enum Scope {
        SYSTEM,
        PATIENTS,
        GROUP
    }

    record Group(ResourceKey key, long version) {}

    /** A search of one type: {@code status=final&code=123}. */
    record Filter(String type, String query) {}

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("url", url).put("scope", scope.name()).put("elements", elements);
        group.ifPresent(one -> json.put("group", one.key().id()).put("groupVersion", one.version()));
        since.ifPresent(time -> json.put("since", time));
        exemption.ifPresent(ground -> json.put("exemption", ground));
        types.forEach(json.putArray("types")::add);
        json.set("caller", CallerJson.of(caller));
        ArrayNode list = json.putArray("filters");
        filters.forEach(filter -> list.addObject().put("type", filter.type()).put("query", filter.query()));
        return new String(ResourceJson.write(json), StandardCharsets.UTF_8);
    }

    static ExportRequest ofJson(String text) {
        JsonNode json = ResourceJson.parseAny(text.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
        List<String> types = new ArrayList<>();
        json.path("types").forEach(type -> types.add(type.asText()));
        List<Filter> filters = new ArrayList<>();
        json.path("filters")
                .forEach(filter -> filters.add(new Filter(
                        filter.path("type").asText(), filter.path("query").asText())));
        return new ExportRequest(
                json.path("url").asText(),
                Scope.valueOf(json.path("scope").asText()),
                json.has("group")
                        ? Optional.of(new Group(
                                new ResourceKey("Group", json.path("group").asText()),
                                json.path("groupVersion").asLong()))
                        : Optional.empty(),
                types,
                json.has("since") ? Optional.of(json.path("since").asText()) : Optional.empty(),
                filters,
                json.path("elements").asText(),
                json.has("exemption") ? Optional.of(json.path("exemption").asText()) : Optional.empty(),
                CallerJson.caller(json.path("caller")));
    }
}
