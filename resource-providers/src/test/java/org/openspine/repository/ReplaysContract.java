package org.openspine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.api.Replays;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** A request sent again gets the same answer and has no second effect. */
interface ReplaysContract {
    TestStore store();

    Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    private Replays replays(Instant now) {
        return new Replays(store().repository(), Duration.ofMinutes(15), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static FhirResponse answer(String text) {
        return FhirResponse.of(201, JsonBody.of(("{\"answer\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8)))
                .at("http://here/there")
                .withHeader("X-Made-By", "somebody: else");
    }

    @Test
    default void theSameRequestGetsTheSameAnswerOnce() {
        String id = UUID.randomUUID().toString();
        List<String> key = List.of(id);
        FhirResponse first = replays(NOW).once(key, CONTENT, () -> listed(id, "a"));
        FhirResponse again = replays(NOW).once(key, CONTENT, () -> listed(id, "b"));
        assertThat(store().repository().agenda().first(id, Long.MAX_VALUE, 9))
                .extracting(Agenda.Entry::subject)
                .containsExactly("a");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.location()).isEqualTo(first.location());
        assertThat(again.headers()).containsEntry("X-Made-By", "somebody: else").containsEntry(Replays.HEADER, "true");
        assertThat(again.body().orElseThrow().toBytes())
                .isEqualTo(first.body().orElseThrow().toBytes());
    }

    private FhirResponse listed(String list, String subject) {
        store().repository().agenda().add(List.of(new Agenda.Entry(list, subject, 1)));
        return answer(subject);
    }

    /** What was done once may well be refused the second time. */
    @Test
    default void requestWhoseEffectIsDoneGetsItsAnswerAndNoRefusal() {
        List<String> key = List.of(UUID.randomUUID().toString());
        replays(NOW).once(key, CONTENT, () -> answer("done"));
        FhirResponse again = replays(NOW).once(key, CONTENT, () -> {
            throw new SpineException(FhirError.BUSINESS_RULE, "it is done already");
        });
        assertThat(new String(again.body().orElseThrow().toBytes(), StandardCharsets.UTF_8))
                .contains("done");
        assertThat(again.headers()).containsEntry(Replays.HEADER, "true");
    }

    @Test
    default void otherContentUnderTheSameKeyIsARequestOfItsOwn() {
        List<String> key = List.of(UUID.randomUUID().toString());
        replays(NOW).once(key, CONTENT, () -> answer("first"));
        FhirResponse other = replays(NOW).once(key, new byte[] {1}, () -> answer("other"));
        assertThat(new String(other.body().orElseThrow().toBytes(), StandardCharsets.UTF_8))
                .contains("other");
        FhirResponse again = replays(NOW).once(key, CONTENT, () -> answer("never"));
        assertThat(new String(again.body().orElseThrow().toBytes(), StandardCharsets.UTF_8))
                .contains("first");
    }

    @Test
    default void anExpiredAnswerIsForgotten() {
        List<String> key = List.of(UUID.randomUUID().toString());
        replays(NOW).once(key, CONTENT, () -> answer("first"));
        Instant later = NOW.plus(Duration.ofMinutes(16));
        FhirResponse again = replays(later).once(key, CONTENT, () -> answer("second"));
        assertThat(new String(again.body().orElseThrow().toBytes(), StandardCharsets.UTF_8))
                .contains("second");
        assertThat(store().repository().replays().removeExpired(later.plus(Duration.ofHours(1)), 10_000))
                .isPositive();
    }

    @Test
    default void aRefusalIsNotKept() {
        List<String> key = List.of(UUID.randomUUID().toString());
        assertThatThrownBy(() -> replays(NOW).once(key, CONTENT, () -> {
                    throw new SpineException(FhirError.BUSINESS_RULE, "no");
                }))
                .isInstanceOf(SpineException.class);
        FhirResponse again = replays(NOW).once(key, CONTENT, () -> answer("yes"));
        assertThat(again.headers()).doesNotContainKey(Replays.HEADER);
    }

    @Test
    default void ofRacingTwinsOneHasTheEffect() {
        List<String> key = List.of(UUID.randomUUID().toString());
        List<FhirResponse> answers =
                Threads.done(Threads.race(8, thread -> replays(NOW).once(key, CONTENT, () -> answer("t" + thread))));
        assertThat(answers).hasSize(8);
        assertThat(answers.stream()
                        .map(answer -> new String(answer.body().orElseThrow().toBytes(), StandardCharsets.UTF_8))
                        .distinct())
                .hasSize(1);
    }
}
