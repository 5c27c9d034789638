package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;

/** {@code metadata}: what this API does, as a CapabilityStatement. */
final class ScrCapabilities {
    private ScrCapabilities() {}

    static FhirResponse answer(IncomingRequest request) {
        ObjectNode statement = JsonNodeFactory.instance.objectNode();
        statement.put("resourceType", "CapabilityStatement");
        statement.put("url", "https://openspine.org/fhir/CapabilityStatement/summary-care-record");
        statement.put("name", "SummaryCareRecord");
        statement.put("title", "Summary Care Record");
        statement.put("status", "active");
        statement.put("date", "2026-11-26");
        statement.put("kind", "instance");
        ObjectNode implementation = statement.putObject("implementation");
        implementation.put("description", "The Summary Care Record API of OpenSpine");
        implementation.put("url", request.base());
        statement.put("fhirVersion", "4.0.1");
        statement.putArray("format").add("application/fhir+json");
        ObjectNode rest = statement.putArray("rest").addObject();
        rest.put("mode", "server");
        ArrayNode resources = rest.putArray("resource");
        resource(resources, "AuditEvent", List.of("create"));
        searches(
                resource(resources, "Bundle", List.of("create", "search-type")),
                List.of("composition.identifier", "composition.subject:Patient.identifier"),
                "token");
        ObjectNode reference = resource(resources, "DocumentReference", List.of("search-type"));
        searches(reference, List.of("patient"), "reference");
        searches(reference, List.of("type"), "token");
        rest.putArray("operation")
                .addObject()
                .put("name", "setPermission")
                .put("definition", PermissionOperation.DEFINITION);
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(statement)));
    }

    private static ObjectNode resource(ArrayNode resources, String type, List<String> interactions) {
        ObjectNode resource = resources.addObject().put("type", type);
        ArrayNode list = resource.putArray("interaction");
        interactions.forEach(code -> list.addObject().put("code", code));
        return resource;
    }

    private static void searches(ObjectNode resource, List<String> names, String type) {
        ArrayNode list = resource.withArray("searchParam");
        names.forEach(name -> list.addObject().put("name", name).put("type", type));
    }
}
