package org.openspine.prescriptions.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.Prescription;

/** A line of a prescription as the MedicationRequest that the unified base shows. */
final class RequestDocument {
    private static final String STATUS_REASONS = "https://fhir.nhs.uk/CodeSystem/medicationrequest-status-reason";

    private RequestDocument() {}

    /** The line of an order; what it refers to in the message is named by identifier instead. */
    static ObjectNode of(JsonNode ordered, MessageBundle message, Prescription prescription, int line) {
        ObjectNode request = ordered.deepCopy();
        request.remove(List.of("id", "meta", "text"));
        ResourceParts.patient(
                request.putObject("subject"), prescription.details().nhsNumber());
        request.set("requester", person(request.path("requester"), message));
        Elements.extension(request, EpsUrl.RESPONSIBLE_PRACTITIONER)
                .map(ObjectNode.class::cast)
                .ifPresent(extension ->
                        extension.set("valueReference", person(extension.path("valueReference"), message)));
        if (request.path("medicationReference") instanceof ObjectNode reference) {
            Elements.text(reference, "reference")
                    .flatMap(message::find)
                    .map(medication -> medication.path("code"))
                    .filter(JsonNode::isObject)
                    .ifPresent(code -> {
                        request.remove("medicationReference");
                        request.set("medicationCodeableConcept", code.deepCopy());
                    });
        }
        return update(request, prescription, line);
    }

    /** A reference to a role of the message as one that means something outside of it. */
    private static ObjectNode person(JsonNode reference, MessageBundle message) {
        ObjectNode person = ((ObjectNode) reference).objectNode();
        Optional<JsonNode> role = Elements.text(reference, "reference").flatMap(message::find);
        role.flatMap(found -> Elements.identifier(found, EpsUrl.ROLE_PROFILE_ID))
                .ifPresent(id -> ResourceParts.identifier(person.putObject("identifier"), EpsUrl.ROLE_PROFILE_ID, id));
        role.map(found -> found.path("practitioner"))
                .flatMap(practitioner -> Elements.text(practitioner, "reference")
                        .flatMap(message::find)
                        .map(RequestDocument::name)
                        .or(() -> Elements.text(practitioner, "display")))
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> person.put("display", name));
        return person.isEmpty() && reference instanceof ObjectNode given ? given : person;
    }

    private static String name(JsonNode practitioner) {
        JsonNode name = practitioner.path("name").path(0);
        return Elements.text(name, "text")
                .orElseGet(() -> String.join(
                        " ",
                        Stream.of(
                                        Elements.texts(name, "prefix"),
                                        Elements.texts(name, "given"),
                                        Elements.text(name, "family").stream())
                                .flatMap(part -> part)
                                .toList()));
    }

    /** Puts the state of the line in the current issue into its resource. */
    static ObjectNode update(ObjectNode request, Prescription prescription, int number) {
        ItemStatus status = prescription.current().state().items().get(number);
        Line line = prescription.lines().get(number);
        ResourceParts.dispensingInformation(request, status);
        request.put("status", status.requestStatus());
        line.cancellation().filter(why -> !why.reason().isEmpty()).ifPresent(why -> {
            ArrayNode coding = request.putObject("statusReason").putArray("coding");
            coding.addObject().put("system", STATUS_REASONS).put("code", why.reason());
        });
        if (prescription.nominated().isEmpty() && request.path("dispenseRequest") instanceof ObjectNode dispense) {
            dispense.remove("performer");
        }
        return request;
    }
}
