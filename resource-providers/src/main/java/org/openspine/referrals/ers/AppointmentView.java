package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.referrals.Elements;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/** An Appointment as this API shows it: participants by their identifiers. */
final class AppointmentView {
    private AppointmentView() {}

    static ObjectNode of(StoredResource stored) {
        return of(stored.tree());
    }

    /** @param stored with its id and version; not changed */
    static ObjectNode of(ObjectNode stored) {
        ObjectNode view = stored.deepCopy();
        view.putObject("meta")
                .put("versionId", stored.path("meta").path("versionId").asText())
                .put("lastUpdated", stored.path("meta").path("lastUpdated").asText());
        view.put("language", "en");
        if (stored.path("status").asText().equals("cancelled")) {
            view.remove(
                    List.of("start", "end", "minutesDuration", "slot")); // one cancelled elsewhere may have kept them
        }
        view.remove("participant");
        for (JsonNode participant : stored.path("participant")) {
            ObjectNode shown = participant.deepCopy();
            ObjectNode actor = shown.path("actor").deepCopy();
            actor.remove("reference");
            if (!actor.has("identifier")) {
                identifier(participant.path("actor")).ifPresent(identifier -> actor.set("identifier", identifier));
            }
            shown.set("actor", actor);
            view.withArray("participant").add(shown);
        }
        return view;
    }

    private static Optional<ObjectNode> identifier(JsonNode actor) {
        return Elements.idOf(actor, "HealthcareService")
                .map(id -> Elements.identifier(Elements.SERVICE_ID, id))
                .or(() -> Elements.idOf(actor, "Patient").map(id -> Elements.identifier(NhsNumber.SYSTEM, id)));
    }

    /** Ids of the participants of a system: service, patient or clinician. */
    static List<String> participants(JsonNode appointment, String system, String type) {
        List<String> ids = new ArrayList<>();
        for (JsonNode participant : appointment.path("participant")) {
            JsonNode actor = participant.path("actor");
            if (actor.path("identifier").path("system").asText().equals(system)) {
                Elements.text(actor.path("identifier").path("value")).ifPresent(ids::add);
            } else {
                Elements.idOf(actor, type).ifPresent(ids::add);
            }
        }
        return ids;
    }

    static Optional<String> service(JsonNode appointment) {
        return participants(appointment, Elements.SERVICE_ID, "HealthcareService").stream()
                .findFirst();
    }
}
