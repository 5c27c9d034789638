package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.EpsRulesContract.ITEM;
import static org.openspine.server.prescriptions.EpsRulesContract.PROCESS;
import static org.openspine.server.prescriptions.ServedCourses.id;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openspine.server.http.ServedBase;

/** The rows of the published tables of errors, each by something that leads to it: sections 4.6, 4.7 and 7.5 of the contract. */
interface EpsErrorTableContract extends ServedCourses {
    String CLAIM = "Claim";
    String TASK = "Task";

    /** Section 4.6, and the outcomes of 7.5; what is switched off is in {@link EpsSettingsIT}. */
    @TestFactory
    default Stream<DynamicTest> everyRowOfTheErrorTableIsTold() {
        Map<String, Supplier<Response>> rows = new LinkedHashMap<>();
        rows.put("DUPLICATE_PRESCRIPTION_ID", () -> send(PROCESS, ordered().order()));
        rows.put(
                "MISSING_DIGITAL_SIGNATURE", () -> send(PROCESS, fresh().order().without("/entry/7")));
        rows.put("PRESCRIPTION_NOT_FOUND", () -> send(PROCESS, fresh().notification()));
        rows.put(
                "INVALID_MESSAGE", () -> send(PROCESS, released().notification().without("/identifier")));
        rows.put(
                "PRESCRIPTION_INVALID_STATE_TRANSITION",
                () -> send(TASK, ordered().giveBack()));
        rows.put(
                "MEDICATIONREQUEST_INVALID_STATE_TRANSITION",
                () -> send(PROCESS, released().notification(id(), "0006", "0001", "0004")));
        rows.put(
                "MEDICATIONREQUEST_NOT_FOUND",
                () -> send(PROCESS, released().notification().without("/entry/2")));
        rows.put("CLAIM_INVALID_NOT_DISPENSED", () -> send(CLAIM, released().claim(id())));
        rows.put("MISMATCH_AUTHORISED_REPEAT_COUNT", this::notificationOfOtherRepeats);
        rows.put("INVALID_REPEAT_COUNT", () -> send(PROCESS, signed(fresh().repeatDispensing(99, 1))));
        rows.put(
                "DISPENSE_AMEND_IDENTIFIER_MISMATCH",
                () -> send(PROCESS, Course.replacing(dispensed().notification(id(), "0006", "0001", "0001"), id())));
        rows.put("CLAIM_AMEND_PERIOD_ISSUE", this::lateAmendment);
        rows.put(
                "FAILURE_TO_PROCESS_MESSAGE",
                () -> send(TASK, ofAnother(released().giveBack())));
        rows.put("PRESCRIPTION_CANCELLED", this::releaseOfCancelled);
        rows.put("PRESCRIPTION_EXPIRED", () -> send(RELEASE, expired().release()));
        rows.put("RESOURCE_NOT_FOUND", () -> send(RELEASE, fresh().release()));
        rows.put(
                "PRESCRIPTION_WITH_ANOTHER_DISPENSER",
                () -> send(RELEASE, released().release()));
        rows.put("PRESCRIPTION_DISPENSED", () -> send(RELEASE, dispensed().release()));
        rows.put("NO_MORE_PRESCRIPTIONS", () -> send(RELEASE, new Course("9000000009", "FQ778").bulkRelease()));
        rows.put("R-0008", () -> send(PROCESS, fresh().cancellation("0001")));
        rows.put("R-5000", () -> send(PROCESS, ordered().cancellation("0001").with(LONG_FORM, "\"" + id() + "\"")));
        rows.put("R-5888", () -> send(PROCESS, ordered().cancellation("0001").without("/identifier")));
        DynamicTest complete = DynamicTest.dynamicTest("every row", () -> assertThat(PublishedError.codes())
                .containsAll(rows.keySet())
                .hasSize(rows.size() + 1)
                .contains("R-0009"));
        return Stream.concat(
                Stream.of(complete),
                rows.entrySet().stream()
                        .map(row -> DynamicTest.dynamicTest(
                                row.getKey(),
                                () -> PublishedError.isTold(row.getValue().get(), row.getKey()))));
    }

    String LONG_FORM = ITEM + "/groupIdentifier/extension/0/valueIdentifier/value";

    /** Section 7.5: the outcomes that are told in a message. */
    @TestFactory
    default Stream<DynamicTest> everyOutcomeOfACancellationIsTold() {
        Map<String, Supplier<Response>> rows = new LinkedHashMap<>();
        rows.put("R-0001", () -> cancelled(ordered()));
        rows.put("R-0002", () -> cancelled(released()));
        rows.put("R-0003", () -> cancelled(notified("0003", "0004", "0001")));
        rows.put("R-0004", () -> cancelled(dispensed()));
        rows.put("R-0005", () -> cancelled(expired()));
        rows.put("R-0006", () -> {
            Course course = ordered();
            cancelled(course);
            return cancelled(course);
        });
        rows.put("R-0007", () -> {
            Course course = released();
            cancelled(course);
            return send(PROCESS, course.cancellation("0001").with(PRESCRIBER, "\"B99999\""));
        });
        rows.put("R-0010", () -> cancelled(notified("0007", "0002", "0002")));
        assertThat(rows.keySet()).isEqualTo(PublishedCancellation.codes());
        return rows.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.getKey(),
                        () -> PublishedCancellation.isTold(row.getValue().get(), row.getKey())));
    }

    /** ODS code of who cancels, in a cancellation: its only item leaves one place. */
    String PRESCRIBER = "/entry/5/resource/identifier/0/value";

    /** Section 7.5: what is over for the item counts before the state of the whole. */
    @Test
    default void itemThatIsOverIsToldBeforeThePrescription() {
        Course course = notified("0003", "0001", "0003");
        PublishedCancellation.isTold(cancelled(course), "R-0004");
        Course not = notified("0003", "0002", "0003");
        PublishedCancellation.isTold(cancelled(not), "R-0010");
    }

    /** Section 7.5: the same item again from the same organisation is told the same and waits once. */
    @Test
    default void waitingCancellationThatIsAskedForAgainIsToldAgain() {
        Course course = released();
        PublishedCancellation.isTold(cancelled(course), "R-0002");
        PublishedCancellation.isTold(cancelled(course), "R-0002");
        ok(send(TASK, course.giveBack()));
        status(course, "0001", "0005", "0007");
        PublishedCancellation.isTold(cancelled(course), "R-0006");
    }

    /** Section 4.6: a signature counts if it is the requester's. */
    @Test
    default void signatureOfSomeoneElseIsNone() {
        Message order = signed(fresh().order()).with("/entry/7/resource/signature/0/who/reference", "\"urn:uuid:x\"");
        PublishedError.isTold(send(PROCESS, order), "MISSING_DIGITAL_SIGNATURE");
    }

    /** Section 7.3: a withdrawal names the patient of the record, as a return and a notification do. */
    @Test
    default void withdrawalThatNamesAnotherPatientIsRefused() {
        Course course = released();
        ok(send(PROCESS, course.notification()));
        Response withdrawn = send(TASK, ofAnother(course.withdrawal(course.notification)));
        PublishedError.isTold(withdrawn, "FAILURE_TO_PROCESS_MESSAGE");
        assertThat(ServedBase.body(withdrawn)
                        .at("/issue/0/details/coding/0/display")
                        .asText())
                .endsWith(" - nhsNumber is not valid");
        status(course, "0006", "0001", "0001");
    }

    /** Section 4.6: the outcome contains who has the prescription. */
    @Test
    default void holderIsNamedWithTelephoneAndAddress() {
        Course course = released();
        JsonNode outcome = ServedBase.body(send(RELEASE, course.release()));
        JsonNode owner = course.release().at("/parameter/0/resource");
        assertThat(outcome.path("contained")).hasSize(1);
        JsonNode holder = outcome.at("/contained/0");
        assertThat(holder.path("resourceType").asText()).isEqualTo("Organization");
        for (String part : new String[] {"identifier", "name", "telecom", "address"}) {
            assertThat(holder.path(part)).as(part).isEqualTo(owner.path(part));
        }
        assertThat(outcome.path("extension"))
                .isEqualTo(ServedBase.tree("""
                [{"url": "https://fhir.nhs.uk/StructureDefinition/Extension-Spine-supportingInfo",
                  "valueReference": {"reference": "#%s"}}]""".formatted(holder.path("id").asText())));
    }

    /** Section 7.3: what was claimed is neither amended nor withdrawn. */
    @Test
    default void claimedPrescriptionIsNotDispensedOtherwise() {
        Course course = dispensed();
        ok(send(CLAIM, course.claim(id())));
        Message amendment = Course.replacing(course.notification(id(), "0003", "0001", "0004"), course.notification);
        PublishedError.isTold(send(PROCESS, amendment), "PRESCRIPTION_INVALID_STATE_TRANSITION");
        PublishedError.isTold(
                send(TASK, course.withdrawal(course.notification)), "PRESCRIPTION_INVALID_STATE_TRANSITION");
        status(course, "0008", "0001", "0001");
    }

    /** Sections 4.7 and 5.2: nobody asks for the type or the age of a prescription. */
    @Test
    default void unknownTypeOfPrescriptionIsTaken() {
        Course course = fresh();
        Message order = course.order();
        for (String item : new String[] {ITEM, EpsRulesContract.OTHER}) {
            order.with(item + "/extension/0/valueCoding/code", "\"9999\"");
        }
        ok(send(PROCESS, signed(order)));
        status(course, "0001", "0007", "0007");
    }

    private Course fresh() {
        return new Course(TestPatients.next());
    }

    private Course expired() {
        Course course = fresh();
        String start = "{\"start\": \"2020-01-01\"}";
        ok(send(
                PROCESS,
                signed(course.order()
                        .with(ITEM + "/dispenseRequest/validityPeriod", start)
                        .with(EpsRulesContract.OTHER + "/dispenseRequest/validityPeriod", start))));
        return course;
    }

    private Course notified(String status, String first, String second) {
        Course course = released();
        ok(send(PROCESS, course.notification(id(), status, first, second)));
        return course;
    }

    /** The answer to the cancellation of the first item. */
    private Response cancelled(Course course) {
        return send(PROCESS, course.cancellation("0001"));
    }

    private Response releaseOfCancelled() {
        Course course = fresh();
        ok(send(PROCESS, course.order().without("/entry/2")));
        ok(cancelled(course));
        return send(RELEASE, course.release());
    }

    private Response notificationOfOtherRepeats() {
        Course course = fresh();
        ok(send(PROCESS, signed(course.repeatDispensing(2, 28))));
        ok(send(RELEASE, course.release()));
        return send(PROCESS, Course.ofIssue(course.notification(), 3, 0));
    }

    private Response lateAmendment() {
        Course course = dispensed();
        String claim = id();
        ok(send(CLAIM, course.claim(claim).with("/created", "\"2020-01-31T12:00:00+00:00\"")));
        return send(CLAIM, Course.replacing(course.claim(id()), claim));
    }

    private static Message ofAnother(Message task) {
        return task.with("/for/identifier/value", "\"" + TestPatients.next() + "\"");
    }
}
