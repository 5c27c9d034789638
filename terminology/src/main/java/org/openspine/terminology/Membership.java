package org.openspine.terminology;

/** Whether a code is in a value set or code system; unknown where what would tell is not loaded. */
public enum Membership {
    YES,
    NO,
    UNKNOWN;

    static Membership of(boolean member) {
        return member ? YES : NO;
    }

    Membership or(Membership other) {
        if (this == YES || other == YES) {
            return YES;
        }
        return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : NO;
    }

    Membership and(Membership other) {
        if (this == NO || other == NO) {
            return NO;
        }
        return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : YES;
    }

    Membership not() {
        return this == UNKNOWN ? UNKNOWN : of(this == NO);
    }
}
