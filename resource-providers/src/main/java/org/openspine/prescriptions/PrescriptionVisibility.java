package org.openspine.prescriptions;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.openspine.api.IncomingRequest;
import org.openspine.demographics.PatientIndex;
import org.openspine.prescriptions.state.Dispenser;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.Prescription;

/**
 * Which prescriptions the trackers show to whom: of a restricted patient there are none, except for the organisation that
 * prescribed and the one that dispenses. Releases are not asked: what is nominated, or known by its number, is addressed.
 */
public final class PrescriptionVisibility {
    private final PatientIndex patients;

    public PrescriptionVisibility(PatientIndex patients) {
        this.patients = patients;
    }

    /** Whether the sender of {@code request} may know of a prescription. Reads each patient once. */
    public Predicate<Prescription> of(IncomingRequest request) {
        String organisation = organisation(request);
        Map<String, Boolean> restricted = new HashMap<>();
        return prescription ->
                !restricted.computeIfAbsent(prescription.details().nhsNumber(), this::isRestricted)
                        || isParty(prescription, organisation);
    }

    private boolean isRestricted(String nhsNumber) {
        return patients.record(nhsNumber)
                .filter(patient -> patient.confidentiality().isSensitive())
                .isPresent();
    }

    private static boolean isParty(Prescription prescription, String organisation) {
        return prescription.details().prescriber().equals(organisation)
                || prescription.issues().stream()
                        .map(Issue::holder)
                        .flatMap(Optional::stream)
                        .map(Dispenser::ods)
                        .anyMatch(organisation::equals);
    }

    /** On whose behalf is asked: as the token says, else as the request does. */
    private static String organisation(IncomingRequest request) {
        if (request.caller().isVerified()) {
            return request.caller().organisation();
        }
        return request.headers()
                .filled("NHSD-End-User-Organisation-ODS")
                .or(() -> request.headers().filled("NHSD-Organization-UUID"))
                .map(code -> code.toUpperCase(Locale.ROOT))
                .orElse(request.caller().organisation());
    }
}
