package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Optional;
import org.openspine.demographics.PatientIndex;
import org.openspine.demographics.PatientRecord;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** The patient of a new request: somebody whose record can be used and who is registered with a practice. */
final class Patients {
    private final PatientIndex index;

    Patients(PatientIndex index) {
        this.index = index;
    }

    /** @param practice ODS code of the registered GP practice */
    record Referred(String nhsNumber, String practice, JsonNode tree) {
        String gender() {
            return tree.path("gender").asText();
        }

        /** Empty where only a year is known, or nothing. */
        Optional<LocalDate> birthDate() {
            String date = tree.path("birthDate").asText();
            return date.length() == 10 ? Optional.of(LocalDate.parse(date)) : Optional.empty();
        }
    }

    /** Throws the {@link BusinessError} of whatever is wrong with the patient. */
    Referred registered(String nhsNumber) {
        if (NhsNumber.parse(nhsNumber).isEmpty()) {
            throw BusinessError.INVALID_VALUE.because("'patient' is not an NHS number");
        }
        PatientRecord record = index.record(nhsNumber)
                .orElseThrow(() -> BusinessError.REFERENCE_NOT_FOUND.because("'patient' was not found"));
        if (record.isInvalidated() || record.isSuperseded()) {
            throw BusinessError.PATIENT_ERROR.because("The record of this patient cannot be used");
        }
        String practice = practice(record.tree())
                .orElseThrow(() ->
                        BusinessError.NO_REG_GP_PRACTICE.because("The patient is not registered with a GP practice"));
        return new Referred(nhsNumber, practice, record.tree());
    }

    /** The registered practice of a patient, if there is one. */
    Optional<String> practiceOf(String nhsNumber) {
        return index.record(nhsNumber).map(PatientRecord::tree).flatMap(Patients::practice);
    }

    private static Optional<String> practice(JsonNode patient) {
        for (JsonNode practice : patient.path("generalPractitioner")) {
            JsonNode identifier = practice.path("identifier");
            if (identifier.path("system").asText().equals(OdsCode.SYSTEM)
                    && !identifier.path("period").has("end")
                    && identifier.path("value").isTextual()) {
                return Optional.of(identifier.path("value").asText());
            }
        }
        return Optional.empty();
    }
}
