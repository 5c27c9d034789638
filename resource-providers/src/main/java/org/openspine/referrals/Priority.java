package org.openspine.referrals;

import java.util.Arrays;
import java.util.Optional;

/** How soon a patient is to be seen, with the working days in which a provider makes contact. */
public enum Priority {
    ROUTINE("Routine", "routine", 40, 40),
    URGENT("Urgent", "urgent", 10, 5),
    TWO_WEEK_WAIT("2 Week Wait", "asap", 5, 2);

    public static final String SYSTEM = "https://fhir.nhs.uk/CodeSystem/eRS-Priority";

    private final String display;
    private final String request;
    private final int deferralDays;
    private final int triageDays;

    Priority(String display, String request, int deferralDays, int triageDays) {
        this.display = display;
        this.request = request;
        this.deferralDays = deferralDays;
        this.triageDays = triageDays;
    }

    public static Optional<Priority> coded(String code) {
        return Arrays.stream(values())
                .filter(priority -> priority.name().equals(code))
                .findFirst();
    }

    public String display() {
        return display;
    }

    /** The code for {@code ServiceRequest.priority}. */
    public String requestPriority() {
        return request;
    }

    public int deferralDays() {
        return deferralDays;
    }

    public int triageDays() {
        return triageDays;
    }
}
