package org.openspine.referrals.ers;

import static org.openspine.referrals.BusinessFunction.REFERRING_ADMIN;
import static org.openspine.referrals.BusinessFunction.REFERRING_CLINICIAN;
import static org.openspine.referrals.BusinessFunction.REFERRING_CLINICIAN_ADMIN;
import static org.openspine.referrals.BusinessFunction.SERVICE_PROVIDER_ADMIN;
import static org.openspine.referrals.BusinessFunction.SERVICE_PROVIDER_CLINICIAN;
import static org.openspine.referrals.BusinessFunction.SERVICE_PROVIDER_CLINICIAN_ADMIN;

import java.util.EnumSet;
import java.util.Set;
import org.openspine.referrals.BusinessFunction;

/** What can be done at this API, by the published numbers, and who may do it. */
enum ErsAction {
    A004_REFERENCE_DATA(Who.CLINICIANS, Application.ANY),
    A005_READ_REFERRAL(Who.CLINICIANS, Application.PROVIDER),
    A007_CLINICAL_INFORMATION(Who.CLINICIANS, Application.PROVIDER),
    A008_WORKLIST(Who.CLINICIANS_AND_ADMINS, Application.PROVIDER),
    A010_SERVICE_SEARCH(Who.REFERRERS, Application.NONE),
    A011_CREATE(Who.REFERRERS, Application.NONE),
    A012_LETTER(Who.REFERRERS, Application.NONE),
    A013_ACCEPT(Who.PROVIDERS, Application.PROVIDER),
    A014_REJECT(Who.PROVIDERS, Application.NONE),
    A015_SLOTS(Who.REFERRERS, Application.NONE),
    A016_BOOK(Who.REFERRERS, Application.NONE),
    A019_PATIENT_LETTER(Who.REFERRERS, Application.NONE),
    A020_UPLOAD(Who.CLINICIANS, Application.NONE),
    A021_CREATE_FOR_TRIAGE(Who.REFERRERS, Application.NONE),
    A022_CANCEL_ACTION_LATER(Who.PROVIDERS, Application.NONE),
    A025_CONVERSATION(Who.CLINICIANS, Application.PROVIDER),
    A026_ANSWER_ADVICE(Who.PROVIDERS, Application.NONE),
    A027_CONVERT_ADVICE(Who.PROVIDERS, Application.NONE),
    A028_TRIAGE_OUTCOME(Who.PROVIDERS, Application.PROVIDER),
    A029_AVAILABLE_ACTIONS(Who.CLINICIANS, Application.PROVIDER),
    A030_OWN_FUNCTIONS(Who.ANYBODY, Application.NONE),
    A031_SHORTLIST(Who.REFERRERS, Application.NONE),
    A032_SHORTLIST_FOR_TRIAGE(Who.REFERRERS, Application.NONE),
    A033_SERVICE(Who.REFERRERS, Application.REFERRER),
    A034_CANCEL_BOOKING(Who.REFERRERS, Application.NONE),
    A036_CANCEL_REFERRAL(Who.CLINICIANS, Application.PROVIDER),
    A038_READ_APPOINTMENT(Who.CLINICIANS, Application.NONE),
    A040_ON_BEHALF_OF(EnumSet.of(SERVICE_PROVIDER_CLINICIAN_ADMIN), Application.NONE),
    A041_FIND_REQUESTS(Who.CLINICIANS, Application.NONE),
    A042_ATTACHMENT(Who.CLINICIANS, Application.PROVIDER),
    A044_ASK_ADVICE(Who.REFERRERS, Application.NONE),
    /** The place to which A042 leads: whoever has the link has shown who they are. */
    DOWNLOAD(Who.ANYBODY, Application.ANY);

    /** The side on which an application that uses the endpoint stands. */
    enum Application {
        NONE,
        REFERRER,
        PROVIDER,
        ANY
    }

    private static final class Who {
        static final Set<BusinessFunction> REFERRERS = EnumSet.of(REFERRING_CLINICIAN, REFERRING_CLINICIAN_ADMIN);
        static final Set<BusinessFunction> PROVIDERS =
                EnumSet.of(SERVICE_PROVIDER_CLINICIAN, SERVICE_PROVIDER_CLINICIAN_ADMIN);
        static final Set<BusinessFunction> CLINICIANS = EnumSet.of(
                REFERRING_CLINICIAN,
                REFERRING_CLINICIAN_ADMIN,
                SERVICE_PROVIDER_CLINICIAN,
                SERVICE_PROVIDER_CLINICIAN_ADMIN);
        static final Set<BusinessFunction> CLINICIANS_AND_ADMINS = EnumSet.of(
                REFERRING_CLINICIAN,
                REFERRING_CLINICIAN_ADMIN,
                REFERRING_ADMIN,
                SERVICE_PROVIDER_CLINICIAN,
                SERVICE_PROVIDER_CLINICIAN_ADMIN,
                SERVICE_PROVIDER_ADMIN);
        static final Set<BusinessFunction> ANYBODY = EnumSet.allOf(BusinessFunction.class);
    }

    private final Set<BusinessFunction> people;
    private final Application application;

    ErsAction(Set<BusinessFunction> people, Application application) {
        this.people = people;
        this.application = application;
    }

    boolean isFor(BusinessFunction function) {
        return people.contains(function);
    }

    Application application() {
        return application;
    }

    /** Whether it needs neither an organisation nor a function. */
    boolean isForAnybody() {
        return this == A030_OWN_FUNCTIONS || this == DOWNLOAD;
    }

    /** Whether a clinician's admin must say for whom they act. */
    boolean needsOnBehalfOf() {
        return this != A030_OWN_FUNCTIONS && this != A040_ON_BEHALF_OF && this != DOWNLOAD;
    }
}
