package org.openspine.repository.hibernate;

import java.util.List;
import org.hibernate.LockMode;
import org.openspine.repository.Reindexing;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.search.DerivedKeys;

/** The rules that rows were last made by, and how far that is, stand in the table {@code setting}: one row for each type. */
final class DatabaseReindexing implements Reindexing {
    private final Transactions transactions;
    private final Statements statements;
    private final VersionWriter writer;
    private final List<DerivedKeys> derived;

    DatabaseReindexing(
            Transactions transactions, Statements statements, VersionWriter writer, List<DerivedKeys> derived) {
        this.transactions = transactions;
        this.statements = statements;
        this.writer = writer;
        this.derived = List.copyOf(derived);
    }

    /**
     * What is kept: {@code rule read renewed after}, in which {@code after} is the last record looked at.
     *
     * @param after 0 before the first record, {@link Long#MAX_VALUE} behind the last one
     */
    private record Mark(int rule, long read, long renewed, long after) {
        static Mark begin(int rule) {
            return new Mark(rule, 0, 0, 0);
        }

        static Mark parse(String value) {
            String[] parts = value.split(" ");
            return new Mark(
                    Integer.parseInt(parts[0]),
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]));
        }

        boolean isFinished() {
            return after == Long.MAX_VALUE;
        }

        @Override
        public String toString() {
            return "%d %d %d %d".formatted(rule, read, renewed, after);
        }
    }

    /** A record to look at. */
    private record Place(long resourceId, ResourceKey key) {}

    @Override
    public Progress next(int most) {
        Progress last = new Progress("", 0, 0, true);
        for (DerivedKeys keys : derived) {
            last = transactions.write(unit -> next(unit, keys, most));
            if (!last.isFinished()) {
                return last;
            }
        }
        return last;
    }

    private Progress next(UnitOfWork unit, DerivedKeys keys, int most) {
        SettingRow row = lockedRow(unit, keys);
        Mark before = Mark.parse(row.value);
        Mark mark = before.rule() == keys.rule() ? before : Mark.begin(keys.rule());
        if (!mark.isFinished()) {
            List<Place> places = placesAfter(unit, keys.type(), mark.after(), most);
            int renewed = writer.reindex(unit, places.stream().map(Place::key).toList());
            long after = places.size() < most
                    ? Long.MAX_VALUE
                    : places.get(places.size() - 1).resourceId();
            mark = new Mark(mark.rule(), mark.read() + places.size(), mark.renewed() + renewed, after);
            row.value = mark.toString();
            unit.session().update(row);
            unit.markWritten();
        }
        return new Progress(keys.type(), mark.read(), mark.renewed(), mark.isFinished());
    }

    /** One node at a time; of a store without the row nobody knows by which rule it was filled. */
    private static SettingRow lockedRow(UnitOfWork unit, DerivedKeys keys) {
        String name = "derived-keys:" + keys.type();
        SettingRow row = unit.session().get(SettingRow.class, name, LockMode.PESSIMISTIC_WRITE);
        if (row == null) {
            row = new SettingRow();
            row.name = name;
            row.value = Mark.begin(keys.rule()).toString();
            unit.session().insert(row); // of two nodes one loses the race and is run again
            unit.markWritten();
        }
        return row;
    }

    private List<Place> placesAfter(UnitOfWork unit, String type, long after, int most) {
        Sql sql = Sql.of("""
                SELECT resource_id, logical_id FROM resource WHERE type = ? AND resource_id > ?
                ORDER BY resource_id LIMIT ?""", type, after, most);
        return statements.list(
                unit.session(), sql, row -> new Place(row.getLong(1), new ResourceKey(type, row.getString(2))));
    }
}
