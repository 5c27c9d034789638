package org.openspine.referrals;

/** The URLs of the extensions of the e-Referral Service, and of those in which OpenSpine keeps what that API never shows. */
public final class ErsExtension {
    private static final String NATIONAL = "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-";
    static final String OWN = "https://openspine.org/fhir/StructureDefinition/referral-";

    public static final String PRIORITY = NATIONAL + "ReferralPriority";
    public static final String SPECIALTY = NATIONAL + "Specialty";
    public static final String STATE = NATIONAL + "ReferralState";
    public static final String SHORTLIST = NATIONAL + "ReferralShortlist";
    public static final String SEARCH_CRITERIA = NATIONAL + "Shortlist-SearchCriteria";
    public static final String COMMISSIONING = NATIONAL + "Commissioning-Rule-Org";
    public static final String APPOINTMENT = NATIONAL + "Appointment";
    public static final String APPOINTMENT_REFERENCE = NATIONAL + "Appointment-Reference";
    public static final String CLINICAL_INFO_FIRST = NATIONAL + "ClinicalInfoFirstSubmitted";
    public static final String CLINICAL_INFO_LAST = NATIONAL + "ClinicalInfoLastUpdated";
    public static final String PATHWAY_START = NATIONAL + "eReferralPathwayStart";
    public static final String ADDITIONAL_REQUIREMENT = NATIONAL + "PatientAdditionalRequirement";
    public static final String CONVERSION = NATIONAL + "ProviderConversionAuthorisation";
    public static final String AVAILABILITY = NATIONAL + "AvailabilityStatus";
    public static final String ATTACHED_BY = NATIONAL + "AttachedBy";
    public static final String ATTACHED_BY_ORGANISATION = NATIONAL + "AttachedByOrganisation";
    public static final String ATTACHED_ON_BEHALF_OF = NATIONAL + "AttachedOnBehalfOf";

    /** {@code valueCode}: {@code accepted} once the provider took a booking. */
    public static final String REVIEW = OWN + "review";

    /** {@code valueDate}: the day on which the referral letter is due; gone once there is a letter. */
    public static final String LETTER_DUE = OWN + "letter-due";

    /** {@code valueBoolean}: a cancelled appointment that still stands in the provider's own system. */
    public static final String CANCEL_IN_PAS = OWN + "cancel-in-pas";

    /** {@code valueCode}: {@code provider} if it was not the referrer who cancelled the referral. */
    public static final String CANCELLED_BY = OWN + "cancelled-by";

    private ErsExtension() {}

    /** {@code Extension-eRS-<name>} of the national namespace. */
    public static String national(String name) {
        return NATIONAL + name;
    }
}
