package org.openspine.referrals;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a person or an application is at the e-Referral Service.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/e-referral-service-fhir">e-Referral Service FHIR API</a>
 */
public enum BusinessFunction {
    REFERRING_CLINICIAN(Side.REFERRER),
    REFERRING_CLINICIAN_ADMIN(Side.REFERRER),
    REFERRING_ADMIN(Side.REFERRER),
    SERVICE_PROVIDER_CLINICIAN(Side.PROVIDER),
    /** Always acts on behalf of a service provider clinician. */
    SERVICE_PROVIDER_CLINICIAN_ADMIN(Side.PROVIDER),
    SERVICE_PROVIDER_ADMIN(Side.PROVIDER),
    COMMISSIONER(Side.NEITHER),
    INFORMATION_ANALYST(Side.NEITHER),
    BOOKING_MANAGER(Side.NEITHER),
    ADDITIONAL_REQUIREMENTS_MANAGER(Side.NEITHER),
    SERVICE_DEFINER(Side.NEITHER),
    REFERRER_AUTHORISED_APPLICATION(Side.REFERRER),
    PROVIDER_AUTHORISED_APPLICATION(Side.PROVIDER),
    AUTHORISED_APPLICATION(Side.NEITHER);

    public static final String SYSTEM = "https://fhir.nhs.uk/CodeSystem/eRS-BusinessFunction-1";

    /** On which side of a referral somebody stands. */
    public enum Side {
        REFERRER,
        PROVIDER,
        NEITHER
    }

    private final Side side;

    BusinessFunction(Side side) {
        this.side = side;
    }

    public static Optional<BusinessFunction> coded(String code) {
        return Arrays.stream(values())
                .filter(function -> function.name().equals(code))
                .findFirst();
    }

    public Side side() {
        return side;
    }

    public boolean isReferrer() {
        return side == Side.REFERRER;
    }

    public boolean isProvider() {
        return side == Side.PROVIDER;
    }

    /** Whether only a registered application has it, never a person. */
    public boolean isApplication() {
        return name().endsWith("APPLICATION");
    }
}
