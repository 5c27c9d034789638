package org.openspine.demographics.pds;

import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.api.IncomingRequest;
import org.openspine.error.SpineException;

/** Which access mode may use an endpoint; checked before anything else about the request. */
enum PdsPermission {
    /** No authorisation at all. */
    ANYBODY {
        @Override
        void require(IncomingRequest request) {}
    },
    /** Any caller. */
    POLL {
        @Override
        void require(IncomingRequest request) {}
    },
    /** Any caller; a patient only for the record named in the path, which must be their own. */
    READ {
        @Override
        void require(IncomingRequest request) {
            if (isPatient(request)) {
                requireOwn(request.caller(), request.path().get(1));
            }
        }
    },
    SEARCH {
        @Override
        void require(IncomingRequest request) {
            if (isPatient(request)) {
                throw patientCannot();
            }
            AccessMode mode = request.caller().mode();
            String most = request.query().last("_max-results").orElse("1");
            if (mode.isApplication() && most.matches("[0-9]+") && !most.matches("0*1")) {
                throw new SpineException(
                        ModeRefusal.moreThanOne(mode),
                        "Your app has insufficient permissions to perform this search. Please contact support.");
            }
        }
    },
    UPDATE {
        @Override
        void require(IncomingRequest request) {
            AccessMode mode = request.caller().mode();
            if (mode.isApplication()) {
                throw new SpineException(ModeRefusal.method("update", mode), NO_METHOD);
            }
            READ.require(request);
        }
    },
    CREATE {
        @Override
        void require(IncomingRequest request) {
            AccessMode mode = request.caller().mode();
            if (mode.isApplication() || mode == AccessMode.PATIENT_ACCESS) {
                throw new SpineException(ModeRefusal.method("create", mode), NO_METHOD);
            }
        }
    },
    /** A patient; for which record only the request's content tells. */
    COVERAGE {
        @Override
        void require(IncomingRequest request) {
            AccessMode mode = request.caller().mode();
            if (mode != AccessMode.OPEN && mode != AccessMode.PATIENT_ACCESS) {
                throw new SpineException(ModeRefusal.operation(request.method(), mode), NO_OPERATION);
            }
        }
    };

    static final String NO_OPERATION =
            "Your app has insufficient permissions to use this operation. Please contact support.";
    private static final String NO_METHOD =
            "Your app has insufficient permissions to use this method. Please contact support.";

    /** Throws a refusal with status 403 if the caller may not use the endpoint. */
    abstract void require(IncomingRequest request);

    private static boolean isPatient(IncomingRequest request) {
        return request.caller().mode() == AccessMode.PATIENT_ACCESS;
    }

    /** Throws a refusal if {@code caller} is a patient and {@code nhsNumber} is not theirs, or their identity is not proved. */
    static void requireOwn(Caller caller, String nhsNumber) {
        boolean allowed = caller.mode() != AccessMode.PATIENT_ACCESS
                || caller.login()
                        .filter(login -> login.isProved() && login.nhsNumber().equals(nhsNumber))
                        .isPresent();
        if (!allowed) {
            throw patientCannot();
        }
    }

    static SpineException patientCannot() {
        return new SpineException(
                PdsError.PATIENT_CANNOT,
                "Your access token has insufficient permissions. See documentation regarding Patient access restrictions "
                        + "https://digital.nhs.uk/developer/api-catalogue/personal-demographics-service-fhir");
    }
}
