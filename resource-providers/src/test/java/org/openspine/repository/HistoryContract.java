package org.openspine.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** History of an instance, a type and the whole store, and the log of changes. */
interface HistoryContract {
    TestStore store();

    static HistoryQuery ofInstance(ResourceKey key) {
        return query(Optional.of(key.type()), Optional.of(key.id()), 100);
    }

    private static HistoryQuery query(Optional<String> type, Optional<String> id, int count) {
        return new HistoryQuery(type, id, Optional.empty(), Optional.empty(), count, OptionalLong.empty());
    }

    private static HistoryQuery since(HistoryQuery query, Instant since) {
        return new HistoryQuery(
                query.type(), query.id(), Optional.of(since), query.at(), query.count(), query.before());
    }

    private static HistoryQuery at(HistoryQuery query, Instant from, Instant to) {
        return new HistoryQuery(
                query.type(),
                query.id(),
                query.since(),
                Optional.of(new HistoryQuery.Period(from, to)),
                query.count(),
                query.before());
    }

    private static List<String> names(List<StoredResource> versions) {
        return versions.stream()
                .map(version -> version.key() + "/" + version.version() + (version.isDeleted() ? " deleted" : ""))
                .toList();
    }

    private static List<String> allPages(TestStore store, HistoryQuery query) {
        List<String> names = new ArrayList<>();
        HistoryQuery page = query;
        while (true) {
            HistoryPage found = store.repository().history(page);
            assertThat(found.versions()).hasSizeLessThanOrEqualTo(query.count());
            names.addAll(names(found.versions()));
            if (found.next().isEmpty()) {
                return names;
            }
            page = new HistoryQuery(query.type(), query.id(), query.since(), query.at(), query.count(), found.next());
        }
    }

    /** Three patients and a group, changed in turns: nine versions. */
    private static List<StoredResource> changes(TestStore store) {
        ResourceKey a = new ResourceKey("Patient", "a");
        ResourceKey b = new ResourceKey("Patient", "b");
        ResourceKey group = new ResourceKey("Group", "a");
        List<StoredResource> made = new ArrayList<>();
        made.add(store.put(a, VersionsContract.PATIENT));
        made.add(store.put(b, VersionsContract.PATIENT));
        made.add(store.put(group, "{'resourceType':'Group','actual':true}"));
        made.add(store.put(a, VersionsContract.PATIENT));
        made.add(store.delete(b, 1));
        made.add(store.put(group, "{'resourceType':'Group','actual':false}"));
        made.add(store.put(b, VersionsContract.PATIENT));
        made.add(store.put(a, VersionsContract.PATIENT));
        made.add(store.delete(a, 3));
        return made;
    }

    @Test
    default void historyIsNewestFirstWhateverThePageSize() {
        try (TestStore store = store().another()) {
            List<String> all = new ArrayList<>(names(changes(store)));
            Collections.reverse(all);

            for (int count : new int[] {1, 2, 3, 4, 9, 100}) {
                assertThat(allPages(store, query(Optional.empty(), Optional.empty(), count)))
                        .isEqualTo(all);
                assertThat(allPages(store, query(Optional.of("Patient"), Optional.empty(), count)))
                        .isEqualTo(all.stream()
                                .filter(name -> name.startsWith("Patient"))
                                .toList());
                assertThat(allPages(store, query(Optional.of("Patient"), Optional.of("a"), count)))
                        .containsExactly("Patient/a/4 deleted", "Patient/a/3", "Patient/a/2", "Patient/a/1");
            }
        }
    }

    @Test
    default void sinceAndAtChooseVersionsByTime() {
        try (TestStore store = store().another()) {
            List<StoredResource> made = changes(store);
            HistoryQuery all = query(Optional.empty(), Optional.empty(), 100);
            Instant fourth = made.get(3).lastUpdated();

            assertThat(store.repository().history(since(all, fourth)).versions())
                    .hasSize(6);
            assertThat(store.repository()
                            .history(since(all, fourth.plusMillis(1)))
                            .versions())
                    .hasSize(5);
            assertThat(store.repository()
                            .history(since(all, made.get(8).lastUpdated().plusMillis(1)))
                            .versions())
                    .isEmpty();

            assertThat(names(store.repository().history(at(all, fourth, fourth)).versions()))
                    .containsExactlyInAnyOrder("Patient/a/2", "Patient/b/1", "Group/a/1");
            assertThat(names(store.repository()
                            .history(at(
                                    query(Optional.of("Patient"), Optional.of("b"), 1),
                                    fourth,
                                    made.get(4).lastUpdated()))
                            .versions()))
                    .containsExactly("Patient/b/2 deleted");
            assertThat(store.repository()
                            .history(at(all, SteppingClock.START.minusSeconds(9), SteppingClock.START.minusSeconds(1)))
                            .versions())
                    .isEmpty();
        }
    }

    @Test
    default void historyOfAnInstanceFollowsItsVersionsEvenIfTheClockGoesBack() {
        try (TestStore store = store().another()) {
            ResourceKey key = new ResourceKey("Patient", "p");
            store.put(key, VersionsContract.PATIENT);
            store.put(key, VersionsContract.PATIENT);
            try (var slowNode = store.secondNode()) { // its clock is an hour behind
                store.clock().set(SteppingClock.START.minus(Duration.ofHours(1)));
                slowNode.store(new ResourceWrite(key, Verb.PUT, 2, TestStore.json(VersionsContract.PATIENT)));
                slowNode.store(new ResourceWrite(key, Verb.PUT, 3, TestStore.json(VersionsContract.PATIENT)));
            }

            for (int count : new int[] {1, 2, 3, 10}) {
                assertThat(allPages(store, query(Optional.of("Patient"), Optional.of("p"), count)))
                        .containsExactly("Patient/p/4", "Patient/p/3", "Patient/p/2", "Patient/p/1");
            }
        }
    }

    @Test
    default void changesAreReadInTheOrderTheyWereMadeAndOnlyOnce() {
        try (TestStore store = store().another()) {
            List<StoredResource> made = changes(store);
            List<String> read = new ArrayList<>();
            ChangeLog.Position position = ChangeLog.START;
            List<ChangeLog.Change> page;
            do {
                page = store.repository().changes().after(position, 2);
                for (ChangeLog.Change change : page) {
                    read.add(change.key() + "/" + change.version() + (change.verb() == Verb.DELETE ? " deleted" : ""));
                    position = change.position();
                }
            } while (!page.isEmpty());

            assertThat(read).isEqualTo(names(made));
        }
    }

    @Test
    default void changesAfterAReopeningStandAfterThoseBeforeItEvenIfTheClockWentBack() {
        try (TestStore store = store().another()) {
            StoredResource before = store.create(VersionsContract.PATIENT);
            ChangeLog.Position position = store.repository()
                    .changes()
                    .after(ChangeLog.START, 1)
                    .get(0)
                    .position();
            store.clock().set(SteppingClock.START.minus(Duration.ofDays(1)));
            store.reopen();
            StoredResource after = store.create(VersionsContract.PATIENT);

            assertThat(store.repository().changes().after(position, 10))
                    .extracting(ChangeLog.Change::key)
                    .containsExactly(after.key())
                    .doesNotContain(before.key());
        }
    }
}
