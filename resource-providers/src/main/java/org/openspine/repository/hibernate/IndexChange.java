package org.openspine.repository.hibernate;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.IndexValue;

/**
 * What a write changes in the index rows of a resource. Tables whose rows stay as they are are left alone; in one where a
 * few of many rows change, only those of the parameters that changed are replaced, if it is certain what is there.
 */
final class IndexChange {
    /** With fewer rows than that, replacing all costs less than finding out which changed. */
    private static final int MANY = 6;

    private final IndexDigest before;
    private final IndexDigest after;
    private final Set<IndexValue> values;
    private final Map<IndexKind, Parameters> replaced = new EnumMap<>(IndexKind.class);

    /** Parameters whose values are not those of before, and those of them that had values. */
    private record Parameters(Set<Long> changed, Set<Long> gone) {}

    private IndexChange(IndexDigest before, IndexDigest after, Set<IndexValue> values) {
        this.before = before;
        this.after = after;
        this.values = values;
    }

    /** @param former what the rows of before should be; asked for only if that may save something */
    static IndexChange of(
            IndexDigest before, Set<IndexValue> values, @Nullable Long patient, Supplier<Set<IndexValue>> former) {
        var change = new IndexChange(before, IndexDigest.of(values, patient), values);
        Map<IndexKind, Set<IndexValue>> now = byKind(values);
        now.keySet().removeIf(kind -> !change.replacesAll(kind) || size(now, kind) < MANY);
        if (!now.isEmpty()) {
            Set<IndexValue> known = former.get();
            IndexDigest certain = IndexDigest.of(known, patient);
            Map<IndexKind, Set<IndexValue>> then = byKind(known);
            now.forEach((kind, rows) -> {
                if (!certain.differs(kind, before)) {
                    change.replaced.put(kind, parameters(then.getOrDefault(kind, Set.of()), rows));
                }
            });
        }
        return change;
    }

    private static int size(Map<IndexKind, Set<IndexValue>> values, IndexKind kind) {
        return values.getOrDefault(kind, Set.of()).size();
    }

    private static Map<IndexKind, Set<IndexValue>> byKind(Set<IndexValue> values) {
        return values.stream()
                .collect(
                        Collectors.groupingBy(IndexKind::of, () -> new EnumMap<>(IndexKind.class), Collectors.toSet()));
    }

    private static Parameters parameters(Set<IndexValue> then, Set<IndexValue> now) {
        Map<Long, Set<IndexValue>> old = byParameter(then);
        Map<Long, Set<IndexValue>> fresh = byParameter(now);
        Set<Long> changed = new HashSet<>(fresh.keySet());
        changed.addAll(old.keySet());
        changed.removeIf(
                parameter -> old.getOrDefault(parameter, Set.of()).equals(fresh.getOrDefault(parameter, Set.of())));
        Set<Long> gone = new TreeSet<>(changed);
        gone.retainAll(old.keySet());
        return new Parameters(changed, gone);
    }

    private static Map<Long, Set<IndexValue>> byParameter(Set<IndexValue> values) {
        Map<Long, Set<IndexValue>> parameters = new HashMap<>();
        values.forEach(value -> parameters
                .computeIfAbsent(value.parameter(), parameter -> new HashSet<>())
                .add(value));
        return parameters;
    }

    /** The rows as they will be, in brief. */
    IndexDigest after() {
        return after;
    }

    /** Whether any table holds other rows than it will. */
    boolean isAny() {
        return Arrays.stream(IndexKind.values()).anyMatch(kind -> before.differs(kind, after));
    }

    /** Whether all rows of a table go. */
    boolean replacesAll(IndexKind kind) {
        return before.hasRows(kind) && before.differs(kind, after) && !replaced.containsKey(kind);
    }

    /** The parameters whose rows go from a table where the others stay. */
    Set<Long> gone(IndexKind kind) {
        Parameters parameters = replaced.get(kind);
        return parameters == null ? Set.of() : parameters.gone();
    }

    /** The rows that come, all of a parameter together. */
    List<IndexValue> come() {
        return values.stream().filter(this::comes).toList();
    }

    private boolean comes(IndexValue value) {
        IndexKind kind = IndexKind.of(value);
        Parameters parameters = replaced.get(kind);
        return before.differs(kind, after)
                && (parameters == null || parameters.changed().contains(value.parameter()));
    }
}
