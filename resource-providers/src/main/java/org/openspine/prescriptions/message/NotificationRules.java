package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.prescriptions.Finding;
import org.openspine.prescriptions.message.Differences.Element;

/** Rules for the content of a {@code dispense-notification}. */
final class NotificationRules {
    private static final List<Element> SHARED = List.of(
            Element.at("whenHandedOver"),
            Element.at("subject.identifier.value"),
            Element.extension("", EpsUrl.REPEAT_INFORMATION),
            Element.at("performer"));

    private NotificationRules() {}

    static List<Finding> check(MessageBundle message) {
        List<Finding> findings = new ArrayList<>();
        List<JsonNode> dispenses = message.all("MedicationDispense");
        SHARED.forEach(element -> Differences.of(element, dispenses, MessageError.DISPENSES_DIFFER)
                .ifPresent(findings::add));
        if (dispenses.stream().anyMatch(dispense -> performer(dispense).isEmpty())) {
            findings.add(MessageError.DISPENSE_WITHOUT.finding("performer.ofType(PractitionerRole)"));
        }
        if (dispenses.stream().anyMatch(BundleRules::hasBothMedications)) {
            findings.add(MessageError.BOTH_MEDICATIONS.finding("MedicationDispense"));
        }
        if (dispenses.stream()
                .flatMap(dispense -> performer(dispense).stream())
                .anyMatch(role -> Elements.isReference(role.path("practitioner")))) {
            findings.add(MessageError.NOT_AN_IDENTIFIER.finding("Bundle.entry(\"PractitionerRole\").practitioner"));
        }
        dispenser(message, dispenses).ifPresent(organization -> reimbursement(organization, findings));
        reasons(dispenses, findings);
        return findings;
    }

    /** The contained role of who dispensed. */
    static Optional<JsonNode> performer(JsonNode dispense) {
        return Elements.list(dispense, "performer").stream()
                .flatMap(performer -> Contained.in(dispense, performer.path("actor")).stream())
                .filter(role -> role.path("resourceType").asText().equals("PractitionerRole"))
                .findFirst();
    }

    private static Optional<JsonNode> dispenser(MessageBundle message, List<JsonNode> dispenses) {
        return dispenses.stream()
                .flatMap(dispense -> performer(dispense).stream())
                .flatMap(role -> Elements.text(role.path("organization"), "reference").stream())
                .flatMap(url -> message.find(url).stream())
                .findFirst()
                .or(() -> message.all("Organization").stream().findFirst());
    }

    private static void reimbursement(JsonNode organization, List<Finding> findings) {
        Optional<JsonNode> relationships = Elements.extension(organization, EpsUrl.ORGANISATION_RELATIONSHIPS);
        if (relationships.isEmpty()) {
            findings.add(MessageError.NO_REIMBURSEMENT.finding());
        } else if (Elements.extension(relationships.get(), "reimbursementAuthority")
                .flatMap(authority -> Elements.text(authority.path("valueIdentifier"), "value"))
                .isEmpty()) {
            findings.add(MessageError.NO_REIMBURSEMENT_CODE.finding());
        }
    }

    private static void reasons(List<JsonNode> dispenses, List<Finding> findings) {
        List<String> codes = dispenses.stream()
                .flatMap(dispense -> Elements.extension(dispense, EpsUrl.NON_DISPENSING_REASON).stream())
                .map(reason -> reason.path("valueCoding").path("code").asText())
                .toList();
        if (codes.size() == dispenses.size() && codes.stream().distinct().count() > 1) {
            findings.add(MessageError.REASONS_DIFFER.finding());
        }
    }
}
