package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.EpsRulesContract.HEADER;
import static org.openspine.server.prescriptions.EpsRulesContract.ITEM;
import static org.openspine.server.prescriptions.EpsRulesContract.OTHER;
import static org.openspine.server.prescriptions.EpsRulesContract.PATIENT;
import static org.openspine.server.prescriptions.EpsRulesContract.PREPARE;
import static org.openspine.server.prescriptions.EpsRulesContract.PROCESS;
import static org.openspine.server.prescriptions.EpsRulesContract.order;
import static org.openspine.server.prescriptions.ServedCourses.encoded;
import static org.openspine.server.prescriptions.ServedCourses.id;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Different ways to send the same: bases, headers, letters. Sections 1, 2, 3.7, 4.2 and 9 of the contract. */
interface EpsSpellingContract extends ServedCourses {
    /** Sections 1.1 and 1.2: one store, and every message at every base. */
    @Test
    default void basesAreDoorsToOneStore() {
        Course course = new Course(TestPatients.next());
        ok(post(
                "/fhir-dispensing/FHIR/R4/$process-message",
                signed(course.order()).json()));
        ok(post("/fhir-prescribing/FHIR/R4/Task/$release", course.release().json()));
        ok(post(
                "/electronic-prescriptions/FHIR/R4/$process-message",
                course.notification().json()));
        ok(post("/fhir-prescribing/FHIR/R4/Claim", course.claim(id()).json()));
        for (String base : EpsMessagesContract.BASES) {
            JsonNode found = get(address() + base + "/FHIR/R4/Task?identifier=" + encoded(course.number));
            assertThat(found.at("/entry/0/resource/businessStatus/coding/0/code")
                            .asText())
                    .isEqualTo("0008");
        }
    }

    /** Section 1.3. */
    @Test
    default void contentTypeMayTellTheVersionOrNotSpeakOfFhir() {
        for (String type : new String[] {
            "application/fhir+json; fhirVersion=4.0", "application/json", "application/fhir+json;charset=utf-8"
        }) {
            Response response = fhir().baseUri(address())
                    .contentType(type)
                    .body(order().json())
                    .post("/fhir-prescribing/FHIR/R4/$prepare");
            assertThat(ok(response).path("resourceType").asText()).isEqualTo("Parameters");
        }
        for (String type : new String[] {"application/fhir+xml", "text/plain"}) {
            Response response = fhir().baseUri(address())
                    .contentType(type)
                    .body(order().json())
                    .post("/fhir-prescribing/FHIR/R4/$prepare");
            assertThat(response.statusCode()).isEqualTo(415);
            assertThat(ServedBase.body(response).path("resourceType").asText()).isEqualTo("OperationOutcome");
        }
    }

    /** Section 1.3: a difference between the role of the header and that of the message is nobody's concern. */
    @Test
    default void roleOfTheHeaderNeedNotBeThatOfTheMessage() {
        ok(send(PREPARE, order(), "NHSD-Session-URID", "555999999999"));
    }

    /** Section 1.3: a warning counts if the sender wants it to. */
    @Test
    default void warningsCountOnlyIfTheSenderWantsThemTo() {
        Message order = order().with(PATIENT + "/generalPractitioner/0/type", "\"Device\"");
        ok(send(PREPARE, order));
        ok(send(PREPARE, order, "X-Show-Validation-Warnings", "false"));
        Response response = send(PREPARE, order, "X-Show-Validation-Warnings", "true");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(ServedBase.body(response).at("/issue/0/code").asText()).isEqualTo("processing");
    }

    /** Section 1.3. */
    @Test
    default void systemsOfHl7MayBeWrittenWithHttpsInTasksToo() {
        Course course = released();
        ok(send(
                "Task",
                course.giveBack().with("/code/coding/0/system", "\"https://hl7.org/fhir/CodeSystem/task-code\"")));
    }

    /** Section 4.2: real messages have all of these. */
    @Test
    default void profilesNarrativesAndUnknownMedicinesAreNoReasonToRefuse() {
        Message order = order().with(
                        ITEM + "/meta", "{\"profile\": [\"https://example.org/StructureDefinition/nobody-knows\"]}")
                .with(
                        ITEM + "/text",
                        "{\"status\": \"generated\", \"div\": \"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">One</div>\"}")
                .with(ITEM + "/medicationCodeableConcept/coding/0/code", "\"999999999999999\"")
                .without(ITEM + "/courseOfTherapyType/coding/0/display")
                .without(ITEM + "/extension/0/valueCoding/display")
                .without(OTHER + "/extension/0/valueCoding/display");
        ok(send(PREPARE, order));
    }

    /** Section 2: UUIDs compare whatever their case, and the number is kept in capitals. */
    @Test
    default void idsMayBeWrittenInCapitalsAndNumbersInSmallLetters() {
        Course course = new Course(TestPatients.next());
        Message order = course.order();
        for (String item : new String[] {ITEM, OTHER}) {
            order.with(item + "/groupIdentifier/value", "\"" + course.number.toLowerCase(Locale.ROOT) + "\"");
            upper(order, item + "/identifier/0/value");
        }
        ok(send(PROCESS, signed(order)));
        ok(send(RELEASE, course.release()));
        String notification = id();
        ok(send(PROCESS, course.notification(notification, "0006", "0001", "0001")));
        ok(send("Task", course.withdrawal(notification.toUpperCase(Locale.ROOT))));
        Message again = course.notification();
        upper(again, ITEM + "/contained/1/identifier/0/value");
        ok(send(PROCESS, again));
        Message claim = course.claim(id());
        upper(claim, "/item/0/detail/0/extension/1/valueReference/identifier/value");
        ok(send("Claim", claim));
        JsonNode task = task(course);
        assertThat(task.at("/focus/identifier/value").asText()).isEqualTo(course.number);
        assertThat(task.at("/input/0/valueReference/identifier/value").asText()).isEqualTo(course.first);
    }

    /** Section 2.1: numbers that differ in the check character alone are one. */
    @Test
    default void checkCharacterDoesNotTellPrescriptionsApart() {
        Course course = ordered();
        String other =
                course.number.substring(0, course.number.length() - 1) + (course.number.endsWith("A") ? "B" : "A");
        ok(send(RELEASE, course.release().with("/parameter/3/valueIdentifier/value", "\"" + other + "\"")));
        ok(send("Task", course.giveBack().with("/groupIdentifier/value", "\"" + other + "\"")));
        assertThat(tracked("identifier=" + encoded(other))
                        .at("/entry/0/resource/focus/identifier/value")
                        .asText())
                .isEqualTo(course.number);
    }

    /** Section 9: ids of messages are the same whatever their case, and other ids in another kind of message. */
    @Test
    default void messageIdsCountOncePerKindOfMessage() {
        Course course = new Course(TestPatients.next());
        String id = id();
        Message order = signed(course.order().with("/identifier/value", "\"" + id + "\""));
        ok(send(PROCESS, order));
        ok(send(PROCESS, order.with("/identifier/value", "\"" + id.toUpperCase(Locale.ROOT) + "\"")));
        Message cancellation = course.cancellation("0001").with("/identifier/value", "\"" + id + "\"");
        PublishedCancellation.isTold(send(PROCESS, cancellation), "R-0001");
        JsonNode first = ServedBase.body(send(PROCESS, cancellation));
        assertThat(ServedBase.body(send(PROCESS, cancellation))).isEqualTo(first);
        ok(send(RELEASE, course.release()));
        ok(send(PROCESS, course.notification(id, "0003", "0005", "0004")));
        ok(send(PROCESS, course.notification(id, "0006", "0005", "0001"))); // the same message: no second effect
        status(course, "0003", "0005", "0004");
    }

    /** Section 3.7: split packs are several dispenses of one item, and nothing else names the patient. */
    @Test
    default void itemMayBeSuppliedInSeveralPacks() {
        Course course = released();
        Message notification = course.notification();
        String pack = notification.at("/entry/1").toString().replace("d2c8e022", "d2c8e029");
        ok(send(PROCESS, notification.with("/entry/-", pack)));
        status(course, "0006", "0001", "0001");
    }

    /** Section 3.7: every notification lists every item; section 7.4: one that was not touched stays as it is. */
    @Test
    default void untouchedItemIsListedAsItIs() {
        Course course = released();
        PublishedError.isTold(
                send(PROCESS, course.notification(id(), "0003", "0001", "0008").without("/entry/2")),
                "MEDICATIONREQUEST_NOT_FOUND");
        ok(send(PROCESS, course.notification(id(), "0003", "0001", "0008")));
        status(course, "0003", "0001", "0008");
    }

    /** Section 4.1: with everything wrong at once each step answers in its turn, and nothing is stored until all is right. */
    @Test
    default void stepsAreTakenInTheirOrder() {
        Course course = new Course(TestPatients.next());
        String right = course.order().json();
        Message order = signed(course.order())
                .without(ITEM + "/dosageInstruction")
                .with(HEADER + "/eventCoding/code", "\"prescription-lost\"")
                .with(ITEM + "/status", "\"draft\"")
                .without(PATIENT + "/gender")
                .with(PATIENT + "/birthDate", "\"2999-01-01\"");
        String[] scope = {"NHSD-Scope", EpsMessagesContract.USER + "fhir-dispensing"};

        assertThat(ServedBase.diagnostics(send(PROCESS, Message.of("order", text -> "{\"x\": 1}"), scope)))
                .startsWith("Failed to parse JSON encoded FHIR content");
        assertThat(ServedBase.diagnostics(send(PROCESS, order, scope)))
                .startsWith("MedicationRequest.dosageInstruction");
        order.with(ITEM + "/dosageInstruction", "[{\"text\": \"one\"}]");
        assertThat(ServedBase.diagnostics(send(PROCESS, order, scope)))
                .startsWith("MessageHeader.eventCoding.code must be one of");
        order.with(HEADER + "/eventCoding/code", "\"prescription-order\"");
        assertThat(send(PROCESS, order, scope).statusCode()).isEqualTo(403);
        assertThat(ServedBase.diagnostics(send(PROCESS, order))).isEqualTo("MedicationRequest.status must be active.");
        order.with(ITEM + "/status", "\"active\"");
        assertThat(display(send(PROCESS, order))).isEqualTo("Unhandled gender 'undefined'.");
        order.with(PATIENT + "/gender", "\"male\"");
        assertThat(display(send(PROCESS, order))).endsWith("birthTime is in the future");
        assertThat(tracked("identifier=" + encoded(course.number)).path("total").asInt())
                .isZero();
        ok(post("/electronic-prescriptions/FHIR/R4/$process-message", right));
    }

    private static String display(Response response) {
        return ServedBase.body(response).at("/issue/0/details/coding/0/display").asText();
    }

    private static void upper(Message message, String pointer) {
        message.with(pointer, "\"" + message.at(pointer).asText().toUpperCase(Locale.ROOT) + "\"");
    }
}
