package org.openspine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openspine.repository.Agenda.Entry;

/** Lists of what waits: in order, up to a position, and true to the transaction that changes them. */
interface AgendaContract {
    TestStore store();

    @Test
    default void firstEntriesStandInOrderOfPosition() {
        Agenda agenda = store().repository().agenda();
        agenda.add(List.of(new Entry("order", "c", 30), new Entry("order", "a", 20), new Entry("order", "b", 10)));
        agenda.add(List.of(new Entry("other", "d", 1)));

        assertThat(agenda.first("order", 25, 10)).extracting(Entry::subject).containsExactly("b", "a");
        assertThat(agenda.first("order", Long.MAX_VALUE, 2))
                .extracting(Entry::subject)
                .containsExactly("b", "a");
    }

    @Test
    default void entriesMoveAndLeave() {
        Agenda agenda = store().repository().agenda();
        agenda.add(List.of(new Entry("moves", "a", 1), new Entry("moves", "b", 2)));

        agenda.move(List.of(new Entry("moves", "a", 3)));
        agenda.remove(List.of(new Entry("moves", "b", 0), new Entry("moves", "never there", 0)));

        assertThat(agenda.first("moves", 100, 10)).containsExactly(new Entry("moves", "a", 3));
    }

    @Test
    default void listIsAsItWasIfTheTransactionFails() {
        ResourceRepository repository = store().repository();

        assertThatThrownBy(() -> repository.inTransaction(() -> {
                    repository.agenda().add(List.of(new Entry("failed", "a", 1)));
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(repository.agenda().first("failed", 100, 10)).isEmpty();
    }

    @Test
    default void everyChangeOfManyEntriesIsOneStatement() {
        Agenda agenda = store().repository().agenda();
        List<Entry> entries = List.of(new Entry("cost", "a", 1), new Entry("cost", "b", 2));

        assertThat(store().statementsOf(() -> agenda.add(entries))).isEqualTo(1);
        assertThat(store().statementsOf(() -> agenda.move(entries))).isEqualTo(1);
        assertThat(store().statementsOf(() -> agenda.first("cost", 100, 10))).isEqualTo(1);
        assertThat(store().statementsOf(() -> agenda.remove(entries))).isEqualTo(1);
    }
}
