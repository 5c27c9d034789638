package org.openspine.carerecords.scr;

import java.util.Optional;
import org.openspine.access.AccessMode;
import org.openspine.api.FhirResponse;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.fhir.SystemOperation;

/** {@code $setPermission} on the unified base: the same effect as at the national path. */
final class PermissionOperation {
    static final String DEFINITION = "https://openspine.org/fhir/OperationDefinition/setPermission";

    private final SetPermission permission;

    PermissionOperation(SetPermission permission) {
        this.permission = permission;
    }

    Operation operation() {
        return new SystemOperation("setPermission", DEFINITION, Operation.CHANGING, this::run);
    }

    private FhirResponse run(FhirRequest request) {
        if (request.caller().mode() != AccessMode.OPEN && request.caller().mode() != AccessMode.USER_RESTRICTED) {
            throw new SpineException(
                    FhirError.BUSINESS_RULE, "A permission is set by a healthcare worker who has signed in");
        }
        try {
            permission.set(
                    PermissionRequest.of(request.content().resource()),
                    new ScrAudit.Request(request.caller(), Optional.empty(), Optional.empty(), "", request.base()));
        } catch (SpineException failure) {
            throw failure.code() == ScrError.INVALID_REQUEST
                    ? new SpineException(FhirError.INVALID_CONTENT, failure.problems())
                    : failure;
        }
        return FhirResponse.of(201);
    }
}
