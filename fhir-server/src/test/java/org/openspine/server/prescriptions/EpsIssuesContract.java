package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.EpsRulesContract.PROCESS;
import static org.openspine.server.prescriptions.ServedCourses.encoded;
import static org.openspine.server.prescriptions.ServedCourses.id;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Which issue of a prescription a dispenser gets and when: sections 7.3, 7.5 and 7.8 of the contract, over HTTP. */
interface EpsIssuesContract extends ServedCourses {
    AtomicInteger PHARMACIES = new AtomicInteger(100);

    /** A course of repeat dispensing at a pharmacy that has nothing else. */
    private Course repeating(int repeats, int days, LocalDate start) {
        Course course = new Course(TestPatients.next(), "FZ" + PHARMACIES.getAndIncrement());
        ok(send(PROCESS, signed(course.repeatDispensing(repeats, days, start))));
        return course;
    }

    private Course repeating(int days) {
        return repeating(2, days, LocalDate.now(ZoneOffset.UTC));
    }

    private void dispense(Course course, int issued) {
        ok(send(PROCESS, Course.ofIssue(course.notification(id(), "0006", "0001", "0001"), 2, issued)));
    }

    private int released(Response response) {
        return ok(response).at("/parameter/0/resource/total").asInt();
    }

    /** Section 7.3: 9001 until the day on which the period begins, and nobody gets it before. */
    @Test
    default void prescriptionForALaterDayIsNotReleased() {
        Course course = repeating(2, 28, LocalDate.now(ZoneOffset.UTC).plusDays(10));
        status(course, "9001", "0007", "0007");
        PublishedError.isTold(send(RELEASE, course.release()), "RESOURCE_NOT_FOUND");
        PublishedError.isTold(send(RELEASE, course.bulkRelease()), "NO_MORE_PRESCRIPTIONS");
        PublishedCancellation.isTold(send(PROCESS, course.cancellation("0001")), "R-0001");
        status(course, "9001", "0005", "0007");
    }

    /** Section 7.8: download date twenty-one days ahead, so 0000. */
    @Test
    default void issueThatIsNotDueIsReleasedByItsNumberAlone() {
        Course course = repeating(28);
        assertThat(released(send(RELEASE, course.bulkRelease()))).isEqualTo(1);
        dispense(course, 0);
        status(course, "0000", "0007", "0007");
        PublishedError.isTold(send(RELEASE, course.bulkRelease()), "NO_MORE_PRESCRIPTIONS");
        JsonNode answer = ok(send(RELEASE, course.release()));
        status(course, "0002", "0008", "0008");
        JsonNode item = answer.at("/parameter/0/resource/entry/0/resource/entry/1/resource");
        assertThat(item.path("intent").asText()).isEqualTo("reflex-order");
        assertThat(item.path("extension").findValuesAsText("url")).contains("dateLastDispensed");
        assertThat(item.findValuesAsText("valueUnsignedInt")).contains("2");
    }

    /** Section 7.8: six days of supply are over before the issue would be due, so 0001. */
    @Test
    default void issueThatIsDueIsInTheNextBulkRelease() {
        Course course = repeating(6);
        ok(send(RELEASE, course.bulkRelease()));
        dispense(course, 0);
        status(course, "0001", "0007", "0007");
        assertThat(released(send(RELEASE, course.bulkRelease()))).isEqualTo(1);
    }

    /** Section 6.5: the repeat count that was signed is that of the order, whatever the issue. */
    @Test
    default void everyIssueIsRightlySigned() {
        Course course = repeating(6);
        for (int issued = 0; issued < 3; issued++) {
            JsonNode released = ok(send(RELEASE, course.release()));
            assertThat(released.at("/parameter/1/resource/total").asInt()).isZero();
            JsonNode verified = ok(post("/fhir-dispensing/FHIR/R4/$verify-signature", released.toString()));
            assertThat(verified.at("/parameter/0/part/1/resource/issue/0/code").asText())
                    .isEqualTo("informational");
            dispense(course, issued);
        }
        PublishedError.isTold(send(RELEASE, course.release()), "PRESCRIPTION_DISPENSED");
    }

    /** Section 7.3: a withdrawal goes back to 0003 and no further, and the opened issue to 9000. */
    @Test
    default void withdrawalLeavesAnIssueActiveAndClosesTheNext() {
        Course course = repeating(6);
        ok(send(RELEASE, course.release()));
        ok(send(PROCESS, Course.ofIssue(course.notification(), 2, 0)));
        String patient = "patient:identifier=" + course.nhsNumber;
        assertThat(tracked(patient).path("total").asInt()).isEqualTo(2);
        ok(send("Task", course.withdrawal(course.notification)));
        assertThat(tracked(patient).path("total").asInt()).isEqualTo(1);
        status(course, "0003", "0008", "0008");
    }

    /** Section 7.5: in the current issue and in all later ones. */
    @Test
    default void cancelledItemIsCancelledInLaterIssues() {
        Course course = repeating(6);
        PublishedCancellation.isTold(send(PROCESS, course.cancellation("0001")), "R-0001");
        ok(send(RELEASE, course.release()));
        ok(send(PROCESS, Course.ofIssue(course.notification(id(), "0006", "0005", "0001"), 2, 0)));
        status(course, "0001", "0005", "0007");
    }

    /** Section 7.5: what waits is carried out when the next issue opens. */
    @Test
    default void waitingCancellationIsCarriedOutInTheNextIssue() {
        Course course = repeating(6);
        ok(send(RELEASE, course.release()));
        PublishedCancellation.isTold(send(PROCESS, course.cancellation("0001")), "R-0002");
        dispense(course, 0);
        status(course, "0001", "0005", "0007");
    }

    /** Section 7.3: {@code numberOfRepeatsIssued} + 1 is the issue that a return or claim is about. */
    @Test
    default void issueIsNamedByItsRepeatInformation() {
        Course course = repeating(6);
        ok(send(RELEASE, course.release()));
        dispense(course, 0);
        ok(send(RELEASE, course.release()));
        Message first = course.giveBack().with("/extension", "[%s]".formatted(EpsRulesContract.repeats(2, 0)));
        PublishedError.isTold(send("Task", first), "PRESCRIPTION_INVALID_STATE_TRANSITION");
        ok(send("Claim", course.claim(id()).with("/item/0/detail/0/extension/-", EpsRulesContract.repeats(2, 0))));
        status(course, "0002", "0008", "0008");
        ok(send("Task", course.giveBack().with("/extension", "[%s]".formatted(EpsRulesContract.repeats(2, 1)))));
        status(course, "0001", "0007", "0007");
    }

    /** Section 7.3: nominated releases are for the nominated, and a return ends the nomination. */
    @Test
    default void returnedPrescriptionIsNobodysInBulk() {
        Course course = new Course(TestPatients.next(), "FZ" + PHARMACIES.getAndIncrement());
        ok(send(PROCESS, signed(course.order())));
        assertThat(released(send(RELEASE, course.bulkRelease()))).isEqualTo(1);
        ok(send("Task", course.giveBack()));
        PublishedError.isTold(send(RELEASE, course.bulkRelease()), "NO_MORE_PRESCRIPTIONS");
        assertThat(released(send(RELEASE, course.release()))).isEqualTo(1);
    }

    /** Section 7.3: of several that wait the oldest first, all of them in one answer. */
    @Test
    default void bulkReleaseGivesWhatWaitsOldestFirst() {
        String pharmacy = "FZ" + PHARMACIES.getAndIncrement();
        Course older = new Course(TestPatients.next(), pharmacy);
        Course newer = new Course(TestPatients.next(), pharmacy);
        ok(send(PROCESS, signed(newer.order())));
        String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1) + "T09:00:00+00:00";
        ok(send(PROCESS, signed(older.order().with("/entry/7/resource/signature/0/when", "\"" + yesterday + "\""))));
        JsonNode passed = ok(send(RELEASE, newer.bulkRelease())).at("/parameter/0/resource");
        assertThat(passed.path("total").asInt()).isEqualTo(2);
        assertThat(passed.at("/entry/0/resource/entry/1/resource/groupIdentifier/value")
                        .asText())
                .isEqualTo(older.number);
        assertThat(passed.at("/entry/1/resource/entry/1/resource/groupIdentifier/value")
                        .asText())
                .isEqualTo(newer.number);
    }

    /** Section 12, points 1 and 3: who has the number gets it, and who dispenses is the dispenser. */
    @Test
    default void anotherPharmacyMayTakeAndDispenseByNumber() {
        Course course = ordered();
        Message release = course.release().with("/parameter/0/resource/identifier/0/value", "\"FZ001\"");
        assertThat(released(send(RELEASE, release))).isEqualTo(1);
        assertThat(task(course).at("/owner/identifier/value").asText()).isEqualTo("FZ001");
        ok(send(PROCESS, course.notification().with("/entry/3/resource/identifier/0/value", "\"FZ002\"")));
        assertThat(task(course).at("/owner/identifier/value").asText()).isEqualTo("FZ002");
    }

    /** Section 8.2: each issue is a RequestGroup, opened or not. */
    @Test
    default void clinicalTrackerHasEveryIssue() {
        Course course = repeating(28);
        ok(send(RELEASE, course.release()));
        dispense(course, 0);
        Response response = fhir().header("X-Request-ID", id())
                .header("NHSD-Organization-UUID", "B91234")
                .header("NHSD-Session-URID", "555000000001")
                .header("NHSD-Session-JobRole", "R8000")
                .get(address() + TrackerContract.TRACKER + "?prescriptionId=" + encoded(course.number));
        JsonNode found = ServedBase.body(response);
        assertThat(found.path("total").asInt()).isEqualTo(3);
        assertThat(found.path("entry")).hasSize(4);
        String[] statuses = {"0006", "0000", "9000"};
        for (int issue = 1; issue <= 3; issue++) {
            JsonNode group = found.at("/entry/%d/resource".formatted(issue));
            assertThat(group.at("/extension/0/extension/0/valueCoding/code").asText())
                    .isEqualTo(statuses[issue - 1]);
            assertThat(group.path("intent").asText()).isEqualTo("reflex-order");
            assertThat(group.at("/extension/1/extension").findValuesAsText("valueInteger"))
                    .containsExactly(String.valueOf(issue), "3");
        }
    }
}
