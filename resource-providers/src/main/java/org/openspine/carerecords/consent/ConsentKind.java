package org.openspine.carerecords.consent;

import java.util.Arrays;
import java.util.Optional;

/** What a patient decides about, by the code of {@code Consent.category}. */
public enum ConsentKind {
    /** The permission to make and to show a summary. */
    SCR_PREFERENCE("scr-consent-preference", "scr-refused"),
    /** Whether a summary shows more than medicines and allergies. */
    SCR_ADDITIONAL_INFORMATION("scr-additional-information", "scr-core-only"),
    /** Given to an organisation at the point of care. */
    PERMISSION_TO_VIEW("permission-to-view", ""),
    /** Stands in for a permission to view that could not be asked for. */
    EMERGENCY_ACCESS("emergency-access", ""),
    /** Use of the record beyond the patient's own care. */
    NATIONAL_DATA_OPT_OUT("national-data-opt-out", "data-opted-out"),
    /** Data of the GP record leaving the practice, except for care. */
    TYPE_1_OPT_OUT("type-1-opt-out", "type-1-opted-out"),
    /** Somebody who acts for the patient. */
    NATIONAL_PROXY("national-proxy", "");

    /** The code system of these kinds. */
    public static final String SYSTEM = "https://openspine.org/fhir/CodeSystem/consent-category";

    private final String code;
    private final String refusal;

    ConsentKind(String code, String refusal) {
        this.code = code;
        this.refusal = refusal;
    }

    public String code() {
        return code;
    }

    /** The kind of business identifier that an active refusal holds; empty if a refusal has no effect beyond itself. */
    public Optional<String> refusal() {
        return refusal.isEmpty() ? Optional.empty() : Optional.of(refusal);
    }

    /** Whether each organisation has one of its own. */
    boolean isPerOrganisation() {
        return this == PERMISSION_TO_VIEW;
    }

    static Optional<ConsentKind> of(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }
}
