package org.openspine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the witness of a request is told, and that what it writes down commits or fails with what it is about. */
interface WitnessContract {
    TestStore store();

    /** Appends an entry of its own stream to the audit log, or fails. */
    final class Recorder implements Witness {
        private final ResourceRepository repository;
        private final long stream;
        private final boolean fails;
        final List<String> told = new ArrayList<>();

        Recorder(ResourceRepository repository, boolean fails) {
            this.repository = repository;
            this.fails = fails;
            stream = repository.nextNumber();
        }

        @Override
        public void touched(long nhsNumber) {
            told.add("touched " + nhsNumber);
        }

        @Override
        public void beforeCommit(List<Change> changes) {
            changes.forEach(change -> told.add("changed " + change.key().type() + " " + change.version()));
            repository
                    .audit()
                    .append(List.of(new AuditStore.AuditRow(
                            stream,
                            1,
                            java.time.Instant.EPOCH,
                            new byte[32],
                            new byte[32],
                            List.of(9_000_000_009L),
                            "{}")));
            if (fails) {
                throw new IllegalStateException("no");
            }
        }

        @Override
        public void committed() {
            told.add("committed");
        }

        @Override
        public void notCommitted() {
            told.add("not committed");
        }

        List<AuditStore.AuditRow> stored() {
            return repository.audit().stream(stream, 1, 10);
        }
    }

    @Test
    default void whatTheWitnessWritesCommitsWithTheChange() {
        ResourceRepository repository = store().repository();
        Recorder recorder = new Recorder(repository, false);
        repository.witnessed(recorder, () -> store().create("{'resourceType':'Basic','code':{'text':'x'}}"));
        assertThat(recorder.told).containsExactly("changed Basic 1", "committed");
        assertThat(recorder.stored()).hasSize(1);
    }

    @Test
    default void aChangeWhoseEntryFailsIsNotMade() {
        ResourceRepository repository = store().repository();
        Recorder recorder = new Recorder(repository, true);
        ResourceKey key = store().newKey("Basic");
        assertThatThrownBy(() -> repository.witnessed(
                        recorder,
                        () -> repository.store(new ResourceWrite(
                                key, Verb.POST, 0, TestStore.json("{'resourceType':'Basic','code':{'text':'x'}}")))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(repository.read(key)).isEmpty();
        assertThat(recorder.stored()).isEmpty();
        assertThat(recorder.told).containsExactly("changed Basic 1", "not committed");
    }

    @Test
    default void whatChangesNothingIsNotWitnessed() {
        ResourceRepository repository = store().repository();
        Recorder recorder = new Recorder(repository, true);
        repository.witnessed(recorder, () -> repository.inTransaction(() -> repository.read(store().newKey("Basic"))));
        assertThat(recorder.told).isEmpty();
    }
}
