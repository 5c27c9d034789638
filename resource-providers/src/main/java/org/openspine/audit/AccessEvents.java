package org.openspine.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.openspine.repository.AuditStore.AuditRow;

/**
 * Entries of the audit log as FHIR AuditEvents, shaped as IHE Basic Audit Log Patterns has them.
 *
 * @see <a href="https://profiles.ihe.net/ITI/BALP/">IHE BALP</a>
 */
public final class AccessEvents {
    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";

    private AccessEvents() {}

    public static ObjectNode of(AuditRow row) {
        return of(row, AuditEntry.ofJson(row.entry()));
    }

    /** The same as one of the patients may see it: who else was matched or changed with them is left out. */
    public static ObjectNode shownTo(String patient, AuditRow row) {
        AuditEntry entry = AuditEntry.ofJson(row.entry());
        return of(
                row,
                new AuditEntry(
                        entry.service(),
                        entry.action(),
                        entry.request(),
                        entry.query(),
                        entry.status(),
                        entry.who(),
                        entry.requestId(),
                        List.of(patient),
                        entry.patients().equals(List.of(patient)) ? entry.changed() : List.of()));
    }

    private static ObjectNode of(AuditRow row, AuditEntry entry) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("resourceType", "AuditEvent");
        event.put("id", row.stream() + "-" + row.sequence());
        event.putObject("type")
                .put("system", "http://terminology.hl7.org/CodeSystem/audit-event-type")
                .put("code", "rest")
                .put("display", "RESTful Operation");
        event.putArray("subtype")
                .addObject()
                .put("system", "http://hl7.org/fhir/restful-interaction")
                .put("code", interaction(entry));
        event.put("action", entry.action());
        event.put("recorded", row.at().toString());
        event.put("outcome", outcome(entry.status()));
        addAgents(event, entry);
        event.putObject("source").putObject("observer").put("display", "OpenSpine" + entry.service());
        addEntities(event, entry);
        return event;
    }

    private static String interaction(AuditEntry entry) {
        return switch (entry.action()) {
            case "C" -> "create";
            case "U" -> "update";
            case "D" -> "delete";
            case "E" -> entry.query().isEmpty() ? "operation" : "search";
            default -> "read";
        };
    }

    private static String outcome(int status) {
        return status < 400 ? "0" : status < 500 ? "4" : "8";
    }

    private static void addAgents(ObjectNode event, AuditEntry entry) {
        AuditEntry.Who who = entry.who();
        var agents = event.putArray("agent");
        ObjectNode user = agents.addObject();
        user.putObject("type")
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-ParticipationType")
                .put("code", "IRCP");
        user.putObject("who")
                .putObject("identifier")
                .put("system", who.mode().equals("patient-access") ? NHS_NUMBER : "https://fhir.nhs.uk/Id/sds-user-id")
                .put("value", who.user().isEmpty() ? who.client() : who.user());
        if (!who.role().isEmpty()) {
            user.putArray("role")
                    .addObject()
                    .putArray("coding")
                    .addObject()
                    .put("system", "https://fhir.nhs.uk/CodeSystem/NHSDigital-SDS-JobRoleCode")
                    .put("code", who.role());
        }
        user.put("requestor", true);
        user.putObject("network").put("address", who.address()).put("type", "2");
        ObjectNode client = agents.addObject();
        client.putObject("who").put("display", who.client());
        client.put("requestor", false);
        if (!who.organisation().isEmpty()) {
            ObjectNode organisation = agents.addObject();
            organisation
                    .putObject("who")
                    .putObject("identifier")
                    .put("system", "https://fhir.nhs.uk/Id/ods-organization-code")
                    .put("value", who.organisation());
            organisation.put("requestor", false);
        }
    }

    private static void addEntities(ObjectNode event, AuditEntry entry) {
        var entities = event.putArray("entity");
        for (String patient : entry.patients()) {
            ObjectNode entity = entities.addObject();
            ObjectNode what = entity.putObject("what").put("reference", "Patient/" + patient);
            what.putObject("identifier").put("system", NHS_NUMBER).put("value", patient);
            entity.putObject("role")
                    .put("system", "http://terminology.hl7.org/CodeSystem/object-role")
                    .put("code", "1");
        }
        for (String version : entry.changed()) {
            ObjectNode entity = entities.addObject();
            entity.putObject("what").put("reference", version);
            entity.putObject("role")
                    .put("system", "http://terminology.hl7.org/CodeSystem/object-role")
                    .put("code", "4");
        }
        ObjectNode request = entities.addObject();
        request.putObject("role")
                .put("system", "http://terminology.hl7.org/CodeSystem/object-role")
                .put("code", entry.query().isEmpty() ? "4" : "24");
        request.put("name", entry.request());
        if (!entry.requestId().isEmpty()) {
            request.putArray("detail").addObject().put("type", "X-Request-ID").put("valueString", entry.requestId());
        }
    }
}
