package org.openspine.api;

import java.util.List;
import java.util.Optional;
import org.openspine.access.Caller;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;

/**
 * What of the record a caller may see on the unified base. What does not fulfil the criteria answers as if it did not exist:
 * it is not read, found, counted, included, chained through, exported or told in history.
 */
public interface Visibility {
    /** What a resource of {@code type} must fulfil for {@code caller} to see it; empty: all of them may be seen. */
    List<Criterion> criteria(Caller caller, String type);

    /**
     * Whether the deletion of a resource of {@code type} may be told: of nothing that {@link #criteria} hide was there ever
     * one. Otherwise what is deleted answers as if it had never been.
     */
    default boolean showsDeletions(Caller caller, String type) {
        return criteria(caller, type).isEmpty();
    }

    /**
     * What a resource must fulfil beside {@link #criteria} to leave with a bulk export, which is use beyond care.
     *
     * @param exemption the ground in law that the caller claims for setting aside what patients object to
     */
    default List<Criterion> exportCriteria(Caller caller, Optional<String> exemption, String type) {
        return List.of();
    }

    /**
     * What a resource must fulfil beside {@link #criteria} to be found or sorted by this index parameter: nobody finds a
     * record by what they may not see of it.
     */
    default List<Criterion> criteriaOf(Caller caller, String type, long parameter) {
        return List.of();
    }

    /** The resource as the caller may see it: with parts left out, or as it is. */
    default StoredResource view(Caller caller, StoredResource stored) {
        return stored;
    }
}
