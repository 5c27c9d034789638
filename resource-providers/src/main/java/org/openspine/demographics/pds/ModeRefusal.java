package org.openspine.demographics.pds;

import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.access.AccessMode;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;

/** A row of the error table whose display names the access mode of the caller. */
record ModeRefusal(String code, String display) implements ErrorCode {
    static ModeRefusal method(String verb, AccessMode mode) {
        return new ModeRefusal(
                "INVALID_METHOD", "Cannot %s resource with %s access token".formatted(verb, mode.published()));
    }

    static ModeRefusal operation(String method, AccessMode mode) {
        return new ModeRefusal(
                "ACCESS_DENIED", "Cannot %s resource with %s access token".formatted(method, mode.published()));
    }

    static ModeRefusal moreThanOne(AccessMode mode) {
        return new ModeRefusal(
                "INVALID_VALUE",
                "Cannot retrieve more than one result with %s access token".formatted(mode.published()));
    }

    @Override
    public ErrorRow row() {
        return ErrorRow.of(403, IssueType.FORBIDDEN, PdsError.coding(code, display));
    }
}
