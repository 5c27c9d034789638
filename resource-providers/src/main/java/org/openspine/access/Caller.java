package org.openspine.access;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who sends a request.
 *
 * @param login the citizen, with {@link AccessMode#PATIENT_ACCESS} only
 * @param client the registered application
 * @param user SDS user id of the healthcare worker, or the application itself
 * @param organisation ODS code of the organisation on whose behalf the request is made
 * @param role in which a healthcare worker acts
 * @param scopes SMART scopes of the token; without meaning in the open sandbox
 */
public record Caller(
        AccessMode mode,
        Optional<Login> login,
        String client,
        String user,
        String organisation,
        Optional<Role> role,
        Set<String> scopes) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Among the scopes of everybody whose access token was verified. */
    private static final String TOKEN = "openspine:token";

    /** Somebody who did not say who they are; may nothing. */
    public static final Caller UNKNOWN = new Caller(
            AccessMode.APPLICATION_RESTRICTED, Optional.empty(), "", "", "", Optional.empty(), Set.of(TOKEN));

    /** A caller of an open sandbox of whom nothing is known: the user {@code sandbox} with every right. */
    public static final Caller OPEN = of(AccessMode.OPEN);

    /**
     * A citizen as NHS login knows them.
     *
     * @param proofing level of identity proofing: {@code P9}, {@code P5} or {@code P0}
     * @param nhsNumber as claimed; not checked
     */
    public record Login(String proofing, String nhsNumber) {
        /** Whether the identity was proved, which access to a record needs. */
        public boolean isProved() {
            return proofing.equals("P9");
        }
    }

    /**
     * A role from the national role-based access control.
     *
     * @param urid user role id
     * @param code of the job role: {@code R8000}
     * @param activities what may be done: {@code B0825}
     */
    public record Role(String urid, String code, Set<String> activities) {
        public Role {
            activities = Set.copyOf(activities);
        }
    }

    /** Somebody of whom only the access mode is known. */
    public static Caller of(AccessMode mode) {
        return new Caller(mode, Optional.empty(), "sandbox", "sandbox", "X26", Optional.empty(), Set.of());
    }

    public static Caller citizen(Login login) {
        return new Caller(AccessMode.PATIENT_ACCESS, Optional.of(login), "sandbox", "", "", Optional.empty(), Set.of());
    }

    /** The same, known by a verified access token: limited by its scopes, even if it has none. */
    public Caller verified() {
        Set<String> marked = new HashSet<>(scopes);
        marked.add(TOKEN);
        return new Caller(mode, login, client, user, organisation, role, marked);
    }

    /** Whether an access token was verified, so that scopes count. */
    public boolean isVerified() {
        return scopes.contains(TOKEN);
    }

    /** Whether nothing is decided by who asks: the open sandbox without gateway headers. */
    public boolean isOpen() {
        return mode == AccessMode.OPEN;
    }

    /** Whether the caller has this national activity code; in the open sandbox everybody has all. */
    public boolean may(String activity) {
        return isOpen()
                || role.filter(known -> known.activities().contains(activity)).isPresent();
    }
}
