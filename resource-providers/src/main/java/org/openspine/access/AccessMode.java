package org.openspine.access;

import java.util.Arrays;
import java.util.Optional;

/** In what capacity a caller uses a national API, by the names these APIs publish. */
public enum AccessMode {
    /** A sandbox without authorisation: whatever any of the others may do. */
    OPEN("open"),
    /** A healthcare worker who signed in. */
    USER_RESTRICTED("user-restricted"),
    /** A citizen who signed in with NHS login. */
    PATIENT_ACCESS("patient-access"),
    /** An application without a person. */
    APPLICATION_RESTRICTED("application-restricted"),
    /** An application that is entitled to more. */
    PRIVILEGED_APPLICATION_RESTRICTED("privileged-application-restricted");

    private final String published;

    AccessMode(String published) {
        this.published = published;
    }

    /** The mode as it stands in headers and error texts: {@code patient-access}. */
    public String published() {
        return published;
    }

    /** The mode of that published name; the open mode cannot be named. */
    public static Optional<AccessMode> named(String published) {
        return Arrays.stream(values())
                .filter(mode -> mode != OPEN && mode.published.equals(published))
                .findFirst();
    }

    public boolean isApplication() {
        return this == APPLICATION_RESTRICTED || this == PRIVILEGED_APPLICATION_RESTRICTED;
    }
}
