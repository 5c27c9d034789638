package org.openspine.childprotection.cpis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.openspine.childprotection.Codings;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.Viewer;
import org.openspine.repository.StoredResource;

/** A stored audit record as this API lists it: an AuditEvent, and the PractitionerRole of who looked. */
record AccessView(ObjectNode event, ObjectNode role) {
    private static final String ASSIGNED = "http://terminology.hl7.org/CodeSystem/v3-RoleClass";

    static AccessView of(StoredResource stored) {
        JsonNode audit = stored.tree();
        ObjectNode role = role(audit);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("resourceType", "AuditEvent");
        event.put("id", stored.key().id());
        event.set("type", audit.path("type"));
        event.putArray("subtype").add(Codings.coding(PatientAudit.INTERACTIONS, "search-type", ""));
        event.put("action", "R");
        event.set("recorded", audit.path("recorded"));
        event.set("outcome", audit.path("outcome"));
        String reference = "PractitionerRole/" + role.path("id").asText();
        ObjectNode agent = event.putArray("agent").addObject();
        agent.putObject("who").put("reference", reference);
        agent.put("requestor", true);
        ObjectNode source = event.putObject("source");
        source.set("observer", audit.path("source").path("observer"));
        ArrayNode entities = event.putArray("entity");
        ObjectNode assigned = entities.addObject();
        assigned.putObject("what").put("reference", reference);
        assigned.set("type", Codings.coding(ASSIGNED, "ASSIGNED", "Assigned"));
        entity(audit, "1").ifPresent(patient -> {
            ObjectNode person = entities.addObject();
            person.set("what", patient.path("what"));
            person.set("type", patient.path("type"));
            person.set("role", patient.path("role"));
        });
        return new AccessView(event, role);
    }

    private static ObjectNode role(JsonNode audit) {
        JsonNode user = agent(audit, "Practitioner");
        JsonNode profile = agent(audit, "PractitionerRole");
        JsonNode organisation = agent(audit, "Organization");
        ObjectNode role = JsonNodeFactory.instance.objectNode();
        role.put("resourceType", "PractitionerRole");
        role.put("id", id(user, profile, organisation));
        if (profile.has("identifier")) {
            role.putArray("identifier").add(profile.path("identifier"));
        }
        named(role.putObject("practitioner"), user);
        named(role.putObject("organization"), organisation);
        ObjectNode coding = role.putArray("code").addObject().putArray("coding").addObject();
        coding.put("display", display(profile));
        return role;
    }

    /** The id in the directory; somebody the directory does not know gets one made of what is known. */
    private static String id(JsonNode user, JsonNode profile, JsonNode organisation) {
        String reference = profile.path("reference").asText();
        if (reference.startsWith("PractitionerRole/")) {
            return reference.substring("PractitionerRole/".length());
        }
        String known =
                user.path("identifier") + "|" + profile.path("identifier") + "|" + organisation.path("identifier");
        return UUID.nameUUIDFromBytes(known.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static void named(ObjectNode reference, JsonNode who) {
        if (who.has("identifier")) {
            reference.set("identifier", who.path("identifier"));
        }
        reference.put("display", display(who));
    }

    private static String display(JsonNode who) {
        return who.path("display").asText(Viewer.UNKNOWN);
    }

    private static JsonNode agent(JsonNode audit, String type) {
        for (JsonNode agent : audit.path("agent")) {
            if (agent.path("who").path("type").asText().equals(type)) {
                return agent.path("who");
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }

    private static Optional<JsonNode> entity(JsonNode audit, String type) {
        for (JsonNode entity : audit.path("entity")) {
            if (entity.path("type").path("code").asText().equals(type)) {
                return Optional.of(entity);
            }
        }
        return Optional.empty();
    }
}
