package org.openspine.fhir.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;

/** A {@link Caller} as it is kept with a job. */
public final class CallerJson {
    private CallerJson() {}

    public static ObjectNode of(Caller caller) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("mode", caller.mode().name());
        json.put("client", caller.client()).put("user", caller.user()).put("organisation", caller.organisation());
        caller.scopes().stream().sorted().forEach(json.putArray("scopes")::add);
        caller.login().ifPresent(login -> json.putObject("login")
                .put("proofing", login.proofing())
                .put("nhsNumber", login.nhsNumber()));
        caller.role().ifPresent(role -> {
            ObjectNode node = json.putObject("role").put("urid", role.urid()).put("code", role.code());
            role.activities().stream().sorted().forEach(node.putArray("activities")::add);
        });
        return json;
    }

    /** Jobs from before callers were kept are those of the open sandbox. */
    public static Caller caller(JsonNode json) {
        if (json.isMissingNode()) {
            return Caller.OPEN;
        }
        JsonNode login = json.path("login");
        JsonNode role = json.path("role");
        Set<String> activities = new HashSet<>();
        role.path("activities").forEach(activity -> activities.add(activity.asText()));
        Set<String> scopes = new HashSet<>();
        json.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        return new Caller(
                AccessMode.valueOf(json.path("mode").asText()),
                login.isObject()
                        ? Optional.of(new Caller.Login(
                                login.path("proofing").asText(),
                                login.path("nhsNumber").asText()))
                        : Optional.empty(),
                json.path("client").asText(),
                json.path("user").asText(),
                json.path("organisation").asText(),
                role.isObject()
                        ? Optional.of(new Caller.Role(
                                role.path("urid").asText(), role.path("code").asText(), activities))
                        : Optional.empty(),
                scopes);
    }
}
