package org.openspine.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.prescriptions.MadeUpPrescription.uuid;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openspine.prescriptions.PrescriptionsUnderTest.Answer;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.repository.ResourceKey;

/** What happens when several want the same at once: one has it, and the others are told. */
interface PrescriptionRacesContract {
    int ROUNDS = 200;

    PrescriptionsUnderTest eps();

    /** The results of tasks that start together. */
    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> task : tasks) {
                running.add(pool.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : running) {
                results.add(result.get(60, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException failure) {
            throw new AssertionError(failure.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    default void ofTwoPharmaciesThatReleaseAPrescriptionAtOnceOneGetsIt() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            MadeUpPrescription rx = MadeUpPrescription.acute(2, eps().clock.today());
            eps().send(eps().service::order, rx.order(uuid()));

            List<Answer> answers =
                    together(List.of(() -> eps().send(eps().service::release, rx.releaseTo("FA201")), () -> eps().send(
                                    eps().service::release, rx.releaseTo("FA202"))));

            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 400);
            Answer refused = answers.get(answers.get(0).status() == 400 ? 0 : 1);
            String owner = answers.get(0).status() == 200 ? "FA201" : "FA202";
            assertThat(refused.code()).isEqualTo("PRESCRIPTION_WITH_ANOTHER_DISPENSER");
            assertThat(refused.body().at("/contained/0/identifier/0/value").asText())
                    .isEqualTo(owner);
            assertThat(eps().read(rx).current().holder().orElseThrow().ods()).isEqualTo(owner);
        }
    }

    @Test
    default void noPrescriptionIsGivenTwiceByBulkReleasesAtOnce() throws Exception {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            MadeUpPrescription rx =
                    MadeUpPrescription.acute(1, eps().clock.today()).nominatedTo("FA203");
            eps().send(eps().service::order, rx.order(uuid()));
            numbers.add(rx.number().value());
        }
        List<Callable<List<String>>> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(() -> {
                List<String> got = new ArrayList<>();
                while (true) {
                    Answer answer = eps().send(eps().service::release, MadeUpPrescription.release("FA203"));
                    if (answer.code().equals("NO_MORE_PRESCRIPTIONS")) {
                        return got;
                    }
                    answer.body()
                            .at("/parameter/0/resource/entry")
                            .forEach(entry -> got.add(entry.at("/resource/entry/1/resource/groupIdentifier/value")
                                    .asText()));
                }
            });
        }

        List<String> given = together(clients).stream().flatMap(List::stream).toList();

        assertThat(given).containsExactlyInAnyOrderElementsOf(numbers);
    }

    @Test
    default void ofTheSameOrderSentTwiceAtOnceOneIsStoredAndBothAreAnswered() throws Exception {
        for (int round = 0; round < 20; round++) {
            MadeUpPrescription rx = MadeUpPrescription.acute(2, eps().clock.today());
            String id = uuid();

            List<Answer> answers = together(List.of(
                    () -> eps().send(eps().service::order, rx.order(id)),
                    () -> eps().send(eps().service::order, rx.order(id)),
                    () -> eps().send(eps().service::order, rx.order(uuid()))));

            assertThat(answers).extracting(Answer::status).contains(200);
            assertThat(eps().read(rx).history()).hasSize(1);
        }
    }

    @Test
    default void notificationAndCancellationAtOnceLeaveAStateOfTheMachine() throws Exception {
        for (int round = 0; round < 20; round++) {
            MadeUpPrescription rx = MadeUpPrescription.acute(1, eps().clock.today());
            eps().send(eps().service::order, rx.order(uuid()));
            eps().send(eps().service::release, rx.releaseTo("FA204"));

            List<Answer> answers = together(List.of(
                    () -> eps().send(
                                    eps().service::notifyDispense,
                                    rx.notification(
                                            uuid(),
                                            PrescriptionStatus.DISPENSED,
                                            List.of(ItemStatus.FULLY_DISPENSED),
                                            MadeUpPrescription.Notice.by(
                                                    "FA204", eps().clock.instant()))),
                    () -> eps().send(
                                    eps().service::cancel,
                                    rx.cancel(uuid(), rx.items().get(0)))));

            assertThat(answers.get(0).status()).isEqualTo(200);
            String outcome = answers.get(1)
                    .body()
                    .at("/entry/1/resource/extension/0/extension/0/valueCoding/code")
                    .asText();
            assertThat(outcome).isIn("R-0002", "R-0004");
            assertThat(eps().read(rx).pending()).hasSize(outcome.equals("R-0002") ? 1 : 0);
            assertThat(eps().read(rx).current().status()).isEqualTo(PrescriptionStatus.DISPENSED);
        }
    }

    @Test
    default void jobOnTwoNodesMovesAPrescriptionOnce() throws Exception {
        MadeUpPrescription rx = MadeUpPrescription.acute(1, eps().clock.today().minusMonths(7));
        MadeUpPrescription active =
                MadeUpPrescription.acute(1, eps().clock.today().minusMonths(5));
        eps().send(eps().service::order, rx.order(uuid()));
        eps().send(eps().service::order, active.order(uuid()));
        var before = eps().clock.instant();
        eps().clock.advance(Duration.ofDays(45));
        try {
            PrescriptionCalendar one = new PrescriptionCalendar(eps().repository, eps().store);
            PrescriptionCalendar other = new PrescriptionCalendar(eps().repository, eps().store);
            together(List.<Callable<Integer>>of(one::moveDue, other::moveDue));

            var history = eps().store.read(active.number().stem()).orElseThrow().history();
            assertThat(history).hasSize(2);
            assertThat(eps().repository
                            .read(new ResourceKey(
                                    "RequestGroup", active.number().stem()))
                            .orElseThrow()
                            .version())
                    .isEqualTo(2);
        } finally {
            eps().clock.set(before);
        }
    }
}
