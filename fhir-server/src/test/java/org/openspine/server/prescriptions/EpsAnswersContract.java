package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.EpsRulesContract.ITEM;
import static org.openspine.server.prescriptions.EpsRulesContract.OTHER;
import static org.openspine.server.prescriptions.EpsRulesContract.PREPARE;
import static org.openspine.server.prescriptions.EpsRulesContract.PROCESS;
import static org.openspine.server.prescriptions.ServedCourses.id;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** What answers look like as a whole: sections 3.4, 3.6, 4.1, 5.6 and 8.1 of the contract. */
interface EpsAnswersContract extends ServedCourses {
    String NHS = "https://fhir.nhs.uk/StructureDefinition/";
    String UUID_IN_LOWER_CASE = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    /** Section 4.1. */
    @Test
    default void successIsOneInformationalIssueWithTheTime() {
        ObjectNode outcome = (ObjectNode) ok(send(PROCESS, signed(new Course(TestPatients.next()).order())));
        assertThat(outcome.at("/meta/lastUpdated").asText())
                .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\+00:00");
        outcome.remove("meta");
        assertThat(outcome).isEqualTo(ServedBase.tree("""
                {"resourceType": "OperationOutcome", "issue": [{"severity": "information", "code": "informational"}]}"""));
    }

    /** Section 3.6. */
    @Test
    default void releaseAnswersBothSetsUnderOneId() {
        Course course = new Course(TestPatients.next());
        Message order = signed(course.order());
        ok(send(PROCESS, order));
        JsonNode answer = ok(send(RELEASE, course.release()));
        assertThat(answer.path("resourceType").asText()).isEqualTo("Parameters");
        JsonNode passed = answer.at("/parameter/0/resource");
        JsonNode failed = answer.at("/parameter/1/resource");
        assertThat(answer.at("/parameter/0/name").asText()).isEqualTo("passedPrescriptions");
        assertThat(answer.at("/parameter/1/name").asText()).isEqualTo("failedPrescriptions");
        assertThat(passed.at("/identifier/system").asText()).isEqualTo("https://tools.ietf.org/html/rfc4122");
        assertThat(passed.at("/identifier/value").asText()).matches(UUID_IN_LOWER_CASE);
        assertThat(failed.path("identifier")).isEqualTo(passed.path("identifier"));
        assertThat(List.of(passed.path("type").asText(), failed.path("type").asText()))
                .containsOnly("searchset");
        assertThat(passed.path("total").asInt()).isEqualTo(1);
        assertThat(failed.path("total").asInt()).isZero();
        assertThat(failed.path("entry").toString()).isEqualTo("[]");

        JsonNode message = passed.at("/entry/0/resource");
        assertThat(message.path("type").asText()).isEqualTo("message");
        assertThat(message.path("identifier")).isEqualTo(order.at("/identifier"));
        assertThat(message.at("/entry/0/resource/eventCoding/code").asText()).isEqualTo("prescription-order");
        assertThat(message.at("/entry/0/resource/destination/0/receiver/identifier/value")
                        .asText())
                .isEqualTo("FQ123");
        for (int entry = 3; entry <= 7; entry++) { // patient, role, practitioner, organisation, signature
            String place = "/entry/%d".formatted(entry);
            assertThat(message.at(place)).as(place).isEqualTo(order.at(place));
        }
    }

    /** Section 3.6: an item with what has become of it; an acute one has no counts of issues. */
    @Test
    default void releasedItemTellsItsStatus() {
        Course course = new Course(TestPatients.next());
        ok(send(PROCESS, signed(course.order())));
        PublishedCancellation.isTold(send(PROCESS, course.cancellation("0003")), "R-0001");
        JsonNode message = ok(send(RELEASE, course.release())).at("/parameter/0/resource/entry/0/resource");
        JsonNode cancelled = message.at(ITEM);
        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        assertThat(dispensing(cancelled)).isEqualTo(ServedBase.tree("""
                {"url": "%sExtension-EPS-DispensingInformation", "extension": [{"url": "dispenseStatus", "valueCoding":
                  {"system": "https://fhir.nhs.uk/CodeSystem/medicationdispense-type", "code": "0005", "display": "Item cancelled"}}]}""".formatted(NHS)));
        JsonNode item = message.at(OTHER);
        assertThat(item.path("status").asText()).isEqualTo("active");
        assertThat(item.path("intent").asText()).isEqualTo("order");
        assertThat(dispensing(item).at("/extension/0/valueCoding/code").asText())
                .isEqualTo("0008");
        assertThat(item.at("/dispenseRequest/numberOfRepeatsAllowed").asInt(-1)).isZero();
        assertThat(item.has("basedOn")).isFalse();
        assertThat(item.at("/groupIdentifier/value").asText()).isEqualTo(course.number);
    }

    /** Sections 3.6 and 5.1: repeat prescribing goes out as an order that counts one issue. */
    @Test
    default void repeatPrescriptionCountsOneIssue() {
        Course course = new Course(TestPatients.next());
        Message order = course.order();
        for (String item : new String[] {ITEM, OTHER}) {
            order.with(item + "/intent", "\"instance-order\"")
                    .with(item + "/courseOfTherapyType/coding/0/code", "\"continuous\"");
        }
        ok(send(PROCESS, signed(order)));
        JsonNode item = ok(send(RELEASE, course.release())).at("/parameter/0/resource/entry/0/resource" + ITEM);
        assertThat(item.path("intent").asText()).isEqualTo("order");
        assertThat(item.at("/basedOn/0/extension")).isEqualTo(ServedBase.tree("""
                [{"url": "%sExtension-EPS-RepeatInformation", "extension": [
                  {"url": "numberOfRepeatsAllowed", "valueInteger": 0}, {"url": "numberOfRepeatsIssued", "valueInteger": 0}]}]""".formatted(NHS)));
        assertThat(item.path("extension").findValuesAsText("url"))
                .contains(
                        "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation",
                        "numberOfPrescriptionsIssued");
    }

    /** Section 5.1: acute and continuous together count as acute. */
    @Test
    default void mixtureOfAcuteAndContinuousIsAcute() {
        Course course = new Course(TestPatients.next());
        Message order = course.order()
                .with(OTHER + "/intent", "\"instance-order\"")
                .with(OTHER + "/courseOfTherapyType/coding/0/code", "\"continuous\"");
        ok(send(PROCESS, signed(order)));
        assertThat(task(course).at("/extension/0/extension/0/valueCoding/code").asText())
                .isEqualTo("acute");
        JsonNode released = ok(send(RELEASE, course.release()));
        assertThat(released.at("/parameter/0/resource/total").asInt()).isEqualTo(1);
        assertThat(released.findValue("basedOn")).isNull();
    }

    /** Section 5.6. */
    @Test
    default void severalDosagesAreReleasedAsTheOneTextThatWasSigned() {
        Course course = new Course(TestPatients.next());
        Message order = course.order().with(ITEM + "/dosageInstruction", """
                        [{"sequence": 2, "text": "one at night"}, {"sequence": 1, "text": "two at noon"},
                         {"sequence": 1, "text": "with food"}]""");
        ok(send(PROCESS, signed(order)));
        JsonNode released = ok(send(RELEASE, course.release()));
        assertThat(released.at("/parameter/0/resource/entry/0/resource" + ITEM + "/dosageInstruction"))
                .isEqualTo(ServedBase.tree("[{\"text\": \"two at noon, and with food, then one at night\"}]"));
    }

    /** Section 8.1. */
    @Test
    default void taskIsToldWhole() {
        Course course = released();
        ok(send(PROCESS, course.notification(id(), "0003", "0001", "0004")));
        JsonNode bundle = tracked("patient:identifier=" + course.nhsNumber);
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        ObjectNode task = (ObjectNode) bundle.at("/entry/0/resource").deepCopy();
        String today = LocalDate.now(ZoneId.of("Europe/London")).toString();
        assertThat(task.path("authoredOn").asText()).isEqualTo(today);
        JsonNode input = task.at("/input/1");
        assertThat(input.path("type").at("/coding/0/code").asText()).isEqualTo("16076005");
        assertThat(input.at("/valueReference/identifier")).isEqualTo(ServedBase.tree("""
                {"system": "https://fhir.nhs.uk/Id/prescription-order-item-number", "value": "%s"}""".formatted(course.second)));
        JsonNode information = input.at("/extension/0");
        assertThat(information.path("url").asText()).isEqualTo(NHS + "Extension-EPS-DispensingInformation");
        assertThat(information.at("/extension/0/valueCoding/code").asText()).isEqualTo("0004");
        assertThat(information.at("/extension/1/url").asText()).isEqualTo("dateLastDispensed");
        JsonNode output = task.at("/output/1");
        assertThat(output.path("type").at("/coding/0/code").asText()).isEqualTo("373784005");
        assertThat(output.at("/extension/0/url").asText())
                .isEqualTo(NHS + "Extension-EPS-DispensingReleaseInformation");
        assertThat(output.at("/extension/0/extension").findValuesAsText("url"))
                .containsExactly("dateLastIssuedDispensed", "dateDownloaded");
        assertThat(output.at("/extension/0/extension").findValuesAsText("valueDate"))
                .containsExactly(today, today);
        task.remove(List.of("id", "identifier", "authoredOn", "input", "output"));
        assertThat(task).isEqualTo(ServedBase.tree("""
                {"resourceType": "Task",
                 "extension": [{"url": "%sExtension-EPS-Prescription", "extension": [{"url": "courseOfTherapyType", "valueCoding":
                   {"system": "http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy", "code": "acute",
                    "display": "Short course (acute) therapy"}}]}],
                 "status": "in-progress",
                 "businessStatus": {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/EPS-task-business-status",
                   "code": "0003", "display": "With Dispenser - Active"}]},
                 "intent": "order",
                 "code": {"coding": [{"system": "http://hl7.org/fhir/CodeSystem/task-code", "code": "fulfill",
                   "display": "Fulfill the focal request"}]},
                 "focus": {"identifier": {"system": "https://fhir.nhs.uk/Id/prescription-order-number", "value": "%s"}},
                 "for": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}},
                 "requester": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "B91234"}},
                 "owner": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "FQ123"},
                   "display": "WESTENRA PHARMACY"}}""".formatted(NHS, course.number, course.nhsNumber)));
    }

    /** Section 8.1: a claim adds its date. */
    @Test
    default void claimedTaskTellsWhenItWasClaimed() {
        Course course = dispensed();
        ok(send("Claim", course.claim(id())));
        assertThat(task(course).at("/output/0/extension/0/extension").findValuesAsText("url"))
                .containsExactly("dateLastIssuedDispensed", "dateDownloaded", "dateClaimed");
    }

    /** Section 3.4. */
    @Test
    default void answerToACancellationNamesWhoHasTheItem() {
        Course course = released();
        String message = id().toUpperCase(Locale.ROOT);
        JsonNode answer = ServedBase.body(
                send(PROCESS, course.cancellation("0001").with("/identifier/value", "\"" + message + "\"")));
        assertThat(answer.path("type").asText()).isEqualTo("message");
        assertThat(answer.at("/identifier/value").asText())
                .matches(UUID_IN_LOWER_CASE)
                .isNotEqualToIgnoringCase(message);
        assertThat(answer.path("entry").findValues("resource").stream()
                        .map(resource -> resource.path("resourceType").asText()))
                .containsExactly(
                        "MessageHeader",
                        "MedicationRequest",
                        "Patient",
                        "Practitioner",
                        "Practitioner",
                        "PractitionerRole",
                        "PractitionerRole",
                        "Organization",
                        "Organization");
        JsonNode header = answer.at("/entry/0/resource");
        assertThat(header.at("/extension/0")).isEqualTo(ServedBase.tree("""
                {"url": "%sExtension-MessageHeader-messageId", "valueIdentifier":
                  {"system": "https://tools.ietf.org/html/rfc4122", "value": "%s"}}""".formatted(
                        NHS, answer.at("/identifier/value").asText())));
        assertThat(header.path("sender")).isEqualTo(ServedBase.tree("""
                {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "X2601"},
                 "display": "NHS Digital Spine"}"""));
        assertThat(header.at("/source/name").asText()).isEqualTo("NHS Spine");
        assertThat(header.at("/response/identifier").asText()).isEqualTo(message.toLowerCase(Locale.ROOT));
        JsonNode item = answer.at("/entry/1/resource");
        assertThat(item.at("/identifier/0/value").asText()).isEqualTo(course.first);
        assertThat(item.at("/groupIdentifier/value").asText()).isEqualTo(course.number);
        assertThat(item.path("intent").asText()).isEqualTo("order");
        assertThat(item.at("/medicationCodeableConcept/coding/0/code").asText()).isEqualTo("763158003");
        String role = "urn:uuid:2c1f64d8-3b1d-4b0f-9c0d-5a41d2c8e002";
        assertThat(item.at("/extension/1/url").asText()).isEqualTo(NHS + "Extension-DM-ResponsiblePractitioner");
        assertThat(item.at("/extension/1/valueReference/reference").asText()).isEqualTo(role);
        assertThat(item.at("/requester/reference").asText()).isEqualTo(role);
        JsonNode performer = item.at("/dispenseRequest/performer");
        assertThat(performer.at("/identifier/value").asText()).isEqualTo("FQ123");
        assertThat(performer.path("display").asText()).isEqualTo("WESTENRA PHARMACY");
        assertThat(performer.at("/extension/0/url").asText()).isEqualTo(NHS + "Extension-DM-DispensingPerformer");
        assertThat(performer.at("/extension/0/valueReference/reference").asText())
                .isEqualTo(answer.at("/entry/6/fullUrl").asText());
    }

    /** Section 6.4: returned by itself, so anyone may have it. */
    @Test
    default void prescriptionWithAWrongSignatureIsToldBesideItsOutcome() {
        Course course = new Course(TestPatients.next());
        Message order = course.order();
        ok(send(PROCESS, order));
        JsonNode failed = ok(send(RELEASE, course.release())).at("/parameter/1/resource");
        assertThat(failed.path("total").asInt()).isEqualTo(2);
        assertThat(failed.at("/entry/0/resource/issue")).isEqualTo(ServedBase.tree("""
                [{"severity": "error", "code": "invalid", "details": {"coding": [{
                  "system": "https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode", "code": "INVALID_VALUE",
                  "display": "Signature is invalid."}]}, "expression": ["Provenance.signature.data"]}]"""));
        assertThat(failed.at("/entry/0/resource/extension"))
                .isEqualTo(ServedBase.tree("""
                [{"url": "%sExtension-Spine-supportingInfo-prescription", "valueReference": {"identifier": %s}}]""".formatted(NHS, order.at("/identifier"))));
        assertThat(failed.at("/entry/1/resource/identifier")).isEqualTo(order.at("/identifier"));
        status(course, "0001", "0007", "0007");
    }

    /** Section 6.1: nothing is created. */
    @Test
    default void preparedPrescriptionDoesNotExist() {
        Course course = new Course(TestPatients.next());
        ok(send(PREPARE, course.order()));
        assertThat(tracked("patient:identifier=" + course.nhsNumber)
                        .path("entry")
                        .toString())
                .isEqualTo("[]");
    }

    private static JsonNode dispensing(JsonNode item) {
        for (JsonNode extension : item.path("extension")) {
            if (extension.path("url").asText().equals(NHS + "Extension-EPS-DispensingInformation")) {
                return extension;
            }
        }
        throw new AssertionError("no dispensing information in " + item);
    }
}
