package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.EpsRulesContract.PROCESS;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** The life of prescriptions over HTTP: every event, what is refused when, and what the unified base shows of it. */
interface EpsLifeContract extends ServedEps {
    String RELEASE = "Task/$release";

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private Course ordered() {
        Course course = new Course(TestPatients.next());
        ok(send(PROCESS, signed(course.order())));
        return course;
    }

    private Course released() {
        Course course = ordered();
        JsonNode answer = ok(send(RELEASE, course.release()));
        assertThat(answer.at("/parameter/0/resource/total").asInt())
                .as(answer.toString())
                .isEqualTo(1);
        return course;
    }

    private void refused(Response response, String code) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        JsonNode outcome = ServedBase.body(response);
        assertThat(outcome.at("/issue/0/details/coding/0/code").asText()).isEqualTo(code);
        assertThat(outcome.at("/issue/0/severity").asText()).isEqualTo("error");
    }

    private void refusedCancellation(Response response, String code, String status) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        JsonNode request = ServedBase.body(response).at("/entry/1/resource");
        assertThat(request.at("/extension/0/extension/0/valueCoding/code").asText())
                .isEqualTo(code);
        assertThat(request.path("status").asText()).isEqualTo(status);
    }

    /** The only Task the tracker has of a prescription. */
    private JsonNode task(Course course) {
        JsonNode bundle = tracked("focus:identifier=" + encoded(course.number));
        assertThat(bundle.path("total").asInt()).isEqualTo(1);
        return bundle.at("/entry/0/resource");
    }

    private JsonNode tracked(String query) {
        return ok(fhir().urlEncodingEnabled(false)
                .header("X-Request-ID", id())
                .get(address() + "/electronic-prescriptions/FHIR/R4/Task?" + query));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void status(Course course, String prescription, String first, String second) {
        JsonNode task = task(course);
        assertThat(task.at("/businessStatus/coding/0/code").asText()).isEqualTo(prescription);
        assertThat(task.at("/input/0/extension/0/extension/0/valueCoding/code").asText())
                .isEqualTo(first);
        assertThat(task.at("/input/1/extension/0/extension/0/valueCoding/code").asText())
                .isEqualTo(second);
    }

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
        refusedCancellation(send(PROCESS, course.cancellation("0001")), "R-0002", "active");
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
        refusedCancellation(send(PROCESS, course.cancellation("0002")), "R-0006", "cancelled");

        Course dispensed = released();
        ok(send(PROCESS, dispensed.notification(id(), "0003", "0003", "0001")));
        refusedCancellation(send(PROCESS, dispensed.cancellation("0001")), "R-0003", "active");
        ok(send(PROCESS, dispensed.notification(id(), "0006", "0001", "0001")));
        refusedCancellation(send(PROCESS, dispensed.cancellation("0001")), "R-0004", "completed");

        Course not = released();
        ok(send(PROCESS, not.notification(id(), "0007", "0002", "0002")));
        refusedCancellation(send(PROCESS, not.cancellation("0001")), "R-0010", "stopped");
    }

    @Test
    default void cancellationsThatFitNoRecordAreOutcomes() {
        Course unknown = new Course(TestPatients.next());
        refused(send(PROCESS, unknown.cancellation("0001")), "R-0008");
        ok(send(PROCESS, signed(unknown.order())));
        status(unknown, "0001", "0005", "0007");

        Course known = ordered();
        refused(
                send(
                        PROCESS,
                        known.cancellation("0001").with("/entry/1/resource/identifier/0/value", "\"" + id() + "\"")),
                "R-0008");
        refused(
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
        refused(otherPatient, "R-5000");
        assertThat(ServedBase.body(otherPatient)
                        .at("/issue/0/details/coding/0/display")
                        .asText())
                .isEqualTo("Unable to process message. Information missing or invalid - Mismatch between prescription"
                        + " and cancellation NHSNumber");
        refused(
                send(
                        PROCESS,
                        known.cancellation("0001").with("/entry/1/resource/statusReason", "{\"text\": \"a mistake\"}")),
                "R-5888");
        refused(send(PROCESS, known.cancellation("0001").without("/identifier")), "R-5888");
        status(known, "0001", "0007", "0007");
    }

    /** INVALID_MESSAGE: what has no id cannot be told from another message. */
    @Test
    default void messagesWithoutWhatIdentifiesThemAreInvalid() {
        Course course = released();
        refused(send(PROCESS, course.notification().without("/identifier")), "INVALID_MESSAGE");
        refused(send("Task", course.giveBack().without("/identifier")), "INVALID_MESSAGE");
        refused(send("Claim", course.claim(id()).without("/identifier")), "INVALID_MESSAGE");
        status(course, "0002", "0008", "0008");
    }

    @Test
    default void ordersOfANumberThatIsOnFileAreDuplicatesUnlessTheyAreTheSameMessage() {
        Course course = new Course(TestPatients.next());
        Message order = signed(course.order());
        ok(send(PROCESS, order));
        ok(send(PROCESS, order));
        refused(send(PROCESS, course.order()), "DUPLICATE_PRESCRIPTION_ID");
    }

    @Test
    default void dispensingMessagesForUnknownPrescriptionsAreRefused() {
        Course unknown = new Course(TestPatients.next());
        refused(send(RELEASE, unknown.release()), "RESOURCE_NOT_FOUND");
        refused(send(PROCESS, unknown.notification()), "PRESCRIPTION_NOT_FOUND");
        refused(send("Task", unknown.giveBack()), "PRESCRIPTION_NOT_FOUND");
        refused(send("Task", unknown.withdrawal(id())), "PRESCRIPTION_NOT_FOUND");
        refused(send("Claim", unknown.claim(id())), "PRESCRIPTION_NOT_FOUND");
        assertThat(tracked("focus:identifier=" + encoded(unknown.number))
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    default void releaseIsRefusedByWhatThePrescriptionIs() {
        Course held = released();
        Response another = send(RELEASE, held.release());
        refused(another, "PRESCRIPTION_WITH_ANOTHER_DISPENSER");
        JsonNode outcome = ServedBase.body(another);
        assertThat(outcome.at("/contained/0/identifier/0/value").asText()).isEqualTo("FQ123");
        assertThat(outcome.at("/extension/0/valueReference/reference").asText())
                .isEqualTo("#" + outcome.at("/contained/0/id").asText());

        ok(send(PROCESS, held.notification(id(), "0006", "0001", "0001")));
        refused(send(RELEASE, held.release()), "PRESCRIPTION_DISPENSED");

        Course cancelled = ordered();
        ok(send(PROCESS, cancelled.cancellation("0001")));
        ok(send(
                PROCESS,
                cancelled
                        .cancellation("0001")
                        .with("/entry/1/resource/identifier/0/value", "\"" + cancelled.second + "\"")));
        refused(send(RELEASE, cancelled.release()), "PRESCRIPTION_CANCELLED");

        Course old = new Course(TestPatients.next());
        String start = "{\"start\": \"2020-01-01\"}";
        ok(send(
                PROCESS,
                signed(old.order()
                        .with("/entry/1/resource/dispenseRequest/validityPeriod", start)
                        .with("/entry/2/resource/dispenseRequest/validityPeriod", start))));
        refused(send(RELEASE, old.release()), "PRESCRIPTION_EXPIRED");
        assertThat(task(old).at("/businessStatus/coding/0/code").asText()).isEqualTo("0004");
    }

    @Test
    default void notificationsAreRefusedByTheStateOfPrescriptionAndItems() {
        Course waiting = ordered();
        refused(send(PROCESS, waiting.notification()), "PRESCRIPTION_INVALID_STATE_TRANSITION");

        Course held = released();
        refused(
                send(PROCESS, held.notification(id(), "0002", "0001", "0001")),
                "PRESCRIPTION_INVALID_STATE_TRANSITION");
        refused(
                send(PROCESS, held.notification(id(), "0006", "0001", "0003")),
                "MEDICATIONREQUEST_INVALID_STATE_TRANSITION");
        refused(
                send(PROCESS, held.notification(id(), "0003", "0001", "0005")),
                "MEDICATIONREQUEST_INVALID_STATE_TRANSITION");
        refused(
                send(
                        PROCESS,
                        held.notification()
                                .with("/entry/1/resource/contained/1/identifier/0/value", "\"" + id() + "\"")),
                "MEDICATIONREQUEST_NOT_FOUND");
        refused(send(PROCESS, replacing(held.notification(), id())), "DISPENSE_AMEND_IDENTIFIER_MISMATCH");
        String other = TestPatients.next();
        refused(
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

    private static Message replacing(Message message, String id) {
        return message.with(
                "/entry/0/resource/extension",
                "[{\"url\": \"https://fhir.nhs.uk/StructureDefinition/Extension-replacementOf\", \"valueIdentifier\": {\"system\": \"https://tools.ietf.org/html/rfc4122\", \"value\": \"%s\"}}]"
                        .formatted(id));
    }

    @Test
    default void lastNotificationIsAmendedAndWithdrawn() {
        Course course = released();
        String first = id();
        String second = id();
        ok(send(PROCESS, course.notification(first, "0006", "0001", "0001")));
        ok(send(PROCESS, replacing(course.notification(second, "0003", "0001", "0004"), first)));
        status(course, "0003", "0001", "0004");
        refused(send("Task", course.withdrawal(first)), "DISPENSE_AMEND_IDENTIFIER_MISMATCH");
        ok(send("Task", course.withdrawal(second)));
        status(course, "0002", "0008", "0008");
    }

    @Test
    default void claimsAreRefusedUnlessThePrescriptionWasDispensed() {
        Course course = released();
        refused(send("Claim", course.claim(id())), "CLAIM_INVALID_NOT_DISPENSED");
        ok(send(PROCESS, course.notification()));
        String claim = id();
        Message sent = course.claim(claim);
        ok(send("Claim", sent));
        ok(send("Claim", sent));
        refused(send("Claim", course.claim(id())), "PRESCRIPTION_INVALID_STATE_TRANSITION");
        refused(send("Claim", amending(course.claim(id()), id())), "DISPENSE_AMEND_IDENTIFIER_MISMATCH");
        ok(send("Claim", amending(course.claim(id()), claim)));
        refused(send("Task", course.withdrawal(course.notification)), "PRESCRIPTION_INVALID_STATE_TRANSITION");

        Course others = released();
        ok(send(PROCESS, others.notification()));
        refused(
                send(
                        "Claim",
                        others.claim(id())
                                .with(
                                        "/item/0/detail/0/extension/1/valueReference/identifier/value",
                                        "\"" + id() + "\"")),
                "MEDICATIONREQUEST_NOT_FOUND");
        refused(send("Claim", others.claim(id()).without("/item/0/detail/1")), "MEDICATIONREQUEST_NOT_FOUND");
        status(others, "0006", "0001", "0001");

        Course late = released();
        ok(send(PROCESS, late.notification()));
        String old = id();
        ok(send("Claim", late.claim(old).with("/created", "\"2020-01-31T12:00:00+00:00\"")));
        refused(send("Claim", amending(late.claim(id()), old)), "CLAIM_AMEND_PERIOD_ISSUE");
    }

    private static Message amending(Message claim, String id) {
        return claim.with(
                "/extension",
                "[{\"url\": \"https://fhir.nhs.uk/StructureDefinition/Extension-replacementOf\", \"valueIdentifier\": {\"system\": \"https://tools.ietf.org/html/rfc4122\", \"value\": \"%s\"}}]"
                        .formatted(id));
    }

    /** The order as one of repeat dispensing, three issues of six days. */
    private static Message repeatDispensing(Message order) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (String item : List.of("/entry/1/resource", "/entry/2/resource")) {
            order.with(item + "/intent", "\"original-order\"")
                    .with(
                            item + "/courseOfTherapyType/coding/0",
                            "{\"system\": \"https://fhir.nhs.uk/CodeSystem/medicationrequest-course-of-therapy\", \"code\": \"continuous-repeat-dispensing\"}")
                    .with(item + "/dispenseRequest/numberOfRepeatsAllowed", "2")
                    .with(
                            item + "/dispenseRequest/validityPeriod",
                            "{\"start\": \"%s\", \"end\": \"%s\"}".formatted(today, today.plusMonths(6)))
                    .with(
                            item + "/dispenseRequest/expectedSupplyDuration",
                            "{\"value\": 6, \"unit\": \"day\", \"system\": \"http://unitsofmeasure.org\", \"code\": \"d\"}");
        }
        return order;
    }

    /** The notification as one of an issue, counted as repeats are. */
    private static Message ofIssue(Message notification, int allowed, int issued) {
        String repeats =
                "{\"url\": \"https://fhir.nhs.uk/StructureDefinition/Extension-EPS-RepeatInformation\", \"extension\": [{\"url\": \"numberOfRepeatsAllowed\", \"valueInteger\": %d}, {\"url\": \"numberOfRepeatsIssued\", \"valueInteger\": %d}]}"
                        .formatted(allowed, issued);
        return notification
                .with("/entry/1/resource/extension/-", repeats)
                .with("/entry/2/resource/extension/-", repeats);
    }

    @Test
    default void issuesOfRepeatDispensingOpenOneAfterTheOther() {
        Course course = new Course(TestPatients.next());
        ok(send(PROCESS, signed(repeatDispensing(course.order()))));
        ok(send(RELEASE, course.release()));
        refused(
                send(PROCESS, ofIssue(course.notification(id(), "0006", "0001", "0001"), 5, 0)),
                "MISMATCH_AUTHORISED_REPEAT_COUNT");
        refused(
                send(PROCESS, ofIssue(course.notification(id(), "0006", "0001", "0001"), 2, 1)),
                "PRESCRIPTION_INVALID_STATE_TRANSITION");
        String first = id();
        ok(send(PROCESS, ofIssue(course.notification(first, "0006", "0001", "0001"), 2, 0)));
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
        refused(send("Task", course.withdrawal(first)), "PRESCRIPTION_INVALID_STATE_TRANSITION");
        String nhsNumber = task(course).at("/for/identifier/value").asText();
        assertThat(tracked("patient:identifier=" + nhsNumber).path("total").asInt())
                .isEqualTo(2);
    }

    /** As a published message does, which claims for the first issue follow. */
    @Test
    default void issueOfTheDispensedPrescriptionCountsMoreThanTheDispenseItself() {
        Course course = new Course(TestPatients.next());
        ok(send(PROCESS, signed(repeatDispensing(course.order()))));
        ok(send(RELEASE, course.release()));
        Message notification = ofIssue(course.notification(id(), "0006", "0001", "0001"), 2, 1);
        for (int entry = 1; entry <= 2; entry++) {
            notification.with(
                    "/entry/" + entry + "/resource/contained/1/basedOn",
                    "[{\"extension\": [%s], \"display\": \"order\"}]".formatted(EpsRulesContract.repeats(0)));
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
        refusedCancellation(send(PROCESS, old.cancellation("0001")), "R-0005", "stopped");

        Course held = released();
        refusedCancellation(send(PROCESS, held.cancellation("0001")), "R-0002", "active");
        refusedCancellation(
                send(PROCESS, held.cancellation("0001").with("/entry/5/resource/identifier/0/value", "\"B99999\"")),
                "R-0007",
                "unknown");
    }

    @Test
    default void returnIsOnlyForTheHolder() {
        Course course = released();
        Response other = send("Task", course.giveBack().with("/contained/1/identifier/0/value", "\"FQ999\""));
        refused(other, "PRESCRIPTION_WITH_ANOTHER_DISPENSER");
        Message mine = course.giveBack();
        ok(send("Task", mine));
        ok(send("Task", mine));
        refused(send("Task", course.giveBack()), "PRESCRIPTION_INVALID_STATE_TRANSITION");
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
        refusedCancellation(send(PROCESS, course.cancellation("0001")), "R-0002", "active");
        ok(send(PROCESS, course.notification(id(), "0003", "0004", "0001")));
        ok(send(PROCESS, course.notification(id(), "0006", "0002", "0001")));
        String claim = id();
        ok(send("Claim", course.claim(claim)));
        ok(send("Claim", amending(course.claim(id()), claim)));
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
