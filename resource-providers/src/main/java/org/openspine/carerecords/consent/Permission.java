package org.openspine.carerecords.consent;

import java.util.Arrays;
import java.util.Optional;

/** The patient's preference for the summary (ACS permission). None recorded means {@link #ASK}. */
public enum Permission {
    YES("Yes"),
    NO("No"),
    ASK("Ask");

    /** The national code system. */
    public static final String SYSTEM = "https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission";

    private final String code;

    Permission(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** The permission of that code, whatever its case. */
    public static Optional<Permission> of(String code) {
        return Arrays.stream(values())
                .filter(permission -> permission.code.equalsIgnoreCase(code))
                .findFirst();
    }

    /** {@code permit} or {@code deny}: the effective rule. */
    public String provisionType() {
        return this == NO ? "deny" : "permit";
    }
}
