package org.openspine.childprotection.flags;

import java.util.Map;
import java.util.Set;

/** The national code systems to which categories of adjustments and conditions are bound. */
final class FlagCodes {
    private static final String BASE = "https://fhir.nhs.uk/England/CodeSystem/";

    /** England-FlagCategoryProgramme; one code of it is published in two spellings. */
    static final Map<String, Set<String>> PROGRAMMES = Map.of(
            BASE + "England-FlagCategoryRA",
            Set.of(
                    "communication-support",
                    "requires-communication-professional",
                    "requires-specific-contact-method",
                    "requires-specific-information-format",
                    "additional-communication-needs-and-support",
                    "community-language-support",
                    "communitiy-language-support",
                    "adjustments-for-providing-additional-support-to-patients",
                    "adjustments-for-individual-care-requirements",
                    "adjustments-in-relation-to-the-environment-of-care",
                    "adjustments-to-support-additional-needs",
                    "bespoke-reasonable-adjustments"),
            BASE + "England-FlagCategoryFGM",
            Set.of("example-fgm-category"),
            BASE + "England-ScreeningCategoryFlag",
            Set.of(
                    "subject-status",
                    "removal-reason",
                    "reason-for-ceasing",
                    "is-higher-risk",
                    "higher-risk-referral-reason",
                    "ntdd-calculation-method"));

    /** England-FlagConditionCategory. */
    static final Map<String, Set<String>> CONDITION_CATEGORIES = Map.of(
            BASE + "England-ConditionCategoryRA",
            Set.of("problem-list-item", "encounter-diagnosis", "presenting-complaint", "co-morbidity", "issue"),
            "http://terminology.hl7.org/CodeSystem/condition-category",
            Set.of("problem-list-item", "encounter-diagnosis"));

    private FlagCodes() {}
}
