package org.openspine.childprotection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.openspine.api.IncomingRequest;

/** CapabilityStatements of APIs that offer a few types. */
public final class Capability {
    private final ObjectNode statement;
    private final ArrayNode resources;

    public Capability(IncomingRequest request, String name, String title, Instant date) {
        statement = JsonNodeFactory.instance.objectNode();
        statement.put("resourceType", "CapabilityStatement");
        statement.put("url", request.base() + "/metadata");
        statement.put("name", name).put("title", title).put("status", "active").put("date", date.toString());
        statement.put("kind", "instance");
        statement.putObject("software").put("name", "OpenSpine");
        statement.putObject("implementation").put("description", title).put("url", request.base());
        statement.put("fhirVersion", "4.0.1").putArray("format").add("application/fhir+json");
        ObjectNode rest = statement.putArray("rest").addObject().put("mode", "server");
        resources = rest.putArray("resource");
    }

    /** Adds a type; {@code parameters} are tokens. */
    public Capability type(String type, String profile, List<String> interactions, List<String> parameters) {
        ObjectNode resource = resources.addObject().put("type", type).put("profile", profile);
        ArrayNode codes = resource.putArray("interaction");
        interactions.forEach(code -> codes.addObject().put("code", code));
        resource.put("versioning", "no-version");
        if (!parameters.isEmpty()) {
            ArrayNode searches = resource.putArray("searchParam");
            parameters.forEach(name -> searches.addObject().put("name", name).put("type", "token"));
        }
        return this;
    }

    /** Says that the API takes transactions. */
    public ObjectNode withTransaction() {
        ((ObjectNode) statement.path("rest").path(0))
                .putArray("interaction")
                .addObject()
                .put("code", "transaction");
        return statement;
    }
}
