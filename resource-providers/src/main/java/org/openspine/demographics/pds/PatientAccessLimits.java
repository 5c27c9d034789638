package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Set;
import org.openspine.demographics.pds.PatientPatch.Operation;

/** What patients may change of their own records: where they are and how to reach them, each item as a whole. */
final class PatientAccessLimits {
    private static final Set<PdsExtension> EXTENSIONS = Set.of(
            PdsExtension.NOMINATED_PHARMACY,
            PdsExtension.DISPENSING_DOCTOR,
            PdsExtension.APPLIANCE_SUPPLIER,
            PdsExtension.BIRTH_PLACE,
            PdsExtension.COMMUNICATION);

    private PatientAccessLimits() {}

    /** Throws {@link PdsError#INVALID_UPDATE} if some patch goes further. */
    static void require(JsonNode patient, List<PatientPatch> patches) {
        for (PatientPatch patch : patches) {
            boolean whole = patch.isWholeItem() || patch.is(Operation.REMOVE);
            if (!patch.is(Operation.TEST) && !(whole && isTheirs(patient, patch))) {
                throw Breach.invalidUpdate(
                        "This user does not have permission to update the fields in the patches provided.");
            }
        }
    }

    private static boolean isTheirs(JsonNode patient, PatientPatch patch) {
        JsonNode old = patch.item().isPresent()
                ? patient.path(patch.element())
                        .path(Integer.parseInt(patch.path().get(1)))
                : MissingNode.getInstance();
        JsonNode item = patch.is(Operation.REMOVE) ? old : patch.value();
        return switch (patch.element()) {
            case "address", "contact" -> true;
            case "telecom" -> isMobileOrEmail(item) && (old.isMissingNode() || isMobileOrEmail(old));
            case "extension" -> isAllowed(item) && (old.isMissingNode() || isAllowed(old));
            default -> false;
        };
    }

    private static boolean isMobileOrEmail(JsonNode point) {
        return point.path("system").asText().equals("email")
                || (point.path("system").asText().equals("phone")
                        && point.path("use").asText().equals("mobile"));
    }

    private static boolean isAllowed(JsonNode extension) {
        return PdsExtension.of(extension.path("url").asText())
                .filter(EXTENSIONS::contains)
                .isPresent();
    }
}
