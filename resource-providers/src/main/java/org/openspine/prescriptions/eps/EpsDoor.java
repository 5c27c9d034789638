package org.openspine.prescriptions.eps;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openspine.api.ApiDescription;
import org.openspine.api.ApiDescription.ErrorRow;
import org.openspine.api.ApiDescription.Header;
import org.openspine.api.Endpoints;
import org.openspine.prescriptions.PrescriptionError;
import org.openspine.prescriptions.message.MessageError;

/** The base paths of the service. Every message is taken at each of them. */
enum EpsDoor {
    PRESCRIBING(
            "/fhir-prescribing",
            "Electronic Prescription Service - prescribing",
            "Prescribers prepare, sign, send and cancel prescriptions"),
    DISPENSING(
            "/fhir-dispensing",
            "Electronic Prescription Service - dispensing",
            "Pharmacies release, return, dispense and claim for prescriptions"),
    COMBINED(
            "/electronic-prescriptions",
            "Electronic Prescription Service",
            "Prescribing, dispensing and the tracker of prescriptions in one API");

    private static final List<Header> HEADERS = List.of(
            new Header(
                    "X-Request-ID", false, "a UUID; mirrored. Sent again with the same body it has no second effect"),
            new Header("X-Correlation-ID", false, "any text; mirrored"),
            new Header("NHSD-Session-URID", false, "the role of the healthcare worker: digits"),
            new Header("NHSD-Scope", false, "acts with these scopes of the national gateway instead of all rights"),
            new Header("X-Skip-Validation", false, "true leaves out the check against profiles; sandbox only"),
            new Header("X-Show-Validation-Warnings", false, "true makes warnings failures"));

    private final String basePath;
    private final String title;
    private final String purpose;

    EpsDoor(String basePath, String title, String purpose) {
        this.basePath = basePath;
        this.title = title;
        this.purpose = purpose;
    }

    String title() {
        return title;
    }

    ApiDescription description(Endpoints endpoints, Instant now) {
        return new ApiDescription(title, basePath, purpose, endpoints, HEADERS, EpsExamples.of(this, now), errors());
    }

    private static List<ErrorRow> errors() {
        List<ErrorRow> rows = new ArrayList<>();
        Arrays.stream(PrescriptionError.values()).map(ErrorRow::of).forEach(rows::add);
        Arrays.stream(EpsError.values()).map(ErrorRow::of).forEach(rows::add);
        Arrays.stream(MessageError.values()).map(ErrorRow::of).forEach(rows::add);
        return rows;
    }
}
