package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.prescriptions.Finding;
import org.openspine.prescriptions.message.Differences.Element;
import org.openspine.prescriptions.state.Treatment;

/** Rules for the content of an order: the line items agree with each other, and the prescriber is who one may be. */
final class OrderRules {
    private static final List<Element> SHARED = List.of(
            Element.at("groupIdentifier"),
            Element.at("category"),
            Element.at("authoredOn"),
            Element.at("subject"),
            Element.at("requester"),
            Element.at("dispenseRequest.performer"),
            Element.at("dispenseRequest.validityPeriod"),
            Element.at("dispenseRequest.expectedSupplyDuration"),
            Element.extension("dispenseRequest", EpsUrl.PERFORMER_SITE_TYPE),
            Element.extension("", EpsUrl.PRESCRIPTION_TYPE),
            Element.extension("", EpsUrl.RESPONSIBLE_PRACTITIONER));
    private static final List<Element> SHARED_IN_REPEAT_DISPENSING = List.of(
            Element.at("dispenseRequest.numberOfRepeatsAllowed"), Element.extension("", EpsUrl.MEDICATION_REPEAT));
    private static final List<String> NEEDED_IN_REPEAT_DISPENSING =
            List.of("dispenseRequest.validityPeriod", "dispenseRequest.expectedSupplyDuration");
    private static final String PRIMARY_CARE = "01";

    private OrderRules() {}

    static List<Finding> check(MessageBundle message) {
        List<Finding> findings = new ArrayList<>();
        List<JsonNode> requests = message.medicationRequests();
        differences(SHARED, requests, findings);
        if (isRepeatDispensing(requests)) {
            differences(SHARED_IN_REPEAT_DISPENSING, requests, findings);
            NEEDED_IN_REPEAT_DISPENSING.stream()
                    .filter(path -> requests.stream().anyMatch(request -> request.at("/" + path.replace('.', '/'))
                            .isMissingNode()))
                    .forEach(path -> findings.add(MessageError.REQUEST_WITHOUT.finding(path)));
        }
        if (requests.stream()
                .anyMatch(request -> !request.path("status").asText().equals("active"))) {
            findings.add(MessageError.REQUEST_STATUS.finding("active"));
        }
        if (hasDuplicates(requests)) {
            findings.add(MessageError.DUPLICATE_ITEMS.finding());
        }
        requester(message, requests.get(0), findings);
        requests.stream()
                .flatMap(request -> dosage(request).stream())
                .distinct()
                .forEach(findings::add);
        return findings;
    }

    private static void differences(List<Element> elements, List<JsonNode> requests, List<Finding> findings) {
        elements.forEach(element ->
                Differences.of(element, requests, MessageError.REQUESTS_DIFFER).ifPresent(findings::add));
    }

    private static boolean isRepeatDispensing(List<JsonNode> requests) {
        return requests.stream().allMatch(request -> CourseOfTherapy.said(request)
                .filter(type -> type == Treatment.REPEAT_DISPENSING)
                .isPresent());
    }

    private static boolean hasDuplicates(List<JsonNode> requests) {
        List<String> ids = requests.stream()
                .flatMap(request -> Elements.identifier(request, EpsUrl.LINE_ITEM_ID).stream())
                .map(id -> id.toLowerCase(java.util.Locale.ROOT))
                .toList();
        return ids.stream().distinct().count() < ids.size();
    }

    private static void requester(MessageBundle message, JsonNode request, List<Finding> findings) {
        Optional<JsonNode> role = referred(message, request.path("requester"));
        boolean primaryCare = Elements.extension(request, EpsUrl.PRESCRIPTION_TYPE)
                .flatMap(type -> Elements.text(type.path("valueCoding"), "code"))
                .filter(code -> code.startsWith(PRIMARY_CARE))
                .isPresent();
        if (primaryCare && role.filter(found -> found.has("healthcareService")).isPresent()) {
            findings.add(MessageError.UNEXPECTED_SERVICE.finding());
        } else if (primaryCare
                && role.flatMap(found -> referred(message, found.path("organization")))
                        .filter(organization -> !organization.has("partOf"))
                        .isPresent()) {
            findings.add(MessageError.MISSING_FIELD.finding("organization.partOf"));
        }
        if (role.flatMap(found -> referred(message, found.path("practitioner")))
                .flatMap(author -> Elements.identifier(author, "https://fhir.hl7.org.uk/Id/gmp-number"))
                .isPresent()) {
            findings.add(MessageError.GMP_NUMBER.finding());
        }
    }

    private static Optional<JsonNode> referred(MessageBundle message, JsonNode reference) {
        return Elements.text(reference, "reference").flatMap(message::find);
    }

    private static List<Finding> dosage(JsonNode request) {
        List<JsonNode> instructions = Elements.list(request, "dosageInstruction");
        if (request.path("dosageInstruction").isArray() && instructions.isEmpty()) {
            return List.of(MessageError.MISSING_FIELD.finding("dosageInstructions"));
        }
        boolean unordered =
                instructions.size() > 1 && instructions.stream().anyMatch(instruction -> !instruction.has("sequence"));
        return unordered ? List.of(MessageError.NO_SEQUENCE.finding()) : List.of();
    }
}
