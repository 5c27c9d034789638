package org.openspine.referrals;

/** What a referrer can do with a service. */
public enum ServiceKind {
    /** DBS: the referrer books a slot. */
    DIRECTLY_BOOKABLE,
    /** IBS: the appointment is made by telephone and recorded at the provider. */
    INDIRECTLY_BOOKABLE,
    /** The service reviews referrals; nobody books. */
    TRIAGE,
    /** Only advice, or a service of which the directory says nothing. */
    OTHER;

    public boolean isBookable() {
        return this == DIRECTLY_BOOKABLE || this == INDIRECTLY_BOOKABLE;
    }
}
