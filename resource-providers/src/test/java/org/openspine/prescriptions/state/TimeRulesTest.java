package org.openspine.prescriptions.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openspine.terminology.identifier.PrescriptionNumber;

class TimeRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-03-02");
    private static final TimeRules RULES = new TimeRules(OptionalInt.empty());
    private static final Dispenser PHARMACY =
            new Dispenser("FA001", MissingNode.getInstance(), MissingNode.getInstance());

    private static Prescription ordered(Treatment treatment, int issues, int supplyDays, LocalDate base) {
        OrderDetails details = new OrderDetails(
                "", "9000000009", "A99991", "order", treatment, "0101", supplyDays, base, NOW, NOW, issues, false);
        Line line = new Line("item", issues, Optional.empty(), "");
        Issue first =
                Issue.opened(1, IssueState.of(TimeRules.initial(details), List.of(ItemStatus.ITEM_TO_BE_DISPENSED)));
        return Prescription.ordered(
                PrescriptionNumber.of("000001", "A99991", "00001"),
                details,
                Optional.empty(),
                List.of(line),
                first,
                NOW);
    }

    private static Prescription dispensed(Prescription prescription, Instant at, PrescriptionStatus status) {
        Prescription released = ReleaseRules.release(prescription, PHARMACY, new Issue.Release("release", at))
                .prescription();
        ItemStatus item =
                status == PrescriptionStatus.DISPENSED ? ItemStatus.FULLY_DISPENSED : ItemStatus.PARTLY_DISPENSED;
        return DispenseRules.notify(
                        released,
                        new DispenseRules.Notice(
                                OptionalInt.empty(),
                                "notification",
                                Optional.empty(),
                                status.code(),
                                Map.of("item", Set.of(item.code())),
                                at,
                                PHARMACY,
                                Set.of(),
                                List.of()),
                        at)
                .prescription();
    }

    @Test
    void nextIssueOpensSevenDaysBeforeTheSupplyEnds() {
        Prescription next =
                dispensed(ordered(Treatment.REPEAT_DISPENSING, 3, 28, TODAY), NOW, PrescriptionStatus.DISPENSED);

        assertThat(next.current().number()).isEqualTo(2);
        assertThat(next.current().status()).isEqualTo(PrescriptionStatus.AWAITING_RELEASE);
        assertThat(next.current().download()).contains(TODAY.plusDays(21));
        assertThat(next.current().earlier()).contains(NOW);
        assertThat(RULES.at(next, NOW.plus(Duration.ofDays(20))).current().status())
                .isEqualTo(PrescriptionStatus.AWAITING_RELEASE);
        assertThat(RULES.at(next, NOW.plus(Duration.ofDays(22))).current().status())
                .isEqualTo(PrescriptionStatus.TO_BE_DISPENSED);
    }

    @Test
    void nextIssueOfShortSupplyIsOpenAtOnce() {
        Prescription next =
                dispensed(ordered(Treatment.REPEAT_DISPENSING, 3, 6, TODAY), NOW, PrescriptionStatus.DISPENSED);

        assertThat(next.current().number()).isEqualTo(2);
        assertThat(next.current().status()).isEqualTo(PrescriptionStatus.TO_BE_DISPENSED);
    }

    @Test
    void firstIssueExpiresAfterSixMonthsAndLaterOnesAfterTwelve() {
        Prescription acute = ordered(Treatment.ACUTE, 1, 28, TODAY);
        assertThat(RULES.at(acute, Instant.parse("2026-09-01T12:00:00Z"))
                        .current()
                        .status())
                .isEqualTo(PrescriptionStatus.TO_BE_DISPENSED);
        Prescription expired = RULES.at(acute, Instant.parse("2026-09-02T12:00:00Z"));
        assertThat(expired.current().status()).isEqualTo(PrescriptionStatus.EXPIRED);
        assertThat(expired.current().state().items()).containsExactly(ItemStatus.EXPIRED_ITEM);

        Prescription repeat = ordered(Treatment.REPEAT_DISPENSING, 3, 28, TODAY);
        assertThat(RULES.at(repeat, Instant.parse("2026-10-01T12:00:00Z"))
                        .current()
                        .number())
                .isEqualTo(2);
        Prescription over = RULES.at(repeat, Instant.parse("2027-03-02T12:00:00Z"));
        assertThat(over.issues()).hasSize(3).allMatch(issue -> issue.status() == PrescriptionStatus.EXPIRED);
    }

    @Test
    void activePrescriptionIsDispensedHalfAYearAfterTheLastSupplyAndNeverClaimedHalfAYearLater() {
        Prescription active =
                dispensed(ordered(Treatment.ACUTE, 1, 28, TODAY), NOW, PrescriptionStatus.WITH_DISPENSER_ACTIVE);

        assertThat(RULES.due(active)).contains(NOW.plus(Duration.ofDays(180)));
        Prescription later = RULES.at(active, NOW.plus(Duration.ofDays(180)));
        assertThat(later.current().status()).isEqualTo(PrescriptionStatus.DISPENSED);
        assertThat(later.current().state().items()).containsExactly(ItemStatus.FULLY_DISPENSED);
        assertThat(RULES.at(active, NOW.plus(Duration.ofDays(361))).current().status())
                .isEqualTo(PrescriptionStatus.NO_CLAIMED);
    }

    @Test
    void oldDateOfASupplyIsRecordedAndDoesNotEndThePrescription() {
        Prescription released = ReleaseRules.release(
                        ordered(Treatment.ACUTE, 1, 28, TODAY), PHARMACY, new Issue.Release("release", NOW))
                .prescription();
        Instant longAgo = NOW.minus(Duration.ofDays(1000));
        Prescription active = DispenseRules.notify(
                        released,
                        new DispenseRules.Notice(
                                OptionalInt.empty(),
                                "notification",
                                Optional.empty(),
                                PrescriptionStatus.WITH_DISPENSER_ACTIVE.code(),
                                Map.of("item", Set.of(ItemStatus.OWING.code())),
                                longAgo,
                                PHARMACY,
                                Set.of(),
                                List.of()),
                        NOW)
                .prescription();

        assertThat(active.current().state().dispensed()).contains(longAgo);
        assertThat(RULES.at(active, NOW)).isEqualTo(active);
        assertThat(RULES.due(active)).contains(NOW.plus(Duration.ofDays(180)));
    }

    @Test
    void activePrescriptionEndsNoLaterThanItExpires() {
        Instant late = Instant.parse("2026-08-20T12:00:00Z");
        Prescription active =
                dispensed(ordered(Treatment.ACUTE, 1, 28, TODAY), late, PrescriptionStatus.WITH_DISPENSER_ACTIVE);

        assertThat(RULES.at(active, Instant.parse("2026-09-02T12:00:00Z"))
                        .current()
                        .status())
                .isEqualTo(PrescriptionStatus.DISPENSED);
    }

    @Test
    void prescriptionForAnotherDayStartsThen() {
        Prescription future = ordered(Treatment.REPEAT_DISPENSING, 2, 28, TODAY.plusDays(10));
        assertThat(future.current().status()).isEqualTo(PrescriptionStatus.FUTURE);
        assertThat(RULES.at(future, NOW.plus(Duration.ofDays(11))).current().status())
                .isEqualTo(PrescriptionStatus.TO_BE_DISPENSED);
    }

    @Test
    void lookingOftenGivesTheSameAsLookingLate() {
        Prescription start = ordered(Treatment.REPEAT_DISPENSING, 6, 28, TODAY);
        Prescription often = start;
        for (int day = 0; day <= 800; day++) {
            often = RULES.at(often, NOW.plus(Duration.ofDays(day)));
        }
        assertThat(often).isEqualTo(RULES.at(start, NOW.plus(Duration.ofDays(800))));
        assertThat(RULES.due(often)).isEmpty();
    }

    @Test
    void controlledDrugsExpireSoonerIfSoConfigured() {
        Prescription acute = ordered(Treatment.ACUTE, 1, 28, TODAY);
        OrderDetails told = acute.details();
        OrderDetails controlled = new OrderDetails(
                told.longForm(),
                told.nhsNumber(),
                told.prescriber(),
                told.orderId(),
                told.treatment(),
                told.type(),
                told.daysSupply(),
                told.base(),
                told.authored(),
                told.uploaded(),
                told.issues(),
                true);
        Prescription drug = new Prescription(
                acute.number(),
                controlled,
                acute.nominated(),
                acute.lines(),
                acute.issues(),
                acute.pending(),
                acute.history());
        Instant later = NOW.plus(Duration.ofDays(29));

        assertThat(RULES.at(drug, later).current().status()).isEqualTo(PrescriptionStatus.TO_BE_DISPENSED);
        assertThat(new TimeRules(OptionalInt.of(28)).at(drug, later).current().status())
                .isEqualTo(PrescriptionStatus.EXPIRED);
    }
}
