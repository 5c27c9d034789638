package org.openspine.prescriptions.message;

/** URLs of the service's extensions and code systems, as messages carry them. */
public final class EpsUrl {
    private static final String NHS = "https://fhir.nhs.uk/StructureDefinition/";

    public static final String PRESCRIPTION_ID = NHS + "Extension-DM-PrescriptionId";
    public static final String PERFORMER_SITE_TYPE = NHS + "Extension-DM-PerformerSiteType";
    public static final String PRESCRIPTION_TYPE = NHS + "Extension-DM-PrescriptionType";
    public static final String RESPONSIBLE_PRACTITIONER = NHS + "Extension-DM-ResponsiblePractitioner";
    public static final String ENDORSEMENT = NHS + "Extension-DM-PrescriptionEndorsement";
    public static final String CONTROLLED_DRUG = NHS + "Extension-DM-ControlledDrug";
    public static final String NON_DISPENSING_REASON = NHS + "Extension-DM-PrescriptionNonDispensingReason";
    public static final String STATUS_HISTORY = NHS + "Extension-DM-PrescriptionStatusHistory";
    public static final String TASK_BUSINESS_STATUS = NHS + "Extension-EPS-TaskBusinessStatus";
    public static final String REPEAT_INFORMATION = NHS + "Extension-EPS-RepeatInformation";
    public static final String DISPENSING_INFORMATION = NHS + "Extension-EPS-DispensingInformation";
    public static final String REPLACEMENT_OF = NHS + "Extension-replacementOf";
    public static final String ORGANISATION_RELATIONSHIPS = NHS + "Extension-ODS-OrganisationRelationships";
    public static final String GROUP_IDENTIFIER = NHS + "Extension-DM-GroupIdentifier";
    public static final String MEDICATION_REPEAT =
            "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation";

    public static final String LONG_FORM_ID = "https://fhir.nhs.uk/Id/prescription";
    public static final String LINE_ITEM_ID = "https://fhir.nhs.uk/Id/prescription-order-item-number";
    public static final String UUID_SYSTEM = "https://tools.ietf.org/html/rfc4122";
    public static final String ROLE_PROFILE_ID = "https://fhir.nhs.uk/Id/sds-role-profile-id";
    public static final String SNOMED = "http://snomed.info/sct";
    public static final String JOB_ROLE_CODE = "https://fhir.nhs.uk/CodeSystem/NHSDigital-SDS-JobRoleCode";
    public static final String JOB_ROLE_NAME = "https://fhir.hl7.org.uk/CodeSystem/UKCore-SDSJobRoleName";
    public static final String ENDORSEMENT_CODES = "https://fhir.nhs.uk/CodeSystem/medicationrequest-endorsement";
    public static final String DISPENSER_ENDORSEMENTS = "https://fhir.nhs.uk/CodeSystem/medicationdispense-endorsement";
    public static final String PRESCRIPTION_CHARGE = "https://fhir.nhs.uk/CodeSystem/DM-prescription-charge";

    private EpsUrl() {}
}
