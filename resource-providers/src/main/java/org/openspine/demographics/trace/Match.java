package org.openspine.demographics.trace;

import java.util.OptionalDouble;

/** Decides whether a record may be that of the person asked for. Pure. */
interface Match {
    /** From above 0 to 1, which means that every item agrees exactly with what holds today; empty if it is not the person. */
    OptionalDouble score(TraceQuery query, TracedRecord record);
}
