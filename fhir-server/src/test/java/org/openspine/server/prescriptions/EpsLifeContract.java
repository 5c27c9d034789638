package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.EpsRulesContract.PROCESS;
import static org.openspine.server.prescriptions.ServedCourses.encoded;
import static org.openspine.server.prescriptions.ServedCourses.id;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** The life of prescriptions over HTTP: every event, what is refused when, and what the unified base shows of it. */
interface EpsLifeContract extends ServedCourses {
    @Test
    default void acutePrescriptionLivesFromOrderToClaim() {
        Course course = ordered();
        status(course, "0001", "0007", "0007");
        JsonNode released = ok(send(RELEASE, course.release()));
        assertThat(released.at("/parameter/1/name").asText()).isEqualTo("failedPrescriptions");
        assertThat(released.at("/parameter/1/resource/entry").isArray()).isTrue();
        JsonNode message = released.at("/parameter/0/resource/entry/0/resource");
        assertThat(message.path("type").asText()).isEqualTo("message");
        assertThat(message.at("/entry/0/resource/eventCoding/code").asText()).isEqualTo("prescription-order");
        assertThat(message.at("/entry/1/resource/intent").asText()).isEqualTo("order");
        status(course, "0002", "0008", "0008");
        ok(send(PROCESS, course.notification(id(), "0003", "0001", "0003")));
        status(course, "0003", "0001", "0003");
        ok(send(PROCESS, course.notification(id(), "0006", "0001", "0001")));
        status(course, "0006", "0001", "0001");
        ok(send("Claim", course.claim(id())));
        status(course, "0008", "0001", "0001");
        assertThat(task(course).path("status").asText()).isEqualTo("completed");
    }

    @Test
    default void cancellationOfWhatADispenserHasWaitsForItsReturn() {
        Course course = released();
        PublishedCancellation.isTold(send(PROCESS, course.cancellation("0001")), "R-0002");
        ok(send("Task", course.giveBack()));
        JsonNode task = task(course);
        assertThat(task.at("/businessStatus/coding/0/code").asText()).isEqualTo("0001");
        assertThat(task.path("input").findValuesAsText("code")).contains("0005", "0007");
        assertThat(task.has("owner")).isFalse();
    }

    @Test
    default void cancellationsAreAnsweredByWhatBecameOfTheItem() {
        Course course = ordered();
        JsonNode answer = ok(send(PROCESS, course.cancellation("0002")));
        assertThat(answer.at("/entry/0/resource/eventCoding/code").asText()).isEqualTo("prescription-order-response");
        assertThat(answer.at("/entry/1/resource/extension/0/extension/0/valueCoding/code")
                        .asText())
                .isEqualTo("R-0001");
        assertThat(answer.at("/entry/2/resource/resourceType").asText()).isEqualTo("Patient");
        PublishedCancellation.isTold(send(PROCESS, course.cancellation("0002")), "R-0006");

        Course dispensed = released();
        ok(send(PROCESS, dispensed.notification(id(), "0003", "0003", "0001")));
        PublishedCancellation.isTold(send(PROCESS, dispensed.cancellation("0001")), "R-0003");
        ok(send(PROCESS, dispensed.notification(id(), "0006", "0001", "0001")));
        PublishedCancellation.isTold(send(PROCESS, dispensed.cancellation("0001")), "R-0004");

        Course not = released();
        ok(send(PROCESS, not.notification(id(), "0007", "0002", "0002")));
        PublishedCancellation.isTold(send(PROCESS, not.cancellation("0001")), "R-0010");
    }

    @Test
    default void cancellationsThatFitNoRecordAreOutcomes() {
        Course unknown = new Course(TestPatients.next());
        PublishedError.isTold(send(PROCESS, unknown.cancellation("0001")), "R-0008");
        ok(send(PROCESS, signed(unknown.order())));
        status(unknown, "0001", "0005", "0007");

        Course known = ordered();
        PublishedError.isTold(
                send(
                        PROCESS,
                        known.cancellation("0001").with("/entry/1/resource/identifier/0/value", "\"" + id() + "\"")),
                "R-0008");
        PublishedError.isTold(
                send(
                        PROCESS,
                        known.cancellation("0001")
                                .with(
                                        "/entry/1/resource/groupIdentifier/extension/0/valueIdentifier/value",
                                        "\"" + id() + "\"")),
                "R-5000");
        Response otherPatient = send(
                PROCESS,
                known.cancellation("0001")
                        .with("/entry/2/resource/identifier/0/value", "\"" + TestPatients.next() + "\""));
        PublishedError.isTold(otherPatient, "R-5000");
        assertThat(ServedBase.body(otherPatient)
                        .at("/issue/0/details/coding/0/display")
                        .asText())
                .isEqualTo("Unable to process message. Information missing or invalid - Mismatch between prescription"
                        + " and cancellation NHSNumber");
        PublishedError.isTold(
                send(
                        PROCESS,
                        known.cancellation("0001").with("/entry/1/resource/statusReason", "{\"text\": \"a mistake\"}")),
                "R-5888");
        PublishedError.isTold(send(PROCESS, known.cancellation("0001").without("/identifier")), "R-5888");
        status(known, "0001", "0007", "0007");
    }

    /** INVALID_MESSAGE: what has no id cannot be told from another message. */
    @Test
    default void messagesWithoutWhatIdentifiesThemAreInvalid() {
        Course course = released();
        PublishedError.isTold(send(PROCESS, course.notification().without("/identifier")), "INVALID_MESSAGE");
        PublishedError.isTold(send("Task", course.giveBack().without("/identifier")), "INVALID_MESSAGE");
        PublishedError.isTold(send("Claim", course.claim(id()).without("/identifier")), "INVALID_MESSAGE");
        status(course, "0002", "0008", "0008");
    }

    @Test
    default void ordersOfANumberThatIsOnFileAreDuplicatesUnlessTheyAreTheSameMessage() {
        Course course = new Course(TestPatients.next());
        Message order = signed(course.order());
        ok(send(PROCESS, order));
        ok(send(PROCESS, order));
        PublishedError.isTold(send(PROCESS, course.order()), "DUPLICATE_PRESCRIPTION_ID");
    }

    @Test
    default void dispensingMessagesForUnknownPrescriptionsAreRefused() {
        Course unknown = new Course(TestPatients.next());
        PublishedError.isTold(send(RELEASE, unknown.release()), "RESOURCE_NOT_FOUND");
        PublishedError.isTold(send(PROCESS, unknown.notification()), "PRESCRIPTION_NOT_FOUND");
        PublishedError.isTold(send("Task", unknown.giveBack()), "PRESCRIPTION_NOT_FOUND");
        PublishedError.isTold(send("Task", unknown.withdrawal(id())), "PRESCRIPTION_NOT_FOUND");
        PublishedError.isTold(send("Claim", unknown.claim(id())), "PRESCRIPTION_NOT_FOUND");
        assertThat(tracked("focus:identifier=" + encoded(unknown.number))
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    default void releaseIsRefusedByWhatThePrescriptionIs() {
        Course held = released();
        Response another = send(RELEASE, held.release());
        PublishedError.isTold(another, "PRESCRIPTION_WITH_ANOTHER_DISPENSER");
        JsonNode outcome = ServedBase.body(another);
        assertThat(outcome.at("/contained/0/identifier/0/value").asText()).isEqualTo("FQ123");
        assertThat(outcome.at("/extension/0/valueReference/reference").asText())
                .isEqualTo("#" + outcome.at("/contained/0/id").asText());

        ok(send(PROCESS, held.notification(id(), "0006", "0001", "0001")));
        PublishedError.isTold(send(RELEASE, held.release()), "PRESCRIPTION_DISPENSED");

        Course cancelled = ordered();
        ok(send(PROCESS, cancelled.cancellation("0001")));
        ok(send(
                PROCESS,
                cancelled
                        .cancellation("0001")
                        .with("/entry/1/resource/identifier/0/value", "\"" + cancelled.second + "\"")));
        PublishedError.isTold(send(RELEASE, cancelled.release()), "PRESCRIPTION_CANCELLED");

        Course old = new Course(TestPatients.next());
        String start = "{\"start\": \"2020-01-01\"}";
        ok(send(
                PROCESS,
                signed(old.order()
                        .with("/entry/1/resource/dispenseRequest/validityPeriod", start)
                        .with("/entry/2/resource/dispenseRequest/validityPeriod", start))));
        PublishedError.isTold(send(RELEASE, old.release()), "PRESCRIPTION_EXPIRED");
        assertThat(task(old).at("/businessStatus/coding/0/code").asText()).isEqualTo("0004");
    }

    @Test
    default void notificationsAreRefusedByTheStateOfPrescriptionAndItems() {
        Course waiting = ordered();
        PublishedError.isTold(send(PROCESS, waiting.notification()), "PRESCRIPTION_INVALID_STATE_TRANSITION");

        Course held = released();
        PublishedError.isTold(
                send(PROCESS, held.notification(id(), "0002", "0001", "0001")),
                "PRESCRIPTION_INVALID_STATE_TRANSITION");
        PublishedError.isTold(
                send(PROCESS, held.notification(id(), "0006", "0001", "0003")),
                "MEDICATIONREQUEST_INVALID_STATE_TRANSITION");
        PublishedError.isTold(
                send(PROCESS, held.notification(id(), "0003", "0001", "0005")),
                "MEDICATIONREQUEST_INVALID_STATE_TRANSITION");
        PublishedError.isTold(
                send(
                        PROCESS,
                        held.notification()
                                .with("/entry/1/resource/contained/1/identifier/0/value", "\"" + id() + "\"")),
                "MEDICATIONREQUEST_NOT_FOUND");
        PublishedError.isTold(
                send(PROCESS, Course.replacing(held.notification(), id())), "DISPENSE_AMEND_IDENTIFIER_MISMATCH");
        String other = TestPatients.next();
        PublishedError.isTold(
                send(
                        PROCESS,
                        held.notification()
                                .with("/entry/1/resource/subject/identifier/value", "\"" + other + "\"")
                                .with("/entry/2/resource/subject/identifier/value", "\"" + other + "\"")),
                "FAILURE_TO_PROCESS_MESSAGE");
        status(held, "0002", "0008", "0008");
    }

    @Test
    default void oldDatesInNotificationsAreRecordedAndNotComparedWithTheClock() {
        Course course = released();
        Message old = course.notification(id(), "0003", "0001", "0004");
        for (int entry = 1; entry <= 2; entry++) {
            old.with("/entry/" + entry + "/resource/whenHandedOver", "\"2022-10-21T13:47:00+00:00\"");
        }
        ok(send(PROCESS, old));
        status(course, "0003", "0001", "0004");
        assertThat(task(course).path("input").findValuesAsText("valueDateTime")).contains("2022-10-21T13:47:00+00:00");
    }

    @Test
    default void lastNotificationIsAmendedAndWithdrawn() {
        Course course = released();
        String first = id();
        String second = id();
        ok(send(PROCESS, course.notification(first, "0006", "0001", "0001")));
        ok(send(PROCESS, Course.replacing(course.notification(second, "0003", "0001", "0004"), first)));
        status(course, "0003", "0001", "0004");
        PublishedError.isTold(send("Task", course.withdrawal(first)), "DISPENSE_AMEND_IDENTIFIER_MISMATCH");
        ok(send("Task", course.withdrawal(second)));
        status(course, "0002", "0008", "0008");
    }

    @Test
    default void claimsAreRefusedUnlessThePrescriptionWasDispensed() {
        Course course = released();
        PublishedError.isTold(send("Claim", course.claim(id())), "CLAIM_INVALID_NOT_DISPENSED");
        ok(send(PROCESS, course.notification()));
        String claim = id();
        Message sent = course.claim(claim);
        ok(send("Claim", sent));
        ok(send("Claim", sent));
        PublishedError.isTold(send("Claim", course.claim(id())), "PRESCRIPTION_INVALID_STATE_TRANSITION");
        PublishedError.isTold(
                send("Claim", Course.replacing(course.claim(id()), id())), "DISPENSE_AMEND_IDENTIFIER_MISMATCH");
        ok(send("Claim", Course.replacing(course.claim(id()), claim)));
        PublishedError.isTold(
                send("Task", course.withdrawal(course.notification)), "PRESCRIPTION_INVALID_STATE_TRANSITION");

        Course others = released();
        ok(send(PROCESS, others.notification()));
        PublishedError.isTold(
                send(
                        "Claim",
                        others.claim(id())
                                .with(
                                        "/item/0/detail/0/extension/1/valueReference/identifier/value",
                                        "\"" + id() + "\"")),
                "MEDICATIONREQUEST_NOT_FOUND");
        PublishedError.isTold(
                send("Claim", others.claim(id()).without("/item/0/detail/1")), "MEDICATIONREQUEST_NOT_FOUND");
        status(others, "0006", "0001", "0001");

        Course late = released();
        ok(send(PROCESS, late.notification()));
        String old = id();
        ok(send("Claim", late.claim(old).with("/created", "\"2020-01-31T12:00:00+00:00\"")));
        PublishedError.isTold(send("Claim", Course.replacing(late.claim(id()), old)), "CLAIM_AMEND_PERIOD_ISSUE");
    }

    @Test
    default void issuesOfRepeatDispensingOpenOneAfterTheOther() {
        Course course = new Course(TestPatients.next());
        ok(send(PROCESS, signed(course.repeatDispensing(2, 6))));
        ok(send(RELEASE, course.release()));
        PublishedError.isTold(
                send(PROCESS, Course.ofIssue(course.notification(id(), "0006", "0001", "0001"), 5, 0)),
                "MISMATCH_AUTHORISED_REPEAT_COUNT");
        PublishedError.isTold(
                send(PROCESS, Course.ofIssue(course.notification(id(), "0006", "0001", "0001"), 2, 1)),
                "PRESCRIPTION_INVALID_STATE_TRANSITION");
        String first = id();
        ok(send(PROCESS, Course.ofIssue(course.notification(first, "0006", "0001", "0001"), 2, 0)));
        status(course, "0001", "0007", "0007");
        JsonNode repeats = task(course).at("/extension/1/extension");
        assertThat(repeats.at("/0/valueUnsignedInt").asInt()).isEqualTo(3);
        assertThat(repeats.at("/1/valueUnsignedInt").asInt()).isEqualTo(2);
        JsonNode released =
                ok(send(RELEASE, course.release())).at("/parameter/0/resource/entry/0/resource/entry/1/resource");
        assertThat(released.path("intent").asText()).isEqualTo("reflex-order");
        assertThat(released.at("/dispenseRequest/numberOfRepeatsAllowed").asInt())
                .isEqualTo(2);
        assertThat(released.path("basedOn").findValuesAsText("valueInteger")).containsExactly("2", "1");
        PublishedError.isTold(send("Task", course.withdrawal(first)), "PRESCRIPTION_INVALID_STATE_TRANSITION");
        String nhsNumber = task(course).at("/for/identifier/value").asText();
        assertThat(tracked("patient:identifier=" + nhsNumber).path("total").asInt())
                .isEqualTo(2);
    }

    /** As a published message does, which claims for the first issue follow. */
    @Test
    default void issueOfTheDispensedPrescriptionCountsMoreThanTheDispenseItself() {
        Course course = new Course(TestPatients.next());
        ok(send(PROCESS, signed(course.repeatDispensing(2, 6))));
        ok(send(RELEASE, course.release()));
        Message notification = Course.ofIssue(course.notification(id(), "0006", "0001", "0001"), 2, 1);
        for (int entry = 1; entry <= 2; entry++) {
            notification.with(
                    "/entry/" + entry + "/resource/contained/1/basedOn",
                    "[{\"extension\": [%s], \"display\": \"order\"}]".formatted(EpsRulesContract.repeats(2, 0)));
        }
        ok(send(PROCESS, notification));
        status(course, "0001", "0007", "0007");
        assertThat(task(course).at("/extension/1/extension/1/valueUnsignedInt").asInt())
                .isEqualTo(2);
    }

    @Test
    default void cancellationOfWhatExpiredOrAnotherHasAskedForIsToldSo() {
        Course old = new Course(TestPatients.next());
        String start = "{\"start\": \"2020-01-01\"}";
        ok(send(
                PROCESS,
                signed(old.order()
                        .with("/entry/1/resource/dispenseRequest/validityPeriod", start)
                        .with("/entry/2/resource/dispenseRequest/validityPeriod", start))));
        PublishedCancellation.isTold(send(PROCESS, old.cancellation("0001")), "R-0005");

        Course held = released();
        PublishedCancellation.isTold(send(PROCESS, held.cancellation("0001")), "R-0002");
        PublishedCancellation.isTold(
                send(PROCESS, held.cancellation("0001").with("/entry/5/resource/identifier/0/value", "\"B99999\"")),
                "R-0007");
    }

    @Test
    default void returnIsOnlyForTheHolder() {
        Course course = released();
        Response other = send("Task", course.giveBack().with("/contained/1/identifier/0/value", "\"FQ999\""));
        PublishedError.isTold(other, "PRESCRIPTION_WITH_ANOTHER_DISPENSER");
        Message mine = course.giveBack();
        ok(send("Task", mine));
        ok(send("Task", mine));
        PublishedError.isTold(send("Task", course.giveBack()), "PRESCRIPTION_INVALID_STATE_TRANSITION");
    }

    @Test
    default void unsignedPrescriptionIsToldAsFailedAndGivenBack() {
        Course course = new Course(TestPatients.next());
        ok(send(PROCESS, course.order()));
        JsonNode answer = ok(send(RELEASE, course.release()));
        assertThat(answer.at("/parameter/0/resource/total").asInt()).isZero();
        JsonNode failed = answer.at("/parameter/1/resource");
        assertThat(failed.path("total").asInt()).isEqualTo(2);
        JsonNode outcome = failed.at("/entry/0/resource");
        assertThat(outcome.at("/issue/0/details/coding/0/code").asText()).isEqualTo("INVALID_VALUE");
        assertThat(outcome.at("/extension/0/valueReference/identifier/value").asText())
                .isEqualTo(failed.at("/entry/1/resource/identifier/value").asText());
        status(course, "0001", "0007", "0007");
    }

    @Test
    default void bulkReleaseWithoutPrescriptionsSaysSo() {
        Course course = new Course(TestPatients.next());
        Message release = course.release()
                .with("/parameter/0/resource/identifier/0/value", "\"FQ777\"")
                .without("/parameter/3");
        JsonNode outcome = ok(send(RELEASE, release));
        assertThat(outcome.at("/issue/0/details/coding/0/code").asText()).isEqualTo("NO_MORE_PRESCRIPTIONS");
        assertThat(outcome.at("/issue/0/severity").asText()).isEqualTo("information");
    }

    @Test
    default void trackerFiltersTasks() {
        Course course = ordered();
        String nhsNumber = task(course).at("/for/identifier/value").asText();
        assertThat(tracked("patient:identifier=" + nhsNumber).path("total").asInt())
                .isEqualTo(1);
        assertThat(tracked("patient:identifier=" + nhsNumber + "&business-status=0001&anything=else")
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(tracked("patient:identifier=" + nhsNumber + "&business-status=0002")
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(tracked("patient:identifier=" + nhsNumber + "&authored-on=ge2020-01-01&authored-on=le2020-12-31")
                        .at("/entry")
                        .toString())
                .isEqualTo("[]");
    }

    /** The definitions that the server shows of its own extensions are true of what it stores. */
    @Test
    default void everythingStoredOfAPrescriptionIsValid() {
        Course course = released();
        PublishedCancellation.isTold(send(PROCESS, course.cancellation("0001")), "R-0002");
        ok(send(PROCESS, course.notification(id(), "0003", "0004", "0001")));
        ok(send(PROCESS, course.notification(id(), "0006", "0002", "0001")));
        String claim = id();
        ok(send("Claim", course.claim(claim)));
        ok(send("Claim", Course.replacing(course.claim(id()), claim)));
        String nhsNumber = task(course).at("/for/identifier/value").asText();
        StatusUpdateContract.Update update =
                StatusUpdateContract.Update.of(course.number).with("/for/identifier/value", "\"" + nhsNumber + "\"");
        Response sent = post(
                StatusUpdateContract.UPDATES,
                "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [%s]}".formatted(update.entry()));
        assertThat(sent.statusCode()).isEqualTo(201);
        for (String type : new String[] {"RequestGroup", "MedicationRequest", "MedicationDispense", "Task", "Claim"}) {
            JsonNode found = ok(fhir().get(base() + "/" + type + "?patient=" + nhsNumber));
            assertThat(found.path("entry")).as(type).isNotEmpty();
            for (JsonNode entry : found.path("entry")) {
                JsonNode outcome = ok(fhir().contentType(JSON)
                        .body(entry.path("resource").toString())
                        .post(base() + "/" + type + "/$validate"));
                assertThat(outcome.path("issue").findValuesAsText("severity"))
                        .as(outcome + " of " + entry)
                        .doesNotContain("error", "fatal");
                assertThat(outcome.toString()).doesNotContain("openspine.org/fhir/StructureDefinition/");
            }
        }
        String record = ok(fhir().get(base() + "/RequestGroup?patient=" + nhsNumber))
                .at("/entry/0/resource")
                .toString()
                .replace("\"daysSupply\"", "\"daysSupplied\"");
        assertThat(fhir().contentType(JSON)
                        .body(record)
                        .post(base() + "/RequestGroup/$validate")
                        .asString())
                .contains("\"error\"", "prescription-record");
    }

    @Test
    default void unifiedBaseShowsAPrescriptionAndLeavesItsStateToTheService() {
        Course course = released();
        ok(send(PROCESS, course.notification()));
        ok(send("Claim", course.claim(id())));
        String nhsNumber = task(course).at("/for/identifier/value").asText();
        for (String query : new String[] {
            "MedicationRequest?status=completed&patient=" + nhsNumber,
            "MedicationRequest?intended-dispenser:identifier=FQ123&patient=" + nhsNumber,
            "MedicationDispense?patient=" + nhsNumber,
            "Task?business-status=0008&patient=" + nhsNumber,
            "Task?group-identifier=" + encoded(course.number),
            "Claim?patient=" + nhsNumber,
        }) {
            JsonNode found = ok(fhir().urlEncodingEnabled(false).get(base() + "/" + query));
            assertThat(found.path("entry").size()).as(query).isPositive();
        }
        JsonNode task = ok(fhir().urlEncodingEnabled(false)
                        .get(base() + "/Task?group-identifier=" + encoded(course.number)))
                .at("/entry/0/resource");
        String url = base() + "/Task/" + task.path("id").asText();
        String changed = task.toString().replace("\"0008\"", "\"0001\"");
        assertThat(fhir().contentType(JSON).body(changed).put(url).statusCode()).isEqualTo(422);
        assertThat(fhir().delete(url).statusCode()).isEqualTo(422);
        assertThat(fhir().contentType(JSON).body(task.toString()).put(url).statusCode())
                .isEqualTo(200);
        assertThat(task(course).at("/businessStatus/coding/0/code").asText()).isEqualTo("0008");
    }
}
