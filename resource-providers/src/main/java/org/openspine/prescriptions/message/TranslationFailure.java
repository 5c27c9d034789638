package org.openspine.prescriptions.message;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;
import org.openspine.error.SpineException;

/** A message that cannot be translated to what is signed and stored. The first such failure ends the request. */
public record TranslationFailure(String code, String display) implements ErrorCode {
    static final String SYSTEM = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode";

    /** {@code condition} as the service writes it: {@code fullUrl == 'urn:uuid:…'}. */
    public static SpineException tooFew(String condition, String expression) {
        return failure(
                "TOO_FEW_VALUES_SUBMITTED",
                "Too few values submitted. Expected 1 element where %s.".formatted(condition),
                expression);
    }

    public static SpineException tooMany(String condition, String expression) {
        return failure(
                "TOO_MANY_VALUES_SUBMITTED",
                "Too many values submitted. Expected 1 element where %s.".formatted(condition),
                expression);
    }

    public static SpineException invalid(String display, String expression) {
        return failure("INVALID_VALUE", display, expression);
    }

    public static SpineException failure(String code, String display, String expression) {
        return SpineException.at(new TranslationFailure(code, display), expression, "");
    }

    @Override
    public ErrorRow row() {
        return ErrorRow.of(400, IssueType.INVALID, new Coding(SYSTEM, code, display))
                .withSeverity(IssueSeverity.FATAL);
    }
}
