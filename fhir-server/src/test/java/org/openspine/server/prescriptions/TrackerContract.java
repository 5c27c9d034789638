package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.server.carerecords.RefusedSummary;
import org.openspine.server.http.ServedBase;

/** The clinical tracker: what may be asked, and what a prescription looks like at each stage. */
interface TrackerContract extends ServedEps {
    String TRACKER = "/clinical-prescription-tracker/RequestGroup";

    @Test
    default void headersAndQueryAreCheckedTogether() {
        Response none = fhir().get(address() + TRACKER);
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(none.header("Cache-Control")).isEqualTo("no-cache");
        JsonNode issues = ServedBase.body(none).path("issue");
        assertThat(issues.findValuesAsText("diagnostics"))
                .containsExactly(
                        "Missing required header, x-request-id.",
                        "Missing required header, nhsd-organization-uuid.",
                        "Missing required header, nhsd-session-urid.",
                        "Missing required header, nhsd-session-jobrole.",
                        "Missing required query string parameter; either prescriptionId or nhsNumber must be included.");
        assertThat(issues.at("/0/code").asText()).isEqualTo("value");
        assertThat(issues.at("/0/details/coding/0")).isEqualTo(ServedBase.tree("""
                        {"system": "https://fhir.nhs.uk/CodeSystem/http-error-codes", "code": "BAD_REQUEST",
                         "display": "400: The Server was unable to process the request."}"""));
    }

    @Test
    default void badNumbersAreTold() {
        String[][] cases = {
            {"prescriptionId=ABC", "prescriptionId does not match required format."},
            {"prescriptionId=24F5DA-A83008-7EFE6Y", "prescriptionId checksum is invalid."},
            {"nhsNumber=123", "nhsNumber does not match required format."},
            {"nhsNumber=9000000000", "nhsNumber checksum is invalid."},
            {
                "nhsNumber=9000000009&prescriptionId=24F5DA-A83008-7EFE6Z",
                "Invalid query string parameters; only prescriptionId or nhsNumber must be provided, not both."
            }
        };
        for (String[] example : cases) {
            Response response = tracker().get(address() + TRACKER + "?" + example[0]);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(ServedBase.diagnostics(response)).isEqualTo(example[1]);
        }
        assertThat(tracker().get(address() + TRACKER + "/24F5DA-A83008-7EFE6Y").statusCode())
                .isEqualTo(400);
        Response unknown = tracker().get(address() + TRACKER + "/" + encoded(StatusUpdateContract.number()));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(ServedBase.body(unknown).at("/issue/0/details/coding/0/code").asText())
                .isEqualTo("NOT_FOUND");
        assertThat(tracked("?prescriptionId=" + encoded(StatusUpdateContract.number()))
                        .toString())
                .isEqualTo("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":0,\"entry\":[]}");
        assertThat(tracker()
                        .header("OpenSpine-Access-Mode", "application-restricted")
                        .get(address() + TRACKER + "?nhsNumber=9000000009")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    default void orderedPrescriptionIsFoundByNumberAndPatient() {
        String patient = TestPatients.next();
        Course course = new Course(patient);
        ok(send("$process-message", course.order()));
        for (String query : new String[] {"?prescriptionId=" + encoded(course.number), "?nhsNumber=" + patient}) {
            JsonNode found = tracked(query);
            assertThat(found.path("total").asInt()).isEqualTo(1);
            assertThat(found.at("/entry/0/search/mode").asText()).isEqualTo("include");
            assertThat(found.at("/entry/0/resource/name/0/family").asText()).isEqualTo("Harker");
            JsonNode group = found.at("/entry/1/resource");
            assertThat(group.path("resourceType").asText()).isEqualTo("RequestGroup");
            assertThat(group.at("/identifier/0/value").asText()).isEqualTo(course.number);
            assertThat(group.at("/subject/reference").asText())
                    .isEqualTo(found.at("/entry/0/fullUrl").asText());
            assertThat(status(group)).isEqualTo("0001 To be Dispensed");
            assertThat(group.path("extension")).hasSize(2);
        }
        assertThat(tracked("?nhsNumber=" + patient + "&highDate=2020-01-01")
                        .path("total")
                        .asInt())
                .isZero();
    }

    /** Section 8.2: between two days, and of the last two years if none are named. */
    @Test
    default void prescriptionsOfAPeriodAreFound() {
        String patient = TestPatients.next();
        Course course = new Course(patient);
        String old = LocalDate.now(ZoneOffset.UTC).minusYears(3).toString();
        ok(send(
                "$process-message",
                course.order().with("/entry/7/resource/signature/0/when", "\"" + old + "T09:00:00+00:00\"")));
        String query = "?nhsNumber=" + patient;
        assertThat(tracked(query).path("total").asInt()).isZero();
        assertThat(tracked(query + "&lowDate=" + old).path("total").asInt()).isEqualTo(1);
        assertThat(tracked(query + "&lowDate=" + old + "&highDate=" + old)
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        Response odd = tracker().get(address() + TRACKER + query + "&lowDate=yesterday");
        assertThat(odd.statusCode()).isEqualTo(400);
        assertThat(ServedBase.diagnostics(odd)).isEqualTo("lowDate does not match required format.");
    }

    /** A sandbox stores what it was not to validate; its trackers show what can be shown of it. */
    @Test
    default void orderThatNobodyValidatedIsShownAsFarAsItIsOne() {
        Course course = new Course(TestPatients.next());
        Message order = course.order()
                .with(EpsRulesContract.PATIENT + "/address", "[\"odd\", {\"line\": [\"1 High Street\"]}]");
        ok(send("$process-message", order, "X-Skip-Validation", "true"));
        JsonNode patient = resources(detail(course), "Patient").get(0);
        assertThat(patient.path("address")).hasSize(1);
        assertThat(patient.at("/address/0/text").asText()).isEqualTo("1 High Street");
    }

    /** Section 8.2: titles of what went back, and a dispense that counts no more. */
    @Test
    default void withdrawalIsPartOfTheHistory() {
        Course course = new Course(TestPatients.next());
        ok(send("$process-message", signed(course.order())));
        ok(send("Task/$release", course.release()));
        String first = UUID.randomUUID().toString();
        ok(send("$process-message", course.notification(first, "0003", "0001", "0004")));
        ok(send("$process-message", course.notification()));
        assertThat(resources(detail(course), "MedicationDispense"))
                .extracting(dispense -> dispense.path("status").asText())
                .containsExactly("unknown", "unknown", "in-progress", "in-progress");
        ok(send("Task", course.withdrawal(course.notification)));
        JsonNode detail = detail(course);
        assertThat(titles(detail)).endsWith("Dispense notification successful", "Dispense Withdrawal successful");
        assertThat(resources(detail, "MedicationDispense"))
                .extracting(dispense -> dispense.path("status").asText())
                .containsExactly("in-progress", "in-progress");
    }

    @Test
    default void restrictedPatientHasNoPrescriptionsExceptForThoseWhoMadeThem() {
        String patient = TestPatients.next();
        Course course = new Course(patient);
        ok(send("$process-message", course.order()));
        String record = ("{\"resourceType\": \"Patient\", \"id\": \"%s\", \"meta\": {\"security\": [{\"system\":"
                        + " \"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\", \"code\": \"R\"}]},"
                        + " \"identifier\": [{\"system\": \"https://fhir.nhs.uk/Id/nhs-number\", \"value\": \"%<s\"}]}")
                .formatted(patient);
        assertThat(fhir().contentType(JSON)
                        .body(record)
                        .put(base() + "/Patient/" + patient)
                        .statusCode())
                .isEqualTo(201);
        String tasks = address() + "/electronic-prescriptions/FHIR/R4/Task?patient:identifier=" + patient;

        String other = "NHSD-End-User-Organisation-ODS";
        assertThat(ok(tracker().header(other, "FQ999").get(address() + TRACKER + "?nhsNumber=" + patient))
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(tracker()
                        .header(other, "FQ999")
                        .get(address() + TRACKER + "/" + encoded(course.number))
                        .statusCode())
                .isEqualTo(404);
        assertThat(tracked("?nhsNumber=" + patient).path("total").asInt()).isEqualTo(1);
        assertThat(get(tasks).path("total").asInt()).isZero();
        assertThat(ok(fhir().header(other, "B91234").get(tasks)).path("total").asInt())
                .isEqualTo(1);
    }

    /** Care records, section 10.3. */
    @Test
    default void refusingASummaryDoesNotTouchPrescriptions() {
        String patient = TestPatients.next();
        assertThat(fhir().contentType(JSON)
                        .body(
                                "{\"resourceType\": \"Patient\", \"id\": \"%s\", \"identifier\": [{\"system\": \"https://fhir.nhs.uk/Id/nhs-number\", \"value\": \"%<s\"}]}"
                                        .formatted(patient))
                        .put(base() + "/Patient/" + patient)
                        .statusCode())
                .isEqualTo(201);
        RefusedSummary.of(address(), patient);
        Course course = new Course(patient);
        ok(send("$process-message", signed(course.order())));
        ok(send("Task/$release", course.release()));
        assertThat(tracked("?nhsNumber=" + patient).path("total").asInt()).isEqualTo(1);
    }

    @Test
    default void historyIsToldEventByEvent() {
        Course course = new Course(TestPatients.next());
        ok(send("$process-message", signed(course.order())));
        ok(send("Task/$release", course.release()));
        assertThat(send("$process-message", course.cancellation("0001")).statusCode())
                .isEqualTo(400);
        JsonNode waiting = detail(course);
        assertThat(titles(waiting))
                .containsExactly(
                        "Prescription upload successful",
                        "Release Request successful",
                        "Prescription/item was not cancelled. With dispenser. Marked for cancellation");
        JsonNode item = resources(waiting, "MedicationRequest").get(0);
        assertThat(item.at("/statusReason/coding/0/display").asText()).isEqualTo("Prescribing Error");
        assertThat(item.at("/extension/1/extension/0/valueBoolean").asBoolean()).isTrue();
        assertThat(item.at("/performer/identifier/value").asText()).isEqualTo("FQ123");
        ok(send("$process-message", course.notification()));
        JsonNode dispensed = detail(course);
        JsonNode group = resources(dispensed, "RequestGroup").get(0);
        assertThat(status(group)).isEqualTo("0006 Dispensed");
        assertThat(group.at("/action/0/action")).hasSize(2);
        JsonNode notified = group.at("/action/1/action/3");
        assertThat(notified.path("title").asText()).isEqualTo("Dispense notification successful");
        assertThat(notified.at("/code/1/coding/0/code").asText()).isEqualTo(course.notification);
        assertThat(notified.at("/participant/0/extension/0/valueReference/identifier/value")
                        .asText())
                .isEqualTo("FQ123");
        List<JsonNode> supplied = resources(dispensed, "MedicationDispense");
        assertThat(supplied).hasSize(2);
        assertThat(notified.at("/action/0/resource/reference").asText())
                .isEqualTo("urn:uuid:" + supplied.get(0).path("id").asText());
        assertThat(supplied.get(0).path("status").asText()).isEqualTo("in-progress");
        assertThat(supplied.get(0).at("/identifier/0/value").asText()).isEqualTo(course.first);
        assertThat(resources(dispensed, "MedicationRequest")
                        .get(0)
                        .path("status")
                        .asText())
                .isEqualTo("completed");
        assertThat(resources(dispensed, "PractitionerRole")).hasSize(2);
    }

    @Test
    default void cancelledItemTellsWhy() {
        Course course = new Course(TestPatients.next());
        ok(send("$process-message", course.order()));
        ok(send("$process-message", course.cancellation("0004")));
        JsonNode detail = detail(course);
        JsonNode item = resources(detail, "MedicationRequest").get(0);
        assertThat(item.path("status").asText()).isEqualTo("cancelled");
        assertThat(item.at("/statusReason/coding/0/code").asText()).isEqualTo("0004");
        assertThat(titles(detail)).endsWith("Prescription/item was cancelled");
        assertThat(status(resources(detail, "RequestGroup").get(0))).isEqualTo("0001 To be Dispensed");
        assertThat(tracker()
                        .get(address() + TRACKER + "/" + encoded(course.number) + "?issueNumber=2")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    default void prescriptionWithoutItemsLeftTellsWhyItWasCancelled() {
        Course course = new Course(TestPatients.next());
        ok(send("$process-message", course.order().without("/entry/2")));
        ok(send("$process-message", course.cancellation("0002")));
        JsonNode group = resources(detail(course), "RequestGroup").get(0);
        assertThat(status(group)).isEqualTo("0005 Cancelled");
        assertThat(group.findValuesAsText("url")).contains("cancellationReason");
        assertThat(group.path("extension").findValuesAsText("display")).contains("Clinical contra-indication");
    }

    private RequestSpecification tracker() {
        return fhir().header("X-Request-ID", UUID.randomUUID().toString())
                .header("NHSD-Organization-UUID", "B91234")
                .header("NHSD-Session-URID", "555000000001")
                .header("NHSD-Session-JobRole", "R8000");
    }

    private JsonNode tracked(String query) {
        return ok(tracker().get(address() + TRACKER + query));
    }

    private JsonNode detail(Course course) {
        JsonNode detail = tracked("/" + encoded(course.number));
        assertThat(detail.path("total").asInt()).isEqualTo(1);
        return detail;
    }

    private static List<String> titles(JsonNode detail) {
        return resources(detail, "RequestGroup").get(0).at("/action/1/action").findValuesAsText("title");
    }

    private static List<JsonNode> resources(JsonNode bundle, String type) {
        return bundle.path("entry").findValues("resource").stream()
                .filter(resource -> resource.path("resourceType").asText().equals(type))
                .toList();
    }

    private static String status(JsonNode group) {
        JsonNode coding = group.at("/extension/0/extension/0/valueCoding");
        return coding.path("code").asText() + " " + coding.path("display").asText();
    }

    static String encoded(String number) {
        return number.replace("+", "%2B");
    }
}
