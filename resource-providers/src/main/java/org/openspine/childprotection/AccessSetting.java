package org.openspine.childprotection;

import java.util.Optional;
import org.openspine.api.RequestHeaders;
import org.openspine.error.SpineException;

/**
 * In which kind of care somebody looks at child protection data. The caller says so; nobody second-guesses it.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/child-protection-information-sharing-fhir">CP-IS API</a>
 */
public enum AccessSetting {
    UNSCHEDULED("unscheduled"),
    /** A silent read: nobody is told. */
    SCHEDULED("scheduled");

    private final String code;

    AccessSetting(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** Unscheduled unless the caller says otherwise. Throws {@link ProtectionError#PRECONDITION_FAILED} for any other word. */
    public static AccessSetting of(RequestHeaders headers) {
        Optional<String> said = headers.first("IsUnscheduledAccessEvent");
        if (said.isEmpty()) {
            said = headers.first("IsUnscheduledEvent"); // one sentence of the guide calls it so
        }
        String value = said.orElse("true").strip();
        if (value.equalsIgnoreCase("true")) {
            return UNSCHEDULED;
        }
        if (value.equalsIgnoreCase("false")) {
            return SCHEDULED;
        }
        throw new SpineException(ProtectionError.PRECONDITION_FAILED, "Missing or invalid head parameter");
    }
}
