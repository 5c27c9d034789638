package org.openspine.server.access;

import java.util.List;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.api.RequestHeaders;

/**
 * What the national gateway does with the headers of a caller it knows: those that tell who asks are its own, made from the
 * token. What a client sent under their names is no more than a claim, and no service gets to see it.
 */
public final class VerifiedHeaders {
    private static final String ROLE = "NHSD-Session-URID";
    private static final String USER = "NHSD-Identity-UUID";
    private static final String JOB_ROLE = "NHSD-Session-JobRole";
    private static final String ORGANISATION = "NHSD-Organization-UUID";
    private static final String LOGIN = "NHSD-NHSLogin-User";

    private static final List<String> OF_THE_GATEWAY = List.of(
            ROLE,
            USER,
            LOGIN,
            JOB_ROLE,
            ORGANISATION,
            "NHSD-Identity-Assurance-Level",
            "NHSD-Authenticator-Assurance-Level",
            "NHSE-PDS-Privileged-Access",
            "NHSE-PDS-Custom-Attributes",
            "OpenSpine-Access-Mode",
            "OpenSpine-Application-Organisation");

    private VerifiedHeaders() {}

    /** The headers that go on: as they were sent for callers of a sandbox, of whom no token tells. */
    public static RequestHeaders of(Caller caller, RequestHeaders sent) {
        if (!caller.isVerified()) {
            return sent;
        }
        RequestHeaders headers = sent.without(OF_THE_GATEWAY);
        if (caller.mode() == AccessMode.USER_RESTRICTED) {
            headers = filled(headers, USER, caller.user());
            headers = filled(headers, ROLE, caller.role().map(Caller.Role::urid).orElse(""));
            if (sent.first(JOB_ROLE).isPresent()) {
                headers = filled(
                        headers, JOB_ROLE, caller.role().map(Caller.Role::code).orElse(""));
            }
            if (sent.first(ORGANISATION).isPresent()) {
                headers = filled(headers, ORGANISATION, caller.organisation());
            }
        }
        String login = caller.login()
                .map(who -> who.proofing() + ":" + who.nhsNumber())
                .orElse("");
        return filled(headers, LOGIN, login);
    }

    private static RequestHeaders filled(RequestHeaders headers, String name, String value) {
        return value.isEmpty() ? headers : headers.with(name, value);
    }
}
