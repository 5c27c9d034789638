package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openspine.api.Endpoint;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;

/** What this API can do, made from its table of endpoints, and which messages a service takes. */
final class BarsCapabilities {
    private static final String DEFINITION = "https://fhir.nhs.uk/MessageDefinition/";

    /** Messages that are taken: the last part of their definition, event and focus. */
    private static final List<List<String>> MESSAGES = List.of(
            List.of("bars-message-servicerequest-request-referral", "servicerequest-request", "ServiceRequest"),
            List.of("bars-message-servicerequest-request-validation", "servicerequest-request", "ServiceRequest"),
            List.of("bars-message-servicerequest-request-cancelled", "servicerequest-request", "ServiceRequest"),
            List.of("bars-message-servicerequest-response-referral", "servicerequest-response", "ServiceRequest"),
            List.of(
                    "bars-message-servicerequest-response-validation-interim",
                    "servicerequest-response",
                    "ServiceRequest"),
            List.of("bars-message-servicerequest-response-validation-full", "servicerequest-response", "Encounter"),
            List.of("bars-message-booking-request", "booking-request", "Appointment"),
            List.of("bars-message-booking-request-cancelled", "booking-request", "Appointment"));

    private final Clock clock;

    BarsCapabilities(Clock clock) {
        this.clock = clock;
    }

    FhirResponse statement(IncomingRequest request, List<Endpoint> table) {
        ObjectNode statement = Elements.resource("CapabilityStatement");
        statement.put("status", "active").put("kind", "instance").put("fhirVersion", "4.0.1");
        statement.put("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        statement
                .putObject("implementation")
                .put("description", "OpenSpine: Booking and Referral")
                .put("url", request.base());
        statement.putArray("format").add("application/fhir+json");
        ObjectNode rest = statement.putArray("rest").addObject().put("mode", "server");
        Map<String, ObjectNode> types = new TreeMap<>();
        for (Endpoint row : table) {
            if (row.pattern().isEmpty()
                    || !Character.isUpperCase(row.pattern().get(0).charAt(0))) {
                continue;
            }
            String type = row.pattern().get(0);
            ObjectNode node =
                    types.computeIfAbsent(type, name -> Elements.object().put("type", name));
            interaction(row)
                    .ifPresent(code -> node.withArray("interaction").addObject().put("code", code));
        }
        ArrayNode resources = rest.putArray("resource");
        types.values().forEach(resources::add);
        rest.putArray("operation")
                .addObject()
                .put("name", "process-message")
                .put("definition", "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message");
        ArrayNode supported = statement.putArray("messaging").addObject().putArray("supportedMessage");
        MESSAGES.forEach(message ->
                supported.addObject().put("mode", "receiver").put("definition", DEFINITION + message.get(0)));
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(statement)));
    }

    private static Optional<String> interaction(Endpoint row) {
        boolean one = row.pattern().size() == 2 && row.pattern().get(1).startsWith("{");
        if (row.pattern().size() == 2 && !one) {
            return Optional.empty();
        }
        if (row.methods().contains(HttpMethod.GET)) {
            return Optional.of(one ? "read" : "search-type");
        }
        return Optional.of(
                row.methods().contains(HttpMethod.POST)
                        ? "create"
                        : row.methods().contains(HttpMethod.PUT)
                                ? "update"
                                : row.methods().contains(HttpMethod.PATCH) ? "patch" : "delete");
    }

    FhirResponse messages(IncomingRequest request) {
        String context = request.query()
                .last("context")
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new SpineException(
                        BarsError.REQUIRED,
                        "'context' is required: https://fhir.nhs.uk/Id/dos-service-id|[service id]"));
        ObjectNode bundle = Elements.resource("Bundle").put("type", "searchset").put("total", MESSAGES.size());
        bundle.putArray("link")
                .addObject()
                .put("relation", "self")
                .put("url", request.base() + "/MessageDefinition?" + request.query());
        ArrayNode entries = bundle.putArray("entry");
        for (List<String> message : MESSAGES) {
            ObjectNode entry = entries.addObject();
            entry.put("fullUrl", request.base() + "/MessageDefinition/" + message.get(0));
            entry.set("resource", definition(message, context.substring(context.indexOf('|') + 1)));
            entry.putObject("search").put("mode", "match");
        }
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(bundle)));
    }

    private ObjectNode definition(List<String> message, String service) {
        ObjectNode definition = Elements.resource("MessageDefinition").put("id", message.get(0));
        definition
                .put("url", DEFINITION + message.get(0))
                .put("name", message.get(0))
                .put("status", "active");
        definition.put("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        ObjectNode context = definition.putArray("useContext").addObject();
        context.set("code", Elements.coding("https://fhir.nhs.uk/CodeSystem/message-context-type-bars", "service"));
        context.set(
                "valueCodeableConcept",
                Elements.concept(Elements.coding("https://fhir.nhs.uk/Id/dos-service-id", service)));
        definition.set(
                "eventCoding", Elements.coding("https://fhir.nhs.uk/CodeSystem/message-events-bars", message.get(1)));
        definition.put("category", message.get(1).endsWith("response") ? "notification" : "consequence");
        definition
                .putArray("focus")
                .addObject()
                .put("code", message.get(2))
                .put("min", 1)
                .put("max", "1");
        definition.put("responseRequired", "on-error");
        return definition;
    }
}
