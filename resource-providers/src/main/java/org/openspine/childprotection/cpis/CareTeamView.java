package org.openspine.childprotection.cpis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.openspine.childprotection.Authority;
import org.openspine.childprotection.Codings;
import org.openspine.childprotection.PlanType;
import org.openspine.childprotection.ProtectionPlans.Teamed;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** A plan as this API shows it: a CareTeam, that of the authority, with the plan's type and period. */
final class CareTeamView {
    private CareTeamView() {}

    static ObjectNode of(Teamed teamed, String id) {
        JsonNode plan = teamed.plan().tree();
        JsonNode team =
                teamed.team().<JsonNode>map(found -> found.tree()).orElseGet(JsonNodeFactory.instance::objectNode);
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("resourceType", "CareTeam");
        view.put("id", id);
        view.put("status", teamed.active() ? "active" : "inactive");
        ArrayNode categories = view.putArray("category");
        teamed.plan().type().ifPresent(type -> categories.add(category(type, plan)));
        String name = team.path("name")
                .asText(plan.path("careTeam").path(0).path("display").asText());
        if (!name.isEmpty()) {
            view.put("name", name);
        }
        teamed.plan().patient().ifPresent(patient -> view.set("subject", subject(patient.value())));
        if (plan.has("period")) {
            view.set("period", plan.path("period"));
        }
        Optional<String> authority = Authority.of(team);
        authority.ifPresent(code -> {
            ObjectNode organisation = view.putArray("managingOrganization").addObject();
            organisation.putObject("identifier").put("system", OdsCode.SYSTEM).put("value", code);
            JsonNode display = team.path("managingOrganization").path(0).path("display");
            if (display.isTextual()) {
                organisation.set("display", display);
            }
        });
        if (team.has("telecom")) {
            view.set("telecom", team.path("telecom"));
        }
        return view;
    }

    private static ObjectNode category(PlanType type, JsonNode plan) {
        String sent = "";
        for (JsonNode category : plan.path("category")) {
            for (JsonNode coding : category.path("coding")) {
                if (coding.path("code").asText().equals(type.code())) {
                    sent = coding.path("display").asText();
                }
            }
        }
        return Codings.concept(Codings.SNOMED, type.code(), sent.isEmpty() ? type.display() : sent);
    }

    private static ObjectNode subject(String nhsNumber) {
        ObjectNode subject = JsonNodeFactory.instance.objectNode().put("reference", "Patient/" + nhsNumber);
        subject.putObject("identifier").put("system", NhsNumber.SYSTEM).put("value", nhsNumber);
        return subject;
    }
}
