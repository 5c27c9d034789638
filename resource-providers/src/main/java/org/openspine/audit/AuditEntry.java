package org.openspine.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openspine.access.Caller;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;

/**
 * One access. No bodies, no tokens, no names.
 *
 * @param service base path of the API
 * @param action {@code C}, {@code R}, {@code U}, {@code D} or {@code E}, as in AuditEvent
 * @param request method and path below the base
 * @param query of a search, its values replaced by keyed hashes; empty if there is none
 * @param status HTTP status of the answer; 0 in the entry that a change brings along, which is there before the answer
 * @param patients NHS numbers of those whose records were read, matched or changed
 * @param changed versions that were made: {@code Patient/9000000009/_history/2}
 */
public record AuditEntry(
        String service,
        String action,
        String request,
        String query,
        int status,
        Who who,
        String requestId,
        List<String> patients,
        List<String> changed) {
    /** @param address network address of the caller */
    public record Who(
            String mode, String client, String user, String role, String urid, String organisation, String address) {
        public static Who of(Caller caller, String address) {
            return new Who(
                    caller.mode().published(),
                    caller.client(),
                    caller.login().map(Caller.Login::nhsNumber).orElse(caller.user()),
                    caller.role().map(Caller.Role::code).orElse(""),
                    caller.role().map(Caller.Role::urid).orElse(""),
                    caller.organisation(),
                    address);
        }
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("service", service)
                .put("action", action)
                .put("request", request)
                .put("query", query);
        json.put("status", status).put("requestId", requestId);
        json.putObject("who")
                .put("mode", who.mode())
                .put("client", who.client())
                .put("user", who.user())
                .put("role", who.role())
                .put("urid", who.urid())
                .put("organisation", who.organisation())
                .put("address", who.address());
        patients.forEach(json.putArray("patients")::add);
        if (!changed.isEmpty()) {
            changed.forEach(json.putArray("changed")::add);
        }
        return new String(ResourceJson.write(json), StandardCharsets.UTF_8);
    }

    static AuditEntry ofJson(String text) {
        JsonNode json = ResourceJson.parseAny(text.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
        JsonNode who = json.path("who");
        return new AuditEntry(
                json.path("service").asText(),
                json.path("action").asText(),
                json.path("request").asText(),
                json.path("query").asText(),
                json.path("status").asInt(),
                new Who(
                        who.path("mode").asText(),
                        who.path("client").asText(),
                        who.path("user").asText(),
                        who.path("role").asText(),
                        who.path("urid").asText(),
                        who.path("organisation").asText(),
                        who.path("address").asText()),
                json.path("requestId").asText(),
                texts(json.path("patients")),
                texts(json.path("changed")));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
