package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openspine.api.ContentRules;
import org.openspine.api.Endpoint;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;

/** What this API can do, made from its table of endpoints, and which messages a service takes. */
final class BarsCapabilities {
    private static final String DEFINITION = "https://fhir.nhs.uk/MessageDefinition/";

    /** Of the messages that are taken, from the package of the program. */
    private static final List<ObjectNode> MESSAGES = OwnPackage.resources("MessageDefinition").stream()
            .filter(definition -> definition.path("url").asText().startsWith(DEFINITION))
            .toList();

    private static final String USE_CASES = "https://fhir.nhs.uk/CodeSystem/usecases-categories-bars";

    /** Of BaRS Core. */
    private static final String CORE_VERSION = "1.4.0";

    /** Name, type and meaning of the search parameters of each type. */
    private static final Map<String, List<List<String>>> PARAMETERS = Map.of(
            "MessageDefinition",
            List.of(List.of("context", "token", "The service, and once more the use case")),
            "Slot",
            List.of(
                    List.of("status", "token", "free or busy"),
                    List.of("start", "date", "Twice: from (ge) and to (le)"),
                    List.of("Schedule.actor:HealthcareService", "token", "The service, if not the target")),
            "Appointment",
            patient(),
            "ServiceRequest",
            patient(),
            "DocumentReference",
            List.of(
                    List.of("subject:identifier", "token", "NHS number"),
                    List.of("custodian:identifier", "token", "ODS code"),
                    List.of("type", "token", "Kind of the record pointed at"),
                    List.of("next-page-token", "string", "From the answer before")),
            "HealthcareService",
            List.of(
                    List.of("HealthcareService.providedBy", "token", "ODS code"),
                    List.of("HealthcareService.identifier", "token", "Identifier of the service")),
            "Endpoint",
            List.of(
                    List.of("_has:HealthcareService.Id", "token", "The service it serves"),
                    List.of("_has:HealthcareService.Identifier", "token", "The service it serves"),
                    List.of("Endpoint.identifier", "token", "Identifier of the endpoint"),
                    List.of("ConnectionType", "token", "How to connect"),
                    List.of("PayloadType", "token", "What may be sent")));

    private static final Map<String, List<String>> INCLUDES = Map.of(
            "Slot",
            List.of(
                    "Slot:schedule",
                    "Schedule:actor:HealthcareService",
                    "Schedule:actor:Practitioner",
                    "Schedule:actor:PractitionerRole",
                    "HealthcareService:providedBy",
                    "HealthcareService:location"));

    private static List<List<String>> patient() {
        return List.of(
                List.of("patient:identifier", "token", "NHS number"),
                List.of("patient:name", "string", "With date of birth and postcode"),
                List.of("patient:birthdate", "date", "With name and postcode"),
                List.of("patient:address-postalcode", "string", "With name and date of birth"));
    }

    private final ContentRules rules;
    private final Clock clock;

    BarsCapabilities(ContentRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    FhirResponse statement(IncomingRequest request, List<Endpoint> table) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode statement = Elements.resource("CapabilityStatement");
        statement.put("id", "booking-and-referral").put("url", request.base() + "/metadata");
        statement.put("version", CORE_VERSION).put("name", "BookingAndReferral");
        statement.put("status", "active").put("experimental", false).put("date", now);
        statement.put("publisher", "OpenSpine").put("kind", "instance").put("fhirVersion", "4.0.1");
        statement.putObject("software").put("name", "OpenSpine").put("version", CORE_VERSION);
        statement
                .putObject("implementation")
                .put("description", "OpenSpine: Booking and Referral")
                .put("url", request.base());
        statement.putArray("format").add("application/fhir+json");
        ObjectNode rest = statement.putArray("rest").addObject().put("mode", "server");
        rest.set("resource", resources(table));
        ArrayNode operations = rest.putArray("operation");
        operations
                .addObject()
                .put("name", "process-message")
                .put("definition", "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message");
        ObjectNode messaging = statement.putArray("messaging").addObject();
        ObjectNode endpoint = messaging.putArray("endpoint").addObject();
        endpoint.set("protocol", Elements.coding("http://terminology.hl7.org/CodeSystem/message-transport", "http"));
        endpoint.put("address", request.base() + "/$process-message");
        ArrayNode supported = messaging.putArray("supportedMessage");
        MESSAGES.forEach(
                message -> supported.addObject().put("mode", "receiver").set("definition", message.path("url")));
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(rules.stated(statement))));
    }

    /** One entry for each type of the table, with what may be done to it and by what it is found. */
    private static ArrayNode resources(List<Endpoint> table) {
        Map<String, ObjectNode> types = new TreeMap<>();
        for (Endpoint row : table) {
            String first = row.pattern().isEmpty() ? "" : row.pattern().get(0);
            if (first.isEmpty() || !Character.isUpperCase(first.charAt(0))) {
                continue;
            }
            ObjectNode node =
                    types.computeIfAbsent(first, name -> Elements.object().put("type", name));
            interaction(row)
                    .ifPresent(code -> node.withArray("interaction").addObject().put("code", code));
        }
        ArrayNode resources = Elements.object().putArray("resource");
        types.forEach((type, node) -> {
            node.put("versioning", "versioned");
            INCLUDES.getOrDefault(type, List.of()).forEach(node.withArray("searchInclude")::add);
            for (List<String> parameter : PARAMETERS.getOrDefault(type, List.of())) {
                node.withArray("searchParam")
                        .addObject()
                        .put("name", parameter.get(0))
                        .put("type", parameter.get(1))
                        .put("documentation", parameter.get(2));
            }
            if (node.path("searchInclude").isEmpty()) {
                node.remove("searchInclude");
            }
            resources.add(node);
        });
        return resources;
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
        String context = request.query().values("context").stream()
                .filter(value -> !value.isBlank() && !value.startsWith(USE_CASES + "|"))
                .findFirst()
                .orElseThrow(() -> new SpineException(
                        BarsError.REQUIRED,
                        "'context' is required: https://fhir.nhs.uk/Id/dos-service-id|[service id]"));
        String service = context.substring(context.indexOf('|') + 1);
        Optional<String> useCase = request.query().values("context").stream()
                .filter(value -> value.startsWith(USE_CASES + "|"))
                .map(value -> value.substring(USE_CASES.length() + 1))
                .findFirst();
        BarsSearchSet answer = new BarsSearchSet(request, request.query(), clock);
        MESSAGES.forEach(message ->
                answer.match("MessageDefinition/" + message.path("id").asText(), inContext(message, service, useCase)));
        return answer.answer();
    }

    private static ObjectNode inContext(ObjectNode message, String service, Optional<String> useCase) {
        ObjectNode definition = message.deepCopy();
        ArrayNode contexts = definition.putArray("useContext");
        context(contexts, "dos-id", "https://fhir.nhs.uk/Id/dos-service-id", service);
        useCase.ifPresent(code -> context(contexts, "usecases-categories-bars", USE_CASES, code));
        return definition;
    }

    private static void context(ArrayNode contexts, String meaning, String system, String code) {
        ObjectNode context = contexts.addObject();
        context.set("code", Elements.coding("https://fhir.nhs.uk/CodeSystem/" + meaning, code));
        context.set("valueCodeableConcept", Elements.concept(Elements.coding(system, code)));
    }
}
