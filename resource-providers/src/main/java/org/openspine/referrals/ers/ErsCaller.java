package org.openspine.referrals.ers;

import java.util.Optional;
import java.util.regex.Pattern;
import org.openspine.access.AccessMode;
import org.openspine.api.IncomingRequest;
import org.openspine.api.RequestHeaders;
import org.openspine.error.SpineException;
import org.openspine.referrals.BusinessFunction;
import org.openspine.terminology.identifier.OdsCode;

/**
 * In what function, and for which organisation, a request is made.
 *
 * @param organisation ODS code; empty for an application of which the sandbox knows no organisation
 * @param user SDS user id of the person who signed in, where that is known
 * @param onBehalfOf SDS user id of the clinician for whom an admin acts
 */
record ErsCaller(
        BusinessFunction function, Optional<String> organisation, Optional<String> user, Optional<String> onBehalfOf) {
    static final String FUNCTION = "NHSD-eRS-Business-Function";
    static final String ORGANISATION = "NHSD-End-User-Organisation-ODS";
    static final String ON_BEHALF_OF = "NHSD-eRS-On-Behalf-Of-User-ID";
    static final String APPLICATION_ORGANISATION = "OpenSpine-Application-Organisation";

    private static final Pattern USER = Pattern.compile("[0-9A-Za-z]{1,20}");

    /** Throws the refusal of the first rule about roles that the request breaks. */
    static ErsCaller of(IncomingRequest request, ErsAction action) {
        if (request.caller().mode() == AccessMode.PATIENT_ACCESS) {
            throw new SpineException(ErsError.FORBIDDEN, "Patients do not use this API");
        }
        return request.caller().mode().isApplication() ? application(request, action) : person(request, action);
    }

    private static ErsCaller application(IncomingRequest request, ErsAction action) {
        for (String header : new String[] {FUNCTION, ORGANISATION, ON_BEHALF_OF}) {
            if (request.headers().first(header).isPresent()) {
                throw new SpineException(
                        ErsError.FORBIDDEN, "Header '%s' is not permitted for an application".formatted(header));
            }
        }
        boolean sandbox = request.caller().client().equals("sandbox");
        Optional<String> organisation = (sandbox
                        ? request.headers().filled(APPLICATION_ORGANISATION)
                        : Optional.of(request.caller().organisation()))
                .flatMap(OdsCode::parse)
                .map(OdsCode::value);
        if (!sandbox && organisation.isEmpty()) {
            throw new SpineException(ErsError.FORBIDDEN, "The application is registered for no organisation");
        }
        BusinessFunction function =
                switch (action.application()) {
                    case NONE ->
                        throw new SpineException(
                                ErsError.FORBIDDEN, "An application without a user may not use this endpoint");
                    case REFERRER -> BusinessFunction.REFERRER_AUTHORISED_APPLICATION;
                    case PROVIDER -> BusinessFunction.PROVIDER_AUTHORISED_APPLICATION;
                    case ANY -> BusinessFunction.AUTHORISED_APPLICATION;
                };
        return new ErsCaller(function, organisation, Optional.empty(), Optional.empty());
    }

    private static ErsCaller person(IncomingRequest request, ErsAction action) {
        RequestHeaders headers = request.headers();
        requireAssurance(headers);
        Optional<String> user = Optional.of(request.caller().user()).filter(id -> id.matches("[0-9]+"));
        if (action.isForAnybody()) {
            return new ErsCaller(BusinessFunction.REFERRING_CLINICIAN, Optional.empty(), user, Optional.empty());
        }
        BusinessFunction function = headers.filled(FUNCTION)
                .flatMap(BusinessFunction::coded)
                .orElseThrow(() -> new SpineException(
                        ErsError.FORBIDDEN,
                        headers.filled(FUNCTION).isPresent()
                                ? "Header '%s' names no e-RS business function".formatted(FUNCTION)
                                : "Header '%s' is missing".formatted(FUNCTION)));
        if (function.isApplication()) {
            throw new SpineException(ErsError.FUNCTION_NOT_HELD, ErsRefusal.NOT_HELD);
        }
        String organisation = headers.filled(ORGANISATION)
                .flatMap(OdsCode::parse)
                .map(OdsCode::value)
                .orElseThrow(() -> new SpineException(
                        ErsError.FORBIDDEN, "Header '%s' must hold an ODS code".formatted(ORGANISATION)));
        if (!action.isFor(function)) {
            throw new SpineException(
                    ErsError.FORBIDDEN, "The business function %s may not do this".formatted(function));
        }
        return new ErsCaller(function, Optional.of(organisation), user, onBehalfOf(headers, function, action));
    }

    private static Optional<String> onBehalfOf(RequestHeaders headers, BusinessFunction function, ErsAction action) {
        Optional<String> sent = headers.first(ON_BEHALF_OF).map(String::strip);
        if (!action.needsOnBehalfOf()) {
            return sent.filter(id -> !id.isEmpty());
        }
        boolean needed = function == BusinessFunction.SERVICE_PROVIDER_CLINICIAN_ADMIN;
        if (needed && sent.filter(id -> USER.matcher(id).matches()).isEmpty()) {
            throw new SpineException(
                    ErsError.FORBIDDEN, "Header '%s' must name the clinician for whom you act".formatted(ON_BEHALF_OF));
        }
        if (!needed && sent.isPresent()) {
            throw new SpineException(
                    ErsError.FORBIDDEN, "Header '%s' is only for a clinician's admin".formatted(ON_BEHALF_OF));
        }
        return sent;
    }

    /** Levels that the gateway tells of a person's identity; where it tells nothing, the token was judged before. */
    private static void requireAssurance(RequestHeaders headers) {
        boolean weak = headers.filled("NHSD-Identity-Assurance-Level")
                        .filter(level -> !level.equals("3"))
                        .isPresent()
                || headers.filled("NHSD-Authenticator-Assurance-Level")
                        .filter(level -> !level.equals("2") && !level.equals("3"))
                        .isPresent();
        if (weak) {
            throw new SpineException(
                    ErsError.IDENTITY_TOO_WEAK,
                    "We couldn't verify your identity. Contact your local Registration Authority or IT department for help.");
        }
    }

    boolean isReferrer() {
        return function.isReferrer();
    }

    boolean isProvider() {
        return function.isProvider();
    }

    boolean isApplication() {
        return function.isApplication();
    }
}
