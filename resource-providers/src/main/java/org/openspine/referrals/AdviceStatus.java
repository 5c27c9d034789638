package org.openspine.referrals;

import java.util.Arrays;
import java.util.Optional;

/** Where a conversation of advice and guidance stands; a category of the advice request. */
public enum AdviceStatus {
    PROVIDER_RESPONSE_REQUIRED("Provider Response Required", "active"),
    REFERRER_TO_REVIEW_RESPONSE("Referrer To Review Response", "active"),
    REFERRER_TO_SUBMIT_FURTHER_INFORMATION("Referrer To Submit Further Information", "active"),
    ADVICE_CONVERTED("Advice Converted", "completed"),
    CONVERSATION_ENDED_CLOSED("Conversation Ended - Closed", "completed"),
    CONVERSATION_ENDED_CANCELLED("Conversation Ended - Cancelled", "revoked");

    public static final String SYSTEM = "https://fhir.nhs.uk/CodeSystem/eRS-AdviceAndGuidanceStatus";

    private final String display;
    private final String status;

    AdviceStatus(String display, String status) {
        this.display = display;
        this.status = status;
    }

    public static Optional<AdviceStatus> coded(String code) {
        return Arrays.stream(values())
                .filter(status -> status.name().equals(code))
                .findFirst();
    }

    public String display() {
        return display;
    }

    public String requestStatus() {
        return status;
    }
}
