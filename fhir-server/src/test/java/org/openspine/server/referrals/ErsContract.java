package org.openspine.server.referrals;

/** What the e-Referral Service answers over HTTP, whatever the database. */
interface ErsContract
        extends ErsPublishedContract,
                ErsBookingContract,
                ErsTransitionContract,
                ErsFaultContract,
                ErsRoleContract,
                ErsBusinessRuleContract,
                ErsReasonContract,
                ErsFilterContract,
                ErsAttachmentContract,
                ErsClinicianContract,
                ErsPlainWriteContract,
                ErsWaitContract,
                ErsRelationshipContract,
                ErsDeferralContract,
                ErsSearchSetContract,
                ErsApplicationContract,
                ErsStoryContract,
                ErsLifeContract {}
