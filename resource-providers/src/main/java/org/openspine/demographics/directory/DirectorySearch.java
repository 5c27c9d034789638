package org.openspine.demographics.directory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.ResourceRepository;

/** {@code GET Device} and {@code GET Endpoint}. */
final class DirectorySearch {
    /** ODS code of the Spine itself. */
    private static final String SPINE = "YES";

    private final DirectoryRecords records;
    private final Forwarding forwarding;

    DirectorySearch(ResourceRepository repository) {
        records = new DirectoryRecords(repository);
        forwarding = new Forwarding(records, SPINE);
    }

    FhirResponse devices(IncomingRequest request) {
        return answer(
                request,
                records.find("Device", DirectoryQuery.ofDevice(request.query())).stream()
                        .map(DirectoryRecord::view)
                        .toList());
    }

    FhirResponse endpoints(IncomingRequest request) {
        return answer(
                request,
                records.find("Endpoint", DirectoryQuery.ofEndpoint(request.query())).stream()
                        .map(this::endpoint)
                        .toList());
    }

    private ObjectNode endpoint(DirectoryRecord record) {
        ObjectNode view = record.view();
        forwarding.address(record).ifPresent(address -> view.set("address", address));
        return view;
    }

    private static FhirResponse answer(IncomingRequest request, List<ObjectNode> resources) {
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle");
        bundle.put("id", UUID.randomUUID().toString());
        bundle.put("type", "searchset");
        bundle.put("total", resources.size());
        bundle.putArray("link").addObject().put("relation", "self").put("url", url(request));
        ArrayNode entries = bundle.putArray("entry");
        for (ObjectNode resource : resources) {
            ObjectNode entry = entries.addObject();
            String type = resource.path("resourceType").asText();
            String id = resource.path("id").asText();
            entry.put("fullUrl", "%s/%s/%s".formatted(request.base(), type, id));
            entry.set("resource", resource);
            entry.putObject("search").put("mode", "match");
        }
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(bundle)));
    }

    /** The whole address as it was asked for, without percent signs. */
    private static String url(IncomingRequest request) {
        return request.base() + request.place() + "?"
                + request.query().all().stream()
                        .map(parameter -> parameter.name() + "=" + parameter.value())
                        .collect(Collectors.joining("&"));
    }
}
