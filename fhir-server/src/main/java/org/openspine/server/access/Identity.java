package org.openspine.server.access;

import java.util.List;
import org.openspine.access.Caller;

/** Who signed in, as an identity provider says. */
sealed interface Identity {
    /**
     * @param assurance of the authentication: 1 to 3
     * @param roles each with the organisation in which it is held
     */
    record HealthcareWorker(String user, int assurance, List<HeldRole> roles) implements Identity {}

    /** @param proofing {@code P9}, {@code P5} or {@code P0} */
    record Patient(String nhsNumber, String proofing) implements Identity {}

    /** @param organisation ODS code */
    record HeldRole(Caller.Role role, String organisation) {}
}
