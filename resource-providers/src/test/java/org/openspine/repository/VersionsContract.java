package org.openspine.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** Versions of one resource: made, read back byte for byte, superseded, deleted, brought back. */
interface VersionsContract {
    String PATIENT = "{'resourceType':'Patient','active':true}";

    TestStore store();

    private ResourceRepository repository() {
        return store().repository();
    }

    @Test
    default void createIsVersionOneAndStampsTheResource() {
        StoredResource created = store().create(
                        "{'resourceType':'Patient','meta':{'versionId':'77','lastUpdated':'1999-01-01T00:00:00Z','source':'urn:a'},'active':true}");

        assertThat(created.version()).isEqualTo(1);
        assertThat(new String(created.body(), UTF_8))
                .isEqualTo(("{'resourceType':'Patient','id':'%s','meta':{'versionId':'1','lastUpdated':'%s',"
                                + "'source':'urn:a'},'active':true}")
                        .replace('\'', '"')
                        .formatted(created.key().id(), inThreeDecimals(created.lastUpdated())));
        assertSame(repository().read(created.key()).orElseThrow(), created);
    }

    private static String inThreeDecimals(Instant time) {
        String text = time.toString();
        return text.contains(".") ? text : text.replace("Z", ".000Z");
    }

    private static void assertSame(StoredResource actual, StoredResource expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    default void everyChangeIsTheNextVersionAndOldOnesStayReadable() {
        ResourceKey key = store().newKey("Patient");
        StoredResource first = store().put(key, PATIENT);
        StoredResource second = store().update(key, 1, "{'resourceType':'Patient','active':false}");
        StoredResource deleted = store().delete(key, 2);
        StoredResource back = store().update(key, 3, PATIENT);

        assertThat(List.of(first, second, deleted, back))
                .extracting(StoredResource::version)
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(deleted.isDeleted()).isTrue();
        assertThat(repository().vread(key, 3).orElseThrow().body()).isEmpty();
        for (StoredResource version : List.of(first, second, deleted, back)) {
            assertSame(repository().vread(key, version.version()).orElseThrow(), version);
        }
        assertSame(repository().read(key).orElseThrow(), back);
    }

    @Test
    default void readOfDeletedResourceTellsThatItIsDeleted() {
        StoredResource created = store().create(PATIENT);
        store().delete(created.key(), 1);

        assertThat(repository().read(created.key()).orElseThrow().isDeleted()).isTrue();
        assertThat(repository().read(List.of(created.key()))).isEmpty();
        assertThat(store().search("Patient", "_id=" + created.key().id())).isEmpty();
    }

    @Test
    default void whatWasNeverStoredIsEmpty() {
        ResourceKey key = store().newKey("Patient");
        StoredResource created = store().create(PATIENT);

        assertThat(repository().read(key)).isEmpty();
        assertThat(repository().lock(key)).isEmpty();
        assertThat(repository().vread(key, 1)).isEmpty();
        assertThat(repository().vread(created.key(), 2)).isEmpty();
        assertThat(repository()
                        .read(new ResourceKey("Observation", created.key().id())))
                .isEmpty();
    }

    @Test
    default void idsDifferByCaseAndType() {
        String id = repository().nextLogicalId();
        store().create("{'resourceType':'Patient','id':'a" + id.substring(1) + "'}");
        store().create("{'resourceType':'Patient','id':'A" + id.substring(1) + "'}");
        store().create("{'resourceType':'Group','id':'A" + id.substring(1) + "'}");

        assertThat(repository()
                        .read(List.of(
                                new ResourceKey("Patient", "a" + id.substring(1)),
                                new ResourceKey("Patient", "A" + id.substring(1)),
                                new ResourceKey("Group", "A" + id.substring(1)))))
                .hasSize(3);
    }

    @Test
    default void staleUpdateIsAVersionConflictAndChangesNothing() {
        ResourceKey key = store().create(PATIENT).key();
        StoredResource second = store().update(key, 1, PATIENT);

        for (long stale : new long[] {0, 1, 3}) {
            assertThatThrownBy(() -> store().update(key, stale, PATIENT))
                    .isInstanceOfSatisfying(
                            SpineException.class, e -> assertThat(e.code()).isEqualTo(FhirError.VERSION_CONFLICT));
        }
        assertThatThrownBy(() -> store().delete(key, 1)).isInstanceOf(SpineException.class);
        assertSame(repository().read(key).orElseThrow(), second);
    }

    @Test
    default void updateOfAnUnknownResourceWithAVersionIsAConflict() {
        assertThatThrownBy(() -> store().update(store().newKey("Patient"), 1, PATIENT))
                .isInstanceOfSatisfying(
                        SpineException.class, e -> assertThat(e.code()).isEqualTo(FhirError.VERSION_CONFLICT));
    }

    @Test
    default void decimalsAndTextComeBackAsWritten() {
        String content =
                "\"valueQuantity\":{\"value\":1.50},\"note\":[{\"text\":\"Zoë 😀 ﬁ \\\"q\\\" \\\\ \\n\\t\u2028 0.000 1E+5\"}],"
                        + "\"component\":[{\"valueQuantity\":{\"value\":1e-7}},{\"valueQuantity\":{\"value\":123456789012345678901234567890.10}},"
                        + "{\"valueQuantity\":{\"value\":0.00}}]";
        byte[] sent = ("{\"resourceType\":\"Observation\"," + content + "}").getBytes(UTF_8);
        StoredResource created = store().create(new String(sent, UTF_8));

        StoredResource read = repository().read(created.key()).orElseThrow();
        assertThat(new String(read.body(), UTF_8)).endsWith("}," + content + "}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_500_000, 9_000_000})
    default void largeBodyComesBackByteForByte(int size) {
        var document = TestStore.json("{'resourceType':'Binary','contentType':'application/pdf'}");
        document.put("data", "QUJD".repeat(size / 4));
        ResourceKey key = store().newKey("Binary");
        StoredResource first = repository().store(new ResourceWrite(key, Verb.POST, 0, document));
        store().update(key, 1, "{'resourceType':'Binary'}");

        byte[] body = repository().vread(key, 1).orElseThrow().body();
        assertThat(body).isEqualTo(first.body()).hasSizeGreaterThan(size);
        assertThat(ResourceJson.parse(body, org.openspine.conformance.json.JsonLimits.DOCUMENT)
                        .path("data")
                        .textValue())
                .hasSize(size);
    }

    @Test
    default void failedTransactionLeavesNothing() {
        ResourceKey key = store().newKey("Patient");
        ResourceKey old = store().create(PATIENT).key();
        BusinessKey number = new BusinessKey("test", key.id());

        assertThatThrownBy(() -> repository().inTransaction(() -> {
                    store().put(key, "{'resourceType':'Patient','family-of':1,'name':[{'family':'Rollback'}]}");
                    store().put(old, "{'resourceType':'Patient','name':[{'family':'Rollback'}]}");
                    repository().claim(key, List.of(number));
                    assertThat(store().search("Patient", "family=rollback")).hasSize(2);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(repository().read(key)).isEmpty();
        assertThat(repository().read(old).orElseThrow().version()).isEqualTo(1);
        assertThat(repository().vread(old, 2)).isEmpty();
        assertThat(repository().owner(number)).isEmpty();
        assertThat(store().search("Patient", "family=rollback")).isEmpty();
        assertThat(store().search("Patient", "active=true")).contains(old.id());
        assertThat(repository().history(HistoryContract.ofInstance(key)).versions())
                .isEmpty();
    }

    @Test
    default void transactionReadsWhatItHasWritten() {
        ResourceKey key = store().newKey("Patient");
        repository().inTransaction(() -> {
            store().put(key, PATIENT);
            assertThat(store().update(key, 1, "{'resourceType':'Patient','name':[{'family':'Inner'}]}")
                            .version())
                    .isEqualTo(2);
            assertThat(repository().read(key).orElseThrow().version()).isEqualTo(2);
            assertThat(repository().vread(key, 1)).isNotEmpty();
            assertThat(store().search("Patient", "family=inner")).containsExactly(key.id());
            store().delete(key, 2);
            assertThat(store().search("Patient", "family=inner")).isEmpty();
            return key;
        });

        assertThat(repository().read(key).orElseThrow().version()).isEqualTo(3);
        assertThat(repository().history(HistoryContract.ofInstance(key)).versions())
                .hasSize(3);
    }

    @Test
    default void nestedTransactionBelongsToTheOuterOne() {
        ResourceKey key = store().newKey("Patient");

        assertThatThrownBy(() -> repository().inTransaction(() -> {
                    repository().inTransaction(() -> store().put(key, PATIENT));
                    throw new IllegalStateException("outer");
                }))
                .hasMessage("outer");
        assertThat(repository().read(key)).isEmpty();
    }

    @Test
    default void businessKeyBelongsToItsFirstOwner() {
        ResourceKey owner = store().newKey("Patient");
        ResourceKey other = store().newKey("Patient");
        BusinessKey number = new BusinessKey("test", owner.id());
        claim(owner, number);
        claim(owner, number); // its own key again is no conflict

        assertThatThrownBy(() -> claim(other, number))
                .isInstanceOfSatisfying(
                        SpineException.class, e -> assertThat(e.code()).isEqualTo(FhirError.DUPLICATE));
        assertThat(repository().owner(number)).contains(owner);
        assertThat(repository().owner(new BusinessKey("other", owner.id()))).isEmpty();
        assertThat(repository().read(other)).isEmpty();
    }

    private void claim(ResourceKey owner, BusinessKey number) {
        repository().inTransaction(() -> {
            StoredResource stored = store().put(owner, PATIENT);
            repository()
                    .claim(
                            owner,
                            List.of(number, new BusinessKey("of-" + owner.id().substring(0, 8), "1")));
            return stored;
        });
    }

    @Test
    default void reopenedStoreHasEverything() {
        try (TestStore own = store().another()) {
            assertThat(own.repository().isEmpty()).isTrue();
            StoredResource first = own.create("{'resourceType':'Patient','name':[{'family':'Kept'}]}");
            StoredResource second =
                    own.update(first.key(), 1, "{'resourceType':'Patient','name':[{'family':'Kept2'}]}");
            byte[] secret = own.repository().sharedSecret("pages", () -> new byte[] {1, 2, 3});

            own.reopen();

            assertThat(own.repository().isEmpty()).isFalse();
            assertSame(own.repository().read(first.key()).orElseThrow(), second);
            assertSame(own.repository().vread(first.key(), 1).orElseThrow(), first);
            assertThat(own.search("Patient", "family=kept2"))
                    .containsExactly(first.key().id());
            assertThat(own.repository().changes().after(ChangeLog.START, 10)).hasSize(2);
            assertThat(own.repository().sharedSecret("pages", () -> new byte[] {9}))
                    .isEqualTo(secret);
        }
    }

    @Test
    default void allNodesHaveOneSecret() {
        try (TestStore own = store().another();
                ResourceRepository second = own.secondNode()) {
            var secrets = Threads.done(Threads.race(8, i -> (i % 2 == 0 ? own.repository() : second)
                    .sharedSecret("race", () -> new byte[] {(byte) i, 42})));

            assertThat(secrets).hasSize(8).allMatch(secret -> secret.length == 2 && secret[0] == secrets.get(0)[0]);
        }
    }
}
