package org.openspine.fhir.bulk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.Verb;

/** The record that somebody exported patients who object to it, and on what ground. */
final class ExemptionAudit {
    private ExemptionAudit() {}

    static ResourceWrite of(ResourceKey key, String ground, ExportRequest request, Instant now) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("resourceType", "AuditEvent");
        event.putObject("type")
                .put("system", "http://dicom.nema.org/resources/ontology/DCM")
                .put("code", "110106")
                .put("display", "Export");
        event.put("action", "E");
        event.put("recorded", now.truncatedTo(ChronoUnit.MILLIS).toString());
        event.put("outcome", "0");
        event.putArray("purposeOfEvent").addObject().put("text", ground);
        ArrayNode agents = event.putArray("agent");
        agent(agents, "https://fhir.nhs.uk/Id/sds-user-id", request.caller().user(), true);
        agent(
                agents,
                "https://fhir.nhs.uk/Id/ods-organization-code",
                request.caller().organisation(),
                agents.isEmpty());
        event.putObject("source").putObject("observer").put("display", "OpenSpine");
        ObjectNode entity = event.putArray("entity").addObject();
        entity.put("description", "Bulk export that includes patients who opted out");
        entity.putArray("detail")
                .addObject()
                .put("type", "types")
                .put("valueString", String.join(",", request.types()));
        return new ResourceWrite(key, Verb.POST, 0, event);
    }

    private static void agent(ArrayNode agents, String system, String value, boolean requestor) {
        if (!value.isEmpty()) {
            ObjectNode agent = agents.addObject();
            agent.putObject("who").putObject("identifier").put("system", system).put("value", value);
            agent.put("requestor", requestor);
        }
    }
}
