package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.prescriptions.Finding;

/** Rules for the content of every message, whatever its event. */
final class BundleRules {
    private static final Set<String> WITH_TELECOM = Set.of("Organization", "Practitioner", "PractitionerRole");

    private BundleRules() {}

    static List<Finding> check(MessageBundle message) {
        List<Finding> findings = new ArrayList<>();
        List<JsonNode> requests = message.all("MedicationRequest");
        if (requests.stream()
                .map(request -> request.path("intent").asText())
                .anyMatch(intent -> intent.equals("plan") || intent.equals("reflex-order"))) {
            findings.add(MessageError.REQUEST_INTENT.finding());
        }
        if (requests.stream().anyMatch(BundleRules::hasBothMedications)) {
            findings.add(MessageError.BOTH_MEDICATIONS.finding("MedicationRequest"));
        }
        telecoms(message, findings);
        roles(message, findings);
        return findings;
    }

    static boolean hasBothMedications(JsonNode resource) {
        return resource.has("medicationReference") && resource.has("medicationCodeableConcept");
    }

    private static void telecoms(MessageBundle message, List<Finding> findings) {
        for (int i = 0; i < message.entries().size(); i++) {
            JsonNode resource = message.entries().get(i).path("resource");
            if (!WITH_TELECOM.contains(resource.path("resourceType").asText())) {
                continue;
            }
            List<JsonNode> telecoms = Elements.list(resource, "telecom");
            for (int j = 0; j < telecoms.size(); j++) {
                for (String field : new String[] {"value", "use"}) {
                    if (Elements.text(telecoms.get(j), field).isEmpty()) {
                        findings.add(MessageError.MISSING_FIELD.finding(
                                "bundle.entry[%d].resource.telecom[%d].%s".formatted(i, j, field)));
                    }
                }
            }
        }
    }

    private static void roles(MessageBundle message, List<Finding> findings) {
        Set<String> responsible = message.all("MedicationRequest").stream()
                .flatMap(request -> responsible(request).stream())
                .collect(Collectors.toSet());
        for (JsonNode entry : message.entries()) {
            JsonNode role = entry.path("resource");
            if (!role.path("resourceType").asText().equals("PractitionerRole")) {
                continue;
            }
            JsonNode practitioner = role.path("practitioner");
            boolean referred = Elements.isReference(practitioner);
            if (responsible.contains(entry.path("fullUrl").asText())) {
                if (referred == practitioner.has("identifier")) {
                    findings.add(MessageError.RESPONSIBLE_PRACTITIONER.finding());
                }
            } else if (!referred) {
                findings.add(MessageError.NOT_A_REFERENCE.finding("practitionerRole.practitioner"));
            }
            if (!Elements.isReference(role.path("organization"))) {
                findings.add(MessageError.NOT_A_REFERENCE.finding("practitionerRole.organization"));
            }
            List<JsonNode> services = Elements.list(role, "healthcareService");
            for (int i = 0; i < services.size(); i++) {
                if (!Elements.isReference(services.get(i))) {
                    findings.add(MessageError.NOT_A_REFERENCE.finding(
                            "practitionerRole.healthcareService[%d]".formatted(i)));
                }
            }
        }
    }

    /** Full URL of the role that is responsible for an item, where it says so. */
    static Optional<String> responsible(JsonNode request) {
        return Elements.extension(request, EpsUrl.RESPONSIBLE_PRACTITIONER)
                .flatMap(extension -> Elements.text(extension.path("valueReference"), "reference"));
    }
}
