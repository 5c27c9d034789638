package org.openspine.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.DerivedKeys;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.IndexValue;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/** Stores that a program with other rules filled. */
interface ReindexingContract {
    TestStore store();

    long KEY = IndexId.parameter("Patient", "test-key");
    long PRACTITIONER_KEY = IndexId.parameter("Practitioner", "test-key");
    int PEOPLE = 25;

    /** Keys of some rule: its number and the family name. */
    record Rule(int rule) implements DerivedKeys {
        @Override
        public String type() {
            return "Patient";
        }

        @Override
        public Collection<IndexValue> of(ObjectNode patient) {
            String family = patient.path("name").path(0).path("family").asText();
            return List.of(IndexValue.Token.key(KEY, rule + family));
        }
    }

    private static HibernateResourceRepository open(TestStore store, int rule) {
        return new HibernateResourceRepository(
                store.config(), TestStore.REGISTRY, List.of(new Rule(rule)), Clock.systemUTC());
    }

    private static void fill(ResourceRepository repository) {
        for (int i = 0; i < PEOPLE; i++) {
            put(repository, "p" + i, 0, "Quill");
        }
    }

    private static void put(ResourceRepository repository, String id, long version, String family) {
        repository.store(new ResourceWrite(
                new ResourceKey("Patient", id),
                version == 0 ? Verb.POST : Verb.PUT,
                version,
                TestStore.json("{'resourceType': 'Patient', 'name': [{'family': '%s'}]}".formatted(family))));
    }

    private static long found(ResourceRepository repository, String key) {
        Criterion criterion = new Criterion.Indexed(KEY, List.of(ValueMatch.Token.of(key)));
        return repository.count(new SearchQuery("Patient", List.of(criterion), List.of(), 50, Optional.empty()));
    }

    /** An empty database that no program has open; each opening of it is the test's. */
    private TestStore closed() {
        TestStore store = store().another();
        store.close();
        return store;
    }

    @Test
    default void recordsOfAnOlderRuleAreFoundByTheNewOneAndKeepTheirVersion() {
        TestStore store = closed();
        try (ResourceRepository older = open(store, 1)) {
            fill(older);
        }
        try (ResourceRepository newer = open(store, 2)) {
            assertThat(found(newer, "2Quill")).isZero();
            assertThat(newer.reindexing().next(100))
                    .isEqualTo(new Reindexing.Progress("Patient", PEOPLE, PEOPLE, true));
            assertThat(found(newer, "2Quill")).isEqualTo(PEOPLE);
            assertThat(found(newer, "1Quill")).isZero();
            StoredResource stored = newer.read(new ResourceKey("Patient", "p0")).orElseThrow();
            assertThat(stored.version()).isEqualTo(1);
            put(newer, "p0", 1, "Feather");
            assertThat(found(newer, "2Quill")).isEqualTo(PEOPLE - 1);
            assertThat(found(newer, "2Feather")).isEqualTo(1);
        }
    }

    @Test
    default void reindexingGoesOnWhereItEndedAndCounts() {
        TestStore store = closed();
        try (ResourceRepository older = open(store, 1)) {
            fill(older);
        }
        try (ResourceRepository newer = open(store, 2)) {
            assertThat(newer.reindexing().next(10)).isEqualTo(new Reindexing.Progress("Patient", 10, 10, false));
        }
        try (ResourceRepository newer = open(store, 2)) {
            put(newer, "p20", 1, "Feather");
            assertThat(newer.reindexing().next(10)).isEqualTo(new Reindexing.Progress("Patient", 20, 20, false));
            assertThat(newer.reindexing().next(10))
                    .as("what was written meanwhile has the keys of today")
                    .isEqualTo(new Reindexing.Progress("Patient", PEOPLE, PEOPLE - 1, true));
            assertThat(found(newer, "2Quill")).isEqualTo(PEOPLE - 1);
        }
    }

    @Test
    default void aRuleThatChangesAgainBeginsAgain() {
        TestStore store = closed();
        try (ResourceRepository older = open(store, 1)) {
            fill(older);
        }
        try (ResourceRepository newer = open(store, 2)) {
            newer.reindexing().next(10);
        }
        try (ResourceRepository newest = open(store, 3)) {
            assertThat(newest.reindexing().next(100))
                    .isEqualTo(new Reindexing.Progress("Patient", PEOPLE, PEOPLE, true));
            assertThat(found(newest, "3Quill")).isEqualTo(PEOPLE);
            assertThat(found(newest, "1Quill") + found(newest, "2Quill")).isZero();
        }
    }

    @Test
    default void aStoreOfTodayIsNotReadAgain() {
        TestStore store = closed();
        try (ResourceRepository today = open(store, 1)) {
            fill(today);
            assertThat(today.reindexing().next(100)).isEqualTo(new Reindexing.Progress("Patient", 0, 0, true));
        }
    }

    @Test
    default void recordsOfAProgramThatKnewNoKeysGetThemToo() {
        TestStore store = closed();
        DerivedKeys keys = new DerivedKeys() {
            @Override
            public String type() {
                return "Practitioner";
            }

            @Override
            public int rule() {
                return 1;
            }

            @Override
            public Collection<IndexValue> of(ObjectNode practitioner) {
                return List.of(IndexValue.Token.key(PRACTITIONER_KEY, "any"));
            }
        };
        ResourceKey key = new ResourceKey("Practitioner", "a");
        try (ResourceRepository older = open(store, 1)) {
            older.store(new ResourceWrite(key, Verb.POST, 0, TestStore.json("{'resourceType': 'Practitioner'}")));
            older.store(ResourceWrite.deletion(
                    older.store(new ResourceWrite(
                                    new ResourceKey("Practitioner", "b"),
                                    Verb.POST,
                                    0,
                                    TestStore.json("{'resourceType': 'Practitioner'}")))
                            .key(),
                    1));
        }
        try (ResourceRepository newer = new HibernateResourceRepository(
                store.config(), TestStore.REGISTRY, List.of(new Rule(1), keys), Clock.systemUTC())) {
            assertThat(newer.reindexing().next(10)).isEqualTo(new Reindexing.Progress("Practitioner", 2, 1, true));
            Criterion any = new Criterion.Indexed(PRACTITIONER_KEY, List.of(ValueMatch.Token.of("any")));
            assertThat(newer.count(new SearchQuery("Practitioner", List.of(any), List.of(), 50, Optional.empty())))
                    .isEqualTo(1);
        }
    }

    @Test
    default void aPieceTakesABoundedNumberOfStatements() {
        TestStore store = closed();
        try (ResourceRepository older = open(store, 1)) {
            fill(older);
        }
        try (ResourceRepository newer = open(store, 2)) {
            long before = newer.statementCount();
            newer.reindexing().next(100);
            assertThat(newer.statementCount() - before).isLessThanOrEqualTo(8);
        }
    }
}
