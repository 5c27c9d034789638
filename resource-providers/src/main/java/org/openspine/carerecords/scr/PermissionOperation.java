package org.openspine.carerecords.scr;

import java.util.Optional;
import java.util.Set;
import org.openspine.access.AccessMode;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;

/** {@code $setPermission} on the unified base: the same effect as at the national path. */
final class PermissionOperation implements Operation {
    static final String DEFINITION = "https://openspine.org/fhir/OperationDefinition/setPermission";

    private final SetPermission permission;

    PermissionOperation(SetPermission permission) {
        this.permission = permission;
    }

    @Override
    public String name() {
        return "setPermission";
    }

    @Override
    public String definition() {
        return DEFINITION;
    }

    @Override
    public Set<Level> levels() {
        return Set.of(Level.SYSTEM);
    }

    @Override
    public Set<String> types() {
        return Set.of();
    }

    @Override
    public Set<HttpMethod> methods() {
        return CHANGING;
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target) {
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
