package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openspine.prescriptions.Finding;
import org.openspine.terminology.identifier.OdsCode;

/** Rules for a Claim: who pays and who asks, then, once the sender is known to be allowed, what for. */
final class ClaimRules {
    private static final Set<String> PAYERS = Set.of("T1450", "RQFZ1");
    private static final Set<String> CHARGES = Set.of("paid-once", "paid-twice", "not-paid");

    private ClaimRules() {}

    static List<Finding> parties(ObjectNode claim) {
        List<Finding> findings = new ArrayList<>();
        List<JsonNode> insurance = Elements.list(claim, "insurance");
        if (insurance.size() != 1) {
            findings.add(MessageError.CLAIM_INSURANCE.finding(insurance.size()));
        } else if (!PAYERS.contains(
                insurance.get(0).at("/coverage/identifier/value").asText())) {
            findings.add(MessageError.CLAIM_PAYER.finding());
        }
        if (Contained.in(claim, claim.path("provider"))
                .filter(role -> Elements.isReference(role.path("practitioner")))
                .isPresent()) {
            findings.add(
                    MessageError.NOT_AN_IDENTIFIER.finding("Parameters.parameter(\"agent\").resource.practitioner"));
        }
        return findings;
    }

    static List<Finding> items(ObjectNode claim) {
        boolean endorsed = details(claim).stream()
                .filter(detail -> detail.has("programCode"))
                .findFirst()
                .filter(detail -> !hasProgram(detail, EpsUrl.DISPENSER_ENDORSEMENTS))
                .isEmpty();
        return endorsed ? List.of() : List.of(MessageError.CLAIM_ENDORSEMENT.finding());
    }

    /** What must hold for the claim to be translated. */
    static void translate(ObjectNode claim) {
        JsonNode role = Contained.required(claim, claim.path("provider"), "Claim.contained");
        JsonNode organization = Contained.required(claim, role.path("organization"), "Claim.contained");
        Expected.identifier(organization, OdsCode.SYSTEM, "Claim.contained(\"Organization\").identifier");
        Expected.extension(claim.path("prescription"), EpsUrl.GROUP_IDENTIFIER, "Claim.prescription.extension");
        for (JsonNode detail : details(claim)) {
            for (JsonNode program : Elements.list(detail, "programCode")) {
                Elements.code(program, EpsUrl.PRESCRIPTION_CHARGE)
                        .filter(charge -> !CHARGES.contains(charge))
                        .ifPresent(charge -> {
                            throw TranslationFailure.invalid(
                                    "Unsupported prescription charge code", "Claim.item.detail.programCode");
                        });
            }
        }
    }

    private static List<JsonNode> details(ObjectNode claim) {
        return Elements.list(claim, "item").stream()
                .flatMap(item -> Elements.list(item, "detail").stream())
                .toList();
    }

    private static boolean hasProgram(JsonNode detail, String system) {
        return Elements.list(detail, "programCode").stream()
                .anyMatch(program -> Elements.code(program, system).isPresent());
    }
}
