package org.openspine.repository;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request does to people's records, told while it does it. One for each request, called by its thread. */
public interface Witness {
    /** A version that a transaction makes. */
    record Change(ResourceKey key, long version, @Nullable Long patient) {}

    /** A resource in the compartment of this patient was read, or matches the search even though it is not on the page. */
    void touched(long nhsNumber);

    /**
     * Called in every transaction that changes resources, just before its commit: what is appended to the audit log now is
     * there if and only if the changes are. A transaction that is run again calls it again.
     */
    void beforeCommit(List<Change> changes);

    /** The transaction of the last {@link #beforeCommit} was committed. */
    void committed();

    /** It was not, or nobody knows. */
    void notCommitted();
}
