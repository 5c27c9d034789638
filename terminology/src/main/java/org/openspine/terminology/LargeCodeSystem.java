package org.openspine.terminology;

import java.util.Optional;
import java.util.stream.Stream;

/** A code system of many concepts in a hierarchy, with reference sets, held in a form of its own. Safe for use by many threads. */
public interface LargeCodeSystem {
    String url();

    String version();

    boolean contains(String code);

    Optional<String> display(String code);

    /** Whether {@code ancestor} is above {@code code}; not of itself. */
    boolean isAbove(String ancestor, String code);

    /** Whether {@code code} is a member of the reference set. */
    boolean isMember(String referenceSet, String code);

    /** All codes, in the system's order. */
    Stream<String> codes();

    /** Codes directly above. */
    Stream<String> parents(String code);

    /** Codes directly below. */
    Stream<String> children(String code);

    /** Codes below {@code ancestor}, without it. */
    Stream<String> below(String ancestor);

    /** Members of the reference set. */
    Stream<String> members(String referenceSet);
}
