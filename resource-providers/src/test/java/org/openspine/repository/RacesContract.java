package org.openspine.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.openspine.error.FhirError;

/** Many threads at the same records: one wins, nothing is lost, everybody gets an answer. */
interface RacesContract {
    String PATIENT = VersionsContract.PATIENT;

    TestStore store();

    private ResourceRepository repository() {
        return store().repository();
    }

    @Test
    default void ofThirtyTwoUpdatesOfOneVersionOneWins() {
        ResourceKey key = store().create(PATIENT).key();

        for (long version = 1; version <= 5; version++) {
            long expected = version;
            var outcomes = Threads.race(32, i -> store().update(key, expected, PATIENT));

            assertThat(Threads.done(outcomes))
                    .singleElement()
                    .extracting(StoredResource::version)
                    .isEqualTo(version + 1);
            assertThat(Threads.refused(outcomes)).hasSize(31).containsOnly(FhirError.VERSION_CONFLICT);
        }
        assertThat(repository().history(HistoryContract.ofInstance(key)).versions())
                .hasSize(6);
    }

    @Test
    default void updatesWithoutAnExpectedVersionAllCount() {
        ResourceKey key = store().create(PATIENT).key();

        var stored = Threads.done(Threads.race(32, i -> store().put(key, PATIENT)));

        assertThat(stored.stream().map(StoredResource::version))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(2, 33).boxed().toList());
    }

    @Test
    default void racingCreationsOfOneKeyAreVersionsWithoutGaps() {
        for (int round = 0; round < 5; round++) {
            ResourceKey key = store().newKey("Patient");

            var stored = Threads.done(Threads.race(16, i -> store().put(key, PATIENT)));

            assertThat(stored.stream().map(StoredResource::version))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 16).boxed().toList());
            assertThat(repository().history(HistoryContract.ofInstance(key)).versions())
                    .hasSize(16);
            assertThat(store().search("Patient", "_id=" + key.id())).hasSize(1);
        }
    }

    @Test
    default void ofRacingConditionalCreatesOneCreates() {
        for (int round = 0; round < 5; round++) {
            String number = repository().nextLogicalId();
            String condition = "identifier=urn:race|" + number;

            List<String> ids = Threads.done(Threads.race(16, i -> repository().inTransaction(() -> {
                repository().guard(Set.of("Patient?" + condition));
                return store().search("Patient", condition).stream().findFirst().orElseGet(() -> store().create(
                                "{'resourceType':'Patient','identifier':[{'system':'urn:race','value':'" + number
                                        + "'}]}")
                        .key()
                        .id());
            })));

            assertThat(ids).hasSize(16);
            assertThat(new HashSet<>(ids)).hasSize(1);
            assertThat(store().search("Patient", condition)).hasSize(1);
        }
    }

    @Test
    default void ofRacingClaimsOneWins() {
        for (int round = 0; round < 5; round++) {
            BusinessKey number = new BusinessKey("race", repository().nextLogicalId());
            List<ResourceKey> keys = IntStream.range(0, 16)
                    .mapToObj(i -> store().newKey("Patient"))
                    .toList();

            var outcomes = Threads.race(16, i -> repository().inTransaction(() -> {
                StoredResource stored = store().put(keys.get(i), PATIENT);
                repository().claim(stored.key(), List.of(number));
                return stored.key();
            }));

            assertThat(Threads.done(outcomes)).hasSize(1);
            assertThat(Threads.refused(outcomes)).hasSize(15).containsOnly(FhirError.DUPLICATE);
            assertThat(repository().owner(number))
                    .contains(Threads.done(outcomes).get(0));
            assertThat(repository().read(keys)).hasSize(1);
        }
    }

    @Test
    default void bundlesThatLockInOppositeOrderAllEnd() {
        List<ResourceKey> keys = IntStream.range(0, 4)
                .mapToObj(i -> store().create(PATIENT).key())
                .toList();

        var outcomes = Threads.race(4, thread -> {
            List<ResourceKey> order = new ArrayList<>(keys);
            if (thread % 2 == 1) {
                Collections.reverse(order);
            }
            for (int round = 0; round < 3; round++) {
                repository().inTransaction(() -> {
                    order.forEach(key -> store().put(key, PATIENT));
                    return order;
                });
            }
            return thread;
        });

        assertThat(Threads.refused(outcomes)).isEmpty();
        assertThat(repository().read(keys).values())
                .extracting(StoredResource::version)
                .containsOnly(13L);
    }

    /** One reader follows the log while eight threads write bundles of one to three: it misses nothing. */
    @Test
    default void readerOfTheChangeLogMissesNothingThatIsBeingWritten() {
        try (TestStore store = store().another()) {
            AtomicBoolean writing = new AtomicBoolean(true);
            ExecutorService pool = Executors.newSingleThreadExecutor();
            var following = CompletableFuture.supplyAsync(
                    () -> follow(store.repository().changes(), writing), pool);
            var written = Threads.done(Threads.race(8, thread -> write(store, thread)));
            writing.set(false);
            List<ChangeLog.Change> read = following.join();
            pool.shutdown();

            Set<String> expected = new HashSet<>();
            written.forEach(expected::addAll);
            assertThat(read.stream().map(change -> change.key() + "/" + change.version()))
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(read).isEqualTo(store.repository().changes().after(ChangeLog.START, 10_000));
        }
    }

    private static List<ChangeLog.Change> follow(ChangeLog log, AtomicBoolean writing) {
        List<ChangeLog.Change> read = new ArrayList<>();
        ChangeLog.Position position = ChangeLog.START;
        while (true) {
            boolean last = !writing.get();
            List<ChangeLog.Change> page = log.after(position, 7);
            read.addAll(page);
            if (!page.isEmpty()) {
                position = page.get(page.size() - 1).position();
            } else if (last) {
                return read;
            }
        }
    }

    private static List<String> write(TestStore store, int thread) {
        Random random = new Random(thread);
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int size = 1 + random.nextInt(3);
            List<ResourceKey> keys = IntStream.range(0, size)
                    .mapToObj(n -> new ResourceKey("Patient", "shared-" + random.nextInt(20)))
                    .distinct()
                    .sorted()
                    .toList();
            written.addAll(store.repository().inTransaction(() -> keys.stream()
                    .map(key -> store.put(key, PATIENT))
                    .map(stored -> stored.key() + "/" + stored.version())
                    .toList()));
        }
        return written;
    }
}
