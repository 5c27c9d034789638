package org.openspine.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.prescriptions.MadeUpPrescription.uuid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.prescriptions.MadeUpPrescription.Notice;
import org.openspine.prescriptions.PrescriptionsUnderTest.Answer;
import org.openspine.prescriptions.state.ClaimEntry;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.Notification;
import org.openspine.prescriptions.state.PendingCancellation;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.repository.ResourceKey;

/**
 * Random sequences of what may and may not happen to a prescription: after every event the answer and the store are those
 * of the {@link PrescriptionModel}. A failure names the seed of its sequence.
 */
class PrescriptionSequencesTest {
    private static final int SEQUENCES = Integer.getInteger("prescription.sequences", 1_000);
    private static final int IN_ONE_TRANSACTION = 50;
    private static final List<String> PHARMACIES = List.of("FA101", "FA102");
    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void storeAlwaysEqualsTheModel(@TempDir Path folder) {
        try (var eps = new PrescriptionsUnderTest(org.openspine.repository.hibernate.StoreConfig.h2(folder))) {
            for (int first = 0; first < SEQUENCES; first += IN_ONE_TRANSACTION) {
                int begin = first;
                eps.repository.inTransaction(() -> {
                    for (int seed = begin; seed < Math.min(SEQUENCES, begin + IN_ONE_TRANSACTION); seed++) {
                        new Sequence(eps, seed).run();
                    }
                    return eps;
                });
            }
        }
    }

    /** One prescription, what happens to it, and the model beside it. */
    private static final class Sequence {
        private final PrescriptionsUnderTest eps;
        private final long seed;
        private final Random random;
        private final MadeUpPrescription rx;
        private final PrescriptionModel model;
        private final List<String> told = new ArrayList<>();
        private final List<String> claims = new ArrayList<>();

        /** What was accepted, to be sent once more. */
        private final List<Supplier<Answer>> accepted = new ArrayList<>();

        private String event = "order";

        Sequence(PrescriptionsUnderTest eps, long seed) {
            this.eps = eps;
            this.seed = seed;
            this.random = new Random(seed * 7919);
            eps.clock.set(START);
            Treatment treatment = Treatment.values()[(int) (seed % 3)];
            boolean several = treatment == Treatment.REPEAT_DISPENSING;
            MadeUpPrescription made = MadeUpPrescription.of(
                            treatment,
                            several ? 2 + random.nextInt(3) : 1,
                            1 + random.nextInt(3),
                            eps.clock.today().minusDays(random.nextInt(60)))
                    .supplying(random.nextBoolean() ? 7 : 28);
            rx = random.nextBoolean() ? made.nominatedTo("FA" + (1000 + seed)) : made;
            model = new PrescriptionModel(rx, several, START);
        }

        void run() {
            if (random.nextInt(8) == 0) {
                int line = random.nextInt(rx.items().size());
                ObjectNode early = rx.cancel(uuid(), rx.items().get(line));
                assertThat(eps.send(eps.service::cancel, early).code()).isEqualTo("R-0008");
                model.cancelledBefore(line, START);
            }
            ObjectNode order = rx.order(uuid(), START);
            check(PrescriptionModel.OK, eps.send(eps.service::order, order));
            check(PrescriptionModel.OK, eps.send(eps.service::order, order));
            int events = 3 + random.nextInt(8);
            for (int i = 0; i < events; i++) {
                model.pass(eps.clock.instant());
                happen();
            }
            new PrescriptionCalendar(eps.repository, eps.store).move(rx.number().stem());
            checkResources();
        }

        private void happen() {
            String ods = PHARMACIES.get(random.nextInt(5) == 0 ? 1 : 0);
            switch (random.nextInt(17)) {
                case 0 -> {
                    event = "order again";
                    check("DUPLICATE_PRESCRIPTION_ID", eps.send(eps.service::order, rx.order(uuid(), START)));
                }
                case 1, 2 -> {
                    event = "release to " + ods;
                    check(model.release(ods), eps.send(eps.service::release, rx.releaseTo(ods)));
                }
                case 3 -> {
                    String own = rx.nominated().orElse("FA0000");
                    event = "nominated release";
                    new PrescriptionCalendar(eps.repository, eps.store)
                            .move(rx.number().stem()); // lists what opened
                    check(model.nominatedRelease(own), eps.send(eps.service::release, MadeUpPrescription.release(own)));
                }
                case 4 -> {
                    event = "return by " + ods;
                    check(
                            model.giveBack(ods, eps.clock.instant()),
                            send(eps.service::changeTask, rx.giveBack(uuid(), ods, OptionalInt.empty())));
                }
                case 5, 6, 7 -> inform(ods);
                case 8 -> amend(ods);
                case 9 -> {
                    String last = lastOrOther(told);
                    event = "withdraw " + last;
                    check(
                            model.withdraw(last),
                            send(eps.service::changeTask, rx.withdraw(uuid(), ods, last, OptionalInt.empty())));
                }
                case 10 -> claim(ods);
                case 11 -> amendClaim(ods);
                case 13 -> again();
                case 14 -> misfit(ods);
                case 15 -> {
                    event = "release of what is wrongly signed to " + ods;
                    eps.signed = false;
                    Answer answer = eps.send(eps.service::release, rx.releaseTo(ods));
                    eps.signed = true;
                    check(model.wronglySigned(ods, eps.clock.instant()), answer);
                }
                case 12 -> {
                    int line = random.nextInt(rx.items().size());
                    String organization = random.nextInt(4) == 0 ? "B99999" : MadeUpPrescription.PRESCRIBER;
                    event = "cancel " + line + " by " + organization;
                    ObjectNode message =
                            MadeUpPrescription.from(rx.cancel(uuid(), rx.items().get(line)), organization);
                    check(
                            model.cancel(line, organization, eps.clock.instant()),
                            eps.send(eps.service::cancel, message));
                }
                default -> {
                    eps.clock.advance(
                            Duration.ofDays(List.of(1, 10, 30, 100, 190).get(random.nextInt(5))));
                    event = "time passes until " + eps.clock.instant();
                    model.pass(eps.clock.instant());
                    if (random.nextBoolean()) {
                        new PrescriptionCalendar(eps.repository, eps.store)
                                .move(rx.number().stem());
                    }
                    checkState();
                }
            }
        }

        private Answer send(BiFunction<ObjectNode, Caller, FhirResponse> service, ObjectNode message) {
            Answer answer = eps.send(service, message);
            if (answer.status() == 200) {
                accepted.add(() -> eps.send(service, message));
            }
            return answer;
        }

        /** The same message has no second effect, whatever happened since. */
        private void again() {
            if (!accepted.isEmpty()) {
                event = "message again";
                Supplier<Answer> message = accepted.get(random.nextInt(accepted.size()));
                check(model.gone ? "PRESCRIPTION_NOT_FOUND" : PrescriptionModel.OK, message.get());
            }
        }

        /** What is of another patient, or leaves an item out. */
        private void misfit(String ods) {
            MadeUpPrescription other = rx.of("9000000017");
            PrescriptionStatus status = PrescriptionStatus.WITH_DISPENSER_ACTIVE;
            ObjectNode notification =
                    rx.notification(uuid(), status, items(status), Notice.by(ods, eps.clock.instant()));
            String refused = model.gone ? "PRESCRIPTION_NOT_FOUND" : "FAILURE_TO_PROCESS_MESSAGE";
            switch (random.nextInt(4)) {
                case 0 -> {
                    event = "return of another patient";
                    check(refused, eps.send(eps.service::changeTask, other.giveBack(uuid(), ods, OptionalInt.empty())));
                }
                case 1 -> {
                    event = "notification of another patient";
                    check(
                            refused,
                            eps.send(
                                    eps.service::notifyDispense,
                                    other.notification(
                                            uuid(), status, items(status), Notice.by(ods, eps.clock.instant()))));
                }
                case 2 -> {
                    event = "cancellation of another patient";
                    check(
                            model.gone ? "R-0008" : "R-5000",
                            eps.send(
                                    eps.service::cancel,
                                    other.cancel(uuid(), rx.items().get(0))));
                }
                default -> {
                    event = "notification of other items";
                    String text = notification.toString().replace(rx.items().get(0), uuid());
                    check(model.misfit(), eps.send(eps.service::notifyDispense, MadeUpPrescription.tree(text)));
                }
            }
        }

        /** Item statuses, likely ones that fit. */
        private List<ItemStatus> items(PrescriptionStatus status) {
            List<ItemStatus> items = new ArrayList<>();
            for (String before : model.current().items) {
                ItemStatus now = ItemStatus.of(before).orElseThrow();
                boolean over = !now.isActive();
                List<ItemStatus> likely = status == PrescriptionStatus.NOT_DISPENSED
                        ? List.of(ItemStatus.ITEM_NOT_DISPENSED)
                        : status == PrescriptionStatus.DISPENSED
                                ? List.of(
                                        ItemStatus.FULLY_DISPENSED,
                                        ItemStatus.FULLY_DISPENSED,
                                        ItemStatus.ITEM_NOT_DISPENSED)
                                : List.of(
                                        ItemStatus.FULLY_DISPENSED,
                                        ItemStatus.PARTLY_DISPENSED,
                                        ItemStatus.OWING,
                                        ItemStatus.ITEM_WITH_DISPENSER);
                items.add(
                        random.nextInt(12) == 0
                                ? ItemStatus.values()[random.nextInt(8)]
                                : over ? now : likely.get(random.nextInt(likely.size())));
            }
            return items;
        }

        private PrescriptionStatus status() {
            return random.nextInt(12) == 0
                    ? PrescriptionStatus.values()[random.nextInt(13)]
                    : List.of(
                                    PrescriptionStatus.WITH_DISPENSER_ACTIVE,
                                    PrescriptionStatus.DISPENSED,
                                    PrescriptionStatus.DISPENSED,
                                    PrescriptionStatus.NOT_DISPENSED)
                            .get(random.nextInt(4));
        }

        private void inform(String ods) {
            PrescriptionStatus status = status();
            List<ItemStatus> items = items(status);
            String id = uuid();
            event = "notification " + status + items;
            check(
                    model.inform(id, status.code(), codes(items), ods, eps.clock.instant()),
                    send(
                            eps.service::notifyDispense,
                            rx.notification(id, status, items, Notice.by(ods, eps.clock.instant()))));
            told.add(id);
        }

        private void amend(String ods) {
            PrescriptionStatus status = status();
            List<ItemStatus> items = items(status);
            String last = lastOrOther(told);
            String id = uuid();
            event = "amendment " + status + items;
            check(
                    model.amend(last, id, status.code(), codes(items), ods, eps.clock.instant()),
                    send(
                            eps.service::notifyDispense,
                            rx.notification(
                                    id,
                                    status,
                                    items,
                                    Notice.by(ods, eps.clock.instant()).replacing(last))));
            told.add(id);
        }

        private void claim(String ods) {
            int issue = 1 + random.nextInt(model.parts.size());
            String id = uuid();
            event = "claim for issue " + issue;
            check(
                    model.claim(issue, id, eps.clock.instant()),
                    send(
                            eps.service::claim,
                            rx.claim(id, ods, eps.clock.instant(), OptionalInt.of(issue), Optional.empty())));
            claims.add(id);
        }

        private void amendClaim(String ods) {
            String last = lastOrOther(claims);
            String id = uuid();
            event = "amendment of claim";
            check(
                    model.amendClaim(last, id, eps.clock.instant()),
                    send(
                            eps.service::claim,
                            rx.claim(id, ods, eps.clock.instant(), OptionalInt.empty(), Optional.of(last))));
            claims.add(id);
        }

        private String lastOrOther(List<String> ids) {
            return ids.isEmpty() || random.nextInt(5) == 0
                    ? uuid()
                    : ids.get(ids.size() - 1 - random.nextInt(Math.min(2, ids.size())));
        }

        private static List<String> codes(List<ItemStatus> items) {
            return items.stream().map(ItemStatus::code).toList();
        }

        private void check(String expected, Answer answer) {
            String code = answer.body()
                    .at("/entry/1/resource/extension/0/extension/0/valueCoding/code")
                    .asText("");
            String got = !code.isEmpty()
                    ? code
                    : answer.status() == 200 && !answer.code().equals("NO_MORE_PRESCRIPTIONS")
                            ? PrescriptionModel.OK
                            : answer.code();
            assertThat(got).as("answer to %s in sequence %d", event, seed).isEqualTo(expected);
            checkState();
        }

        private void checkState() {
            model.pass(eps.clock.instant()); // what goes back to an earlier state may be over by now
            Prescription stored = eps.read(rx);
            String where = "after %s in sequence %d".formatted(event, seed);
            assertThat(stored.issues().stream()
                            .map(issue -> issue.status().code())
                            .toList())
                    .as(where)
                    .isEqualTo(model.parts.stream().map(part -> part.status).toList());
            for (Issue issue : stored.issues()) {
                PrescriptionModel.Part part = model.parts.get(issue.number() - 1);
                assertThat(codes(issue.state().items())).as(where).isEqualTo(Arrays.asList(part.items));
                assertThat(issue.holder().map(holder -> holder.ods()).orElse(""))
                        .as(where)
                        .isEqualTo(part.holder);
            }
            assertThat(stored.isCleanedUp()).as(where).isEqualTo(model.gone);
            assertThat(stored.nominated()).as(where).isEqualTo(model.nominated);
            assertThat(stored.pending().stream().map(PendingCancellation::item).toList())
                    .as(where)
                    .containsExactlyInAnyOrderElementsOf(
                            model.pending.keySet().stream().map(rx.items()::get).toList());
        }

        /** What the unified base shows is what the record says. */
        private void checkResources() {
            Prescription stored = eps.read(rx);
            for (Issue issue : stored.issues()) {
                JsonNode task = tree("Task", issue.number());
                assertThat(task.at("/businessStatus/coding/0/code").asText())
                        .as("Task of sequence %d", seed)
                        .isEqualTo(issue.status().code());
                assertThat(task.path("status").asText())
                        .isEqualTo(issue.status().taskStatus());
            }
            for (int line = 0; line < stored.lines().size(); line++) {
                JsonNode request = tree("MedicationRequest", line + 1);
                ItemStatus status = stored.current().state().items().get(line);
                assertThat(request.path("status").asText())
                        .as("MedicationRequest of sequence %d", seed)
                        .isEqualTo(status.requestStatus());
            }
            for (Issue issue : stored.issues()) {
                for (Notification notification : issue.notifications()) {
                    assertThat(notification.dispenses())
                            .hasSize(rx.items().size())
                            .allSatisfy(id ->
                                    assertThat(status("MedicationDispense", id)).isNotEqualTo("entered-in-error"));
                }
                for (ClaimEntry claim : issue.claims()) {
                    boolean last = claim == issue.claims().get(issue.claims().size() - 1);
                    assertThat(status("Claim", claim.resource())).isEqualTo(last ? "active" : "cancelled");
                }
            }
        }

        private String status(String type, String id) {
            return eps.repository
                    .read(new ResourceKey(type, id))
                    .orElseThrow()
                    .tree()
                    .path("status")
                    .asText();
        }

        private JsonNode tree(String type, int number) {
            return eps.repository
                    .read(new ResourceKey(type, rx.number().stem() + "-" + number))
                    .orElseThrow()
                    .tree();
        }
    }
}
