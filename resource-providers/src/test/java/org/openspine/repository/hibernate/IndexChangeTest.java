package org.openspine.repository.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.IndexValue;

class IndexChangeTest {
    private static final long PATIENT = 9_000_000_009L;

    @Test
    void rowsAfterAnyChangeAreThoseOfTheNewValues() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Set<IndexValue> then = values(random);
            Set<IndexValue> now = random.nextBoolean() ? values(random) : changed(then, random);
            IndexDigest before = IndexDigest.of(then, PATIENT);
            assertThat(after(then, IndexChange.of(before, now, PATIENT, () -> then)))
                    .isEqualTo(now);
        }
    }

    @Test
    void oneChangedValueOfManyReplacesTheRowsOfItsParameterAlone() {
        Set<IndexValue> then = tokens(0, 8);
        Set<IndexValue> now = new LinkedHashSet<>(then);
        now.remove(token(3, 3));
        now.add(token(3, 99));

        IndexChange change = IndexChange.of(IndexDigest.of(then, PATIENT), now, PATIENT, () -> then);

        assertThat(change.replacesAll(IndexKind.TOKEN)).isFalse();
        assertThat(change.gone(IndexKind.TOKEN)).containsExactly(3L);
        assertThat(change.come()).containsExactly(token(3, 99));
    }

    @Test
    void otherRowsThanExpectedAreAllReplaced() {
        Set<IndexValue> then = tokens(0, 8);
        Set<IndexValue> now = tokens(1, 9);

        IndexChange stale = IndexChange.of(IndexDigest.of(then, PATIENT), now, PATIENT, () -> tokens(2, 8));
        IndexChange moved = IndexChange.of(IndexDigest.of(then, PATIENT), now, PATIENT + 1, () -> then);

        for (IndexChange change : new IndexChange[] {stale, moved}) {
            assertThat(change.replacesAll(IndexKind.TOKEN)).isTrue();
            assertThat(change.come()).containsExactlyElementsOf(now);
        }
    }

    @Test
    void whatDidNotChangeIsNotAskedFor() {
        Set<IndexValue> values = tokens(0, 8);
        IndexChange change = IndexChange.of(IndexDigest.of(values, PATIENT), values, PATIENT, () -> {
            throw new AssertionError();
        });
        assertThat(change.come()).isEmpty();
    }

    private static Set<IndexValue> after(Set<IndexValue> rows, IndexChange change) {
        Set<IndexValue> left = new HashSet<>(rows);
        for (IndexKind kind : IndexKind.values()) {
            left.removeIf(row -> IndexKind.of(row) == kind
                    && (change.replacesAll(kind) || change.gone(kind).contains(row.parameter())));
        }
        assertThat(change.come()).noneMatch(left::contains);
        left.addAll(change.come());
        return left;
    }

    private static Set<IndexValue> values(Random random) {
        Set<IndexValue> values = new LinkedHashSet<>();
        int count = random.nextInt(15);
        for (int i = 0; i < count; i++) {
            values.add(
                    random.nextInt(3) == 0
                            ? new IndexValue.Uri(random.nextInt(4), 0, "u" + random.nextInt(3))
                            : token(random.nextInt(5), random.nextInt(4)));
        }
        return values;
    }

    private static Set<IndexValue> changed(Set<IndexValue> then, Random random) {
        Set<IndexValue> now = new LinkedHashSet<>(then);
        now.removeIf(value -> random.nextInt(5) == 0);
        now.add(token(random.nextInt(5), random.nextInt(4)));
        return now;
    }

    private static Set<IndexValue> tokens(int from, int to) {
        Set<IndexValue> tokens = new LinkedHashSet<>();
        for (int i = from; i < to; i++) {
            tokens.add(token(i, i));
        }
        return tokens;
    }

    private static IndexValue token(int parameter, int code) {
        return new IndexValue.Token(parameter, 0, 1, "c" + code);
    }
}
