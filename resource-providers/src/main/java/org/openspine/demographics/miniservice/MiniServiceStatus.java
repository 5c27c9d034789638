package org.openspine.demographics.miniservice;

import java.util.Locale;

/** How a question was answered; codes of {@value #SYSTEM}. */
enum MiniServiceStatus {
    SUCCESS,
    NO_MATCH,
    MULTIPLE_MATCHES,
    /** The number was superseded; the answer is about the surviving record. */
    SUPERSEDED,
    INVALIDATED,
    /** What was said to cross-check does not agree with the record. */
    NOT_VERIFIED,
    INVALID_NUMBER;

    static final String SYSTEM = "https://openspine.org/CodeSystem/mini-service-status";

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
