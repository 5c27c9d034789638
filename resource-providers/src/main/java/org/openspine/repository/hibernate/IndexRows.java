package org.openspine.repository.hibernate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openspine.repository.search.IndexValue;

/** Index values as rows, with the lowest and highest of each parameter marked for sorting. */
final class IndexRows {
    private IndexRows() {}

    static List<IndexRow> of(Collection<IndexValue> values, long resourceId, @Nullable Long patient) {
        Map<Long, Extremes> extremes = new HashMap<>();
        for (IndexValue value : values) {
            extremes.computeIfAbsent(value.parameter(), parameter -> new Extremes(value))
                    .include(value);
        }
        List<IndexRow> rows = new ArrayList<>(values.size());
        for (IndexValue value : values) {
            Extremes ends = extremes.get(value.parameter());
            IndexRow row = row(value);
            row.resourceId = resourceId;
            row.parameter = value.parameter();
            row.item = value.item();
            row.patient = patient;
            row.extreme = ends == null ? 0 : ends.markOf(value);
            rows.add(row);
        }
        return rows;
    }

    private static IndexRow row(IndexValue value) {
        if (value instanceof IndexValue.Token token) {
            TokenIndexRow row = new TokenIndexRow();
            row.value = token.code();
            row.system = token.system();
            return row;
        }
        if (value instanceof IndexValue.Text text) {
            TextIndexRow row = new TextIndexRow();
            row.value = text.normalized();
            row.exact = text.exact();
            return row;
        }
        if (value instanceof IndexValue.Reference reference) {
            ReferenceIndexRow row = new ReferenceIndexRow();
            row.value = reference.targetId();
            row.targetType = reference.targetType();
            return row;
        }
        if (value instanceof IndexValue.DateRange range) {
            DateIndexRow row = new DateIndexRow();
            row.value = range.low();
            row.high = range.high();
            return row;
        }
        if (value instanceof IndexValue.Number number) {
            NumberIndexRow row = new NumberIndexRow();
            row.value = number.value();
            return row;
        }
        if (value instanceof IndexValue.Quantity quantity) {
            QuantityIndexRow row = new QuantityIndexRow();
            row.value = quantity.value();
            row.system = quantity.system();
            row.code = quantity.code();
            return row;
        }
        UriIndexRow row = new UriIndexRow();
        row.value = ((IndexValue.Uri) value).value();
        return row;
    }

    /** The first of the lowest and the first of the highest values of one parameter. */
    private static final class Extremes {
        private IndexValue lowest;
        private IndexValue highest;

        Extremes(IndexValue first) {
            lowest = first;
            highest = first;
        }

        void include(IndexValue value) {
            if (compare(value, lowest) < 0) {
                lowest = value;
            }
            if (compare(value, highest) > 0) {
                highest = value;
            }
        }

        short markOf(IndexValue value) {
            int low = value == lowest ? IndexRow.LOWEST : 0;
            int high = value == highest ? IndexRow.HIGHEST : 0;
            return (short) (low | high);
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // values of one parameter have keys of one class
        private static int compare(IndexValue a, IndexValue b) {
            return ((Comparable) a.sortKey()).compareTo(b.sortKey());
        }
    }
}
