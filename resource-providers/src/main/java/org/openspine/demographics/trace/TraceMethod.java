package org.openspine.demographics.trace;

/** Ways to trace. */
public enum TraceMethod {
    /** What was asked must hold today. */
    BASIC(BasicMatch.today()),
    /** What was asked must hold today or have held once. */
    WITH_HISTORY(BasicMatch.withHistory()),
    /** The weighted trace of the national service. */
    FUZZY(FuzzyMatch.national()),
    /** The same, which also forgives a slip in the birth date where all else agrees. */
    FORGIVING(FuzzyMatch.forgiving());

    private final Match match;

    TraceMethod(Match match) {
        this.match = match;
    }

    Match match() {
        return match;
    }

    boolean isFuzzy() {
        return this == FUZZY || this == FORGIVING;
    }
}
