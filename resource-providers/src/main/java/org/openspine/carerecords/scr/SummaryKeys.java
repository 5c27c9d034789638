package org.openspine.carerecords.scr;

import org.openspine.repository.BusinessKey;
import org.openspine.terminology.identifier.NhsNumber;

/** Business identifiers and tags by which summaries are found. */
final class SummaryKeys {
    /** The tag of everything that belongs to a summary. */
    static final String TAG_SYSTEM = "https://openspine.org/fhir/CodeSystem/care-record";

    static final String SUMMARY = "summary-care-record";

    /** Tag of documents whose references are URLs of entries. */
    static final String LINKED_BY_URL = "linked-by-url";

    static final String SCR_ID_SYSTEM = "https://fhir.nhs.uk/Id/nhsSCRUUID";
    static final String RFC_4122 = "https://tools.ietf.org/html/rfc4122";
    static final String SNOMED = "http://snomed.info/sct";
    static final String GP_SUMMARY = "196981000000101";

    static final String NEWEST_REFERENCE = "scr-newest-reference";
    static final String NEWEST_DOCUMENT = "scr-newest-document";

    private SummaryKeys() {}

    /** Held by the DocumentReference of the newest summary. */
    static BusinessKey newestReference(NhsNumber patient) {
        return new BusinessKey(NEWEST_REFERENCE, patient.value());
    }

    /** Held by the document of the newest summary. */
    static BusinessKey newestDocument(NhsNumber patient) {
        return new BusinessKey(NEWEST_DOCUMENT, patient.value());
    }

    /** Held by the DocumentReference of every summary. */
    static BusinessKey summary(NhsNumber patient, String scrId) {
        return new BusinessKey("scr", patient.value() + "|" + scrId);
    }
}
