package org.openspine.prescriptions.signature;

import org.openspine.prescriptions.signature.CanonicalXml.Attribute;

/** Object identifiers of identifier and code systems in the signed text. */
final class Hl7Id {
    static final Attribute NAMESPACE = CanonicalXml.with("xmlns", "urn:hl7-org:v3");

    static final String ROLE_PROFILE = "1.2.826.0.1285.0.2.0.67";
    static final String JOB_ROLE = "1.2.826.0.1285.0.2.1.104";
    static final String PROFESSIONAL_CODE = "1.2.826.0.1285.0.2.1.54";
    static final String ORGANISATION = "1.2.826.0.1285.0.1.10";
    static final String ORGANISATION_TYPE = "2.16.840.1.113883.2.1.3.2.4.17.94";
    static final String NHS_NUMBER = "2.16.840.1.113883.2.1.4.1";
    static final String GENDER = "2.16.840.1.113883.2.1.3.2.4.16.25";
    static final String CARE_PROVISION = "2.16.840.1.113883.2.1.3.2.4.17.37";
    static final String SNOMED = "2.16.840.1.113883.2.1.3.2.4.15";
    static final String ANNOTATION = "2.16.840.1.113883.2.1.3.2.4.17.30";
    static final String ENDORSEMENT = "2.16.840.1.113883.2.1.3.2.4.16.32";

    private Hl7Id() {}

    static void identifier(CanonicalXml xml, String root, String extension) {
        xml.empty("id", CanonicalXml.with("extension", extension), CanonicalXml.with("root", root));
    }

    static void code(CanonicalXml xml, String system, String code) {
        xml.empty("code", CanonicalXml.with("code", code), CanonicalXml.with("codeSystem", system));
    }
}
