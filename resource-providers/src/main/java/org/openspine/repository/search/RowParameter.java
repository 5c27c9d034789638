package org.openspine.repository.search;

import java.util.Set;

/** Search parameters answered from the resource's own row. */
final class RowParameter {
    static final String ID = "_id";
    static final String LAST_UPDATED = "_lastUpdated";

    private static final Set<String> CODES = Set.of(ID, LAST_UPDATED);

    private RowParameter() {}

    static boolean isAnsweredFromRow(String code) {
        return CODES.contains(code);
    }
}
