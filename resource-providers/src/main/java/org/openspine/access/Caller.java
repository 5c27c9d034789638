package org.openspine.access;

import java.util.Optional;

/**
 * Who sends a request.
 *
 * @param login the citizen, with {@link AccessMode#PATIENT_ACCESS} only
 */
public record Caller(AccessMode mode, Optional<Login> login) {
    /** A caller of an open sandbox of whom nothing is known. */
    public static final Caller OPEN = new Caller(AccessMode.OPEN, Optional.empty());

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

    public static Caller of(AccessMode mode) {
        return new Caller(mode, Optional.empty());
    }

    public static Caller citizen(Login login) {
        return new Caller(AccessMode.PATIENT_ACCESS, Optional.of(login));
    }
}
