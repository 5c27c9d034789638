package org.openspine.repository.search;

import java.util.List;
import java.util.Optional;

/**
 * A search as the store runs it: resources of one type for which all criteria hold.
 *
 * @param sort keys in order of weight; empty means oldest first by creation, which is the fastest
 * @param count entries on the page, 0 to 500
 * @param after where the page before ended
 */
public record SearchQuery(
        String type, List<Criterion> criteria, List<SortKey> sort, int count, Optional<PagePosition> after) {
    public SearchQuery {
        if (count < 0 || count > MAX_COUNT) {
            throw new IllegalArgumentException("a page has 0 to " + MAX_COUNT + " entries");
        }
    }

    public static final int MAX_COUNT = 500;

    /** The same search, {@code count} entries from {@code position}. */
    public SearchQuery page(int count, Optional<PagePosition> position) {
        return new SearchQuery(type, criteria, sort, count, position);
    }
}
