package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** Status updates: rules in their order, all or nothing, and no task twice. */
interface StatusUpdateContract extends ServedEps {
    String UPDATES = "/prescription-status-update/";
    String GOOD = "Data not committed due to issues in other entries.";

    @Test
    default void updatesAreStoredAndFoundAgain() {
        String number = number();
        Response response =
                update(Update.of(number), Update.of(number).with("/businessStatus/coding/0/code", "\"COLLECTED\""));
        JsonNode bundle = ServedBase.body(response);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(bundle.path("type").asText()).isEqualTo("transaction-response");
        assertThat(bundle.path("entry")).hasSize(2);
        assertThat(bundle.at("/entry/1/response/status").asText()).isEqualTo("201 Created");
        assertThat(issue(bundle, 1)).isEqualTo(ServedBase.tree("""
                        {"severity": "information", "code": "success", "diagnostics": "No issues detected during validation."}"""));
        JsonNode items = get(address() + UPDATES + "checkprescriptionstatusupdates?prescriptionid="
                        + number.replace("+", "%2B"))
                .path("items");
        assertThat(items).hasSize(2);
        assertThat(items.at("/0/Status").asText()).isEqualTo("With Pharmacy");
        assertThat(items.at("/1/TerminalStatus").asText()).isEqualTo("completed");
        assertThat(items.at("/0/PharmacyODSCode").asText()).isEqualTo("FQ123");
        assertThat(items.at("/0/RequestID").asText()).isNotEmpty();
    }

    /** Section 8.3 names what is checked; nothing else gets into the store, where it would be no FHIR. */
    @Test
    default void whatNobodyCheckedIsNotStored() {
        String number = number();
        Update update = Update.of(number)
                .with("/intent", "{\"odd\": [1]}")
                .with("/extension", "\"odd\"")
                .with("/odd", "true")
                .with("/input", "[{\"valueInteger\": 3, \"odd\": 1}]");
        assertThat(update(update).statusCode()).isEqualTo(201);
        JsonNode found = get("Task?based-on:identifier=" + number.replace("+", "%2B"));
        JsonNode task = found.at("/entry/0/resource");
        assertThat(task.path("intent").asText()).isEqualTo("order");
        assertThat(task.at("/input/0/valueInteger").asInt()).isEqualTo(3);
        assertThat(task.toString()).doesNotContain("odd");
        JsonNode outcome = ServedEps.ok(sending(task.toString()).post("/Task/$validate"));
        assertThat(outcome.path("issue").findValuesAsText("severity")).doesNotContain("error", "fatal");
    }

    @Test
    default void moreThanFifteenComeInPages() {
        String number = number();
        Update[] many = new Update[17];
        for (int i = 0; i < many.length; i++) {
            many[i] = Update.of(number);
        }
        assertThat(update(many).statusCode()).isEqualTo(201);
        String check =
                address() + UPDATES + "checkprescriptionstatusupdates?prescriptionid=" + number.replace("+", "%2B");
        Response first = fhir().get(check);
        assertThat(ServedBase.body(first).path("items")).hasSize(15);
        Response second = fhir().header(
                        "ExclusiveStartKey-PrescriptionID", first.header("LastEvaluatedKey-PrescriptionID"))
                .header("ExclusiveStartKey-TaskID", first.header("LastEvaluatedKey-TaskID"))
                .get(check);
        assertThat(ServedBase.body(second).path("items")).hasSize(2);
        assertThat(second.header("LastEvaluatedKey-TaskID")).isNull();
    }

    @Test
    default void sameTaskOfAPrescriptionIsAConflict() {
        Update update = Update.of(number());
        assertThat(update(update).statusCode()).isEqualTo(201);
        Response again = update(Update.of(number()), update);
        JsonNode bundle = ServedBase.body(again);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(issue(bundle, 0).path("diagnostics").asText()).isEqualTo(GOOD);
        assertThat(bundle.at("/entry/1/response/status").asText()).isEqualTo("409 Conflict");
        assertThat(bundle.at("/entry/1/response/location").asText()).isEqualTo("Task/" + update.id);
        assertThat(issue(bundle, 1)).isEqualTo(ServedBase.tree("""
                        {"severity": "error", "code": "duplicate",
                         "diagnostics": "Request contains a task id and prescription id identical to a record already in the data store.",
                         "details": {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/http-error-codes", "code": "REC_CONFLICT",
                           "display": "409: The Receiver identified a conflict."}]}}"""));
        Update twice = Update.of(number());
        assertThat(update(twice, twice).statusCode()).isEqualTo(409);
        assertThat(update(twice).statusCode()).isEqualTo(201);
    }

    @Test
    default void ofRacingTwinsOneIsStored() {
        Update update = Update.of(number());
        List<Integer> statuses = IntStream.range(0, 8)
                .parallel()
                .mapToObj(racer -> update(update).statusCode())
                .sorted()
                .toList();
        assertThat(statuses).containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
    }

    @Test
    default void nothingIsStoredIfOneEntryIsBad() {
        Update good = Update.of(number());
        Response response = update(good, Update.of(number()).with("/status", "\"draft\""));
        JsonNode bundle = ServedBase.body(response);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(bundle.at("/entry/0/response/status").asText()).isEqualTo("200 OK");
        assertThat(issue(bundle, 0)).isEqualTo(ServedBase.tree("""
                        {"severity": "information", "code": "informational",
                         "diagnostics": "Data not committed due to issues in other entries."}"""));
        assertThat(bundle.at("/entry/1/response/status").asText()).isEqualTo("400 Bad Request");
        assertThat(issue(bundle, 1).path("diagnostics").asText()).isEqualTo("Unsupported Task.status 'draft'.");
        assertThat(update(good).statusCode()).isEqualTo(201);
    }

    @Test
    default void rulesOfAnEntryAreToldExactly() {
        String future = Instant.now()
                .plus(30, ChronoUnit.HOURS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        String far = Instant.now()
                .plus(1100, ChronoUnit.HOURS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        String[][] cases = {
            {"/id", "\"4d70678c-81e4-4ff4-8c67-17596fd0aa46\"", "Invalid entry fullUrl or task id."},
            {"/lastModified", "\"yesterday\"", "Date format provided for lastModified is invalid."},
            {"/lastModified", "\"" + future + "\"", "Invalid lastModified value provided."},
            {"/for/identifier/value", "\"9000000000\"", "NHS number is invalid."},
            {"/basedOn/0/identifier/value", "\"24F5DA-A83008-7EFE6Y\"", "Prescription ID is invalid."},
            {"/resourceType", "\"Basic\"", "Resource's resourceType is not 'Task'."},
            {"/businessStatus/coding/0/code", "\"Lost\"", "Unsupported Task.businessStatus 'Lost'."},
            {
                "/status",
                "\"in-progress\"",
                "Task.status field set to 'in-progress' but Task.businessStatus value of 'Collected' has no possible follow up action."
            },
            {
                "/businessStatus/coding/0/code",
                "\"With Pharmacy\"",
                "Task.status field set to 'completed' but Task.businessStatus value of 'With Pharmacy' requires follow up action."
            },
            {"/owner/identifier/system", "\"x\"", "Invalid CodeSystem(s) - PharmacyODSCode."},
            {"/meta", "{\"lastUpdated\": \"never\"}", "Invalid meta.lastUpdated value provided."}
        };
        for (String[] example : cases) {
            Update update = Update.of(number())
                    .with("/status", "\"completed\"")
                    .with("/businessStatus/coding/0/code", "\"Collected\"")
                    .with(example[0], example[1]);
            Response response = update(update);
            assertThat(response.statusCode()).as(example[2]).isEqualTo(400);
            assertThat(issue(ServedBase.body(response), 0).path("diagnostics").asText())
                    .isEqualTo(example[2]);
        }
        Update announced = Update.of(number()).with("/meta", "{\"lastUpdated\": \"2026-01-01T00:00:00Z\"}");
        assertThat(update(announced.with("/lastModified", "\"" + future + "\"")).statusCode())
                .isEqualTo(201);
        assertThat(update(announced.with("/lastModified", "\"" + far + "\"")).statusCode())
                .isEqualTo(400);
    }

    /** Section 8.3: all that is wrong with an entry is one text. */
    @Test
    default void severalFaultsOfAnEntryAreJoined() {
        Update update = Update.of(number())
                .with("/status", "\"draft\"")
                .with("/for/identifier/value", "\"9000000000\"")
                .with("/owner/identifier/system", "\"x\"")
                .with("/focus/identifier/system", "\"x\"");
        assertThat(issue(ServedBase.body(update(update)), 0).path("diagnostics").asText())
                .isEqualTo("Unsupported Task.status 'draft'. NHS number is invalid."
                        + " Invalid CodeSystem(s) - LineItemID, PharmacyODSCode.");
    }

    /** Section 8.3: which words end an item, which must be followed by others, and which may do either. */
    @Test
    default void wordsGoWithTheStatusOfTheTask() {
        String[][] words = {
            {"Collected", "completed"},
            {"Not Dispensed", "completed"},
            {"Dispatched", "completed"},
            {"With Pharmacy", "in-progress"},
            {"With Pharmacy - Preparing Remainder", "in-progress"},
            {"Ready to Collect - Partial", "in-progress"},
            {"Ready to Dispatch - Partial", "in-progress"},
            {"Ready to Collect", "completed in-progress"},
            {"ready to dispatch", "completed in-progress"}
        };
        for (String[] row : words) {
            for (String status : new String[] {"completed", "in-progress"}) {
                Update update = Update.of(number())
                        .with("/businessStatus/coding/0/code", "\"" + row[0] + "\"")
                        .with("/status", "\"" + status + "\"");
                assertThat(update(update).statusCode())
                        .as(row[0] + " " + status)
                        .isEqualTo(row[1].contains(status) ? 201 : 400);
            }
        }
    }

    @Test
    default void missingFieldsAreNamedInTheirOrder() {
        Update update = Update.of(number()).without("/owner").without("/focus").without("/lastModified");
        assertThat(issue(ServedBase.body(update(update)), 0).path("diagnostics").asText())
                .isEqualTo("Missing required field(s) - LastModified, LineItemID, PharmacyODSCode.");
        JsonNode none = ServedBase.body(
                post(UPDATES, "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [{}]}"));
        assertThat(issue(none, 0).path("diagnostics").asText())
                .isEqualTo("Missing required field(s) - FullUrl, Resource, LastModified, LineItemID, PatientNHSNumber,"
                        + " PharmacyODSCode, PrescriptionID, Status, TaskID, TerminalStatus.");
    }

    @Test
    default void requestIsCheckedAsAWholeFirst() {
        Response nameless =
                fhir().baseUri(address()).contentType(JSON).body("{}").post(UPDATES);
        assertThat(nameless.statusCode()).isEqualTo(400);
        assertThat(issue(ServedBase.body(nameless), 0).path("diagnostics").asText())
                .isEqualTo("Missing or empty x-request-id header.");
        Response batch = post(UPDATES, "{\"resourceType\": \"Bundle\", \"type\": \"batch\"}");
        assertThat(issue(ServedBase.body(batch), 0).path("diagnostics").asText())
                .isEqualTo("Request body does not have resourceType of 'Bundle' and type of 'transaction'.");
        Response odd = post(UPDATES, "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": \"x\"}");
        assertThat(issue(ServedBase.body(odd), 0)).isEqualTo(issue(ServedBase.body(batch), 0));
        Response empty = post(UPDATES, "{\"resourceType\": \"Bundle\", \"type\": \"transaction\"}");
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(ServedBase.body(empty).path("entry")).isEmpty();
        Response pharmacy = update(Update.of(number()).with("/owner/identifier/value", "\"fq-1\""));
        assertThat(pharmacy.statusCode()).isEqualTo(400);
        assertThat(issue(ServedBase.body(pharmacy), 0).path("diagnostics").asText())
                .isEqualTo("Received invalid ODS codes: [\"FQ-1\"]");
        assertThat(post(UPDATES, "{").statusCode()).isEqualTo(400);
    }

    /** One update about one item. */
    final class Update {
        final String id = UUID.randomUUID().toString();
        private final Message task = Message.of("status-update");

        static Update of(String number) {
            Update update = new Update();
            return update.with("/id", "\"" + update.id + "\"")
                    .with("/basedOn/0/identifier/value", "\"" + number + "\"");
        }

        Update with(String pointer, String json) {
            task.with(pointer, json);
            if (json.equals("\"COLLECTED\"")) {
                task.with("/status", "\"completed\"");
            }
            return this;
        }

        Update without(String pointer) {
            task.without(pointer);
            return this;
        }

        String entry() {
            return "{\"fullUrl\": \"urn:uuid:%s\", \"resource\": %s, \"request\": {\"method\": \"POST\", \"url\": \"Task\"}}"
                    .formatted(id, task.json());
        }
    }

    default Response update(Update... updates) {
        StringBuilder entries = new StringBuilder();
        for (Update update : updates) {
            entries.append(entries.isEmpty() ? "" : ",").append(update.entry());
        }
        return post(
                UPDATES,
                "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [%s]}".formatted(entries));
    }

    static String number() {
        String random = UUID.randomUUID().toString().replace("-", "").toUpperCase(java.util.Locale.ROOT);
        return PrescriptionNumber.of(random.substring(0, 6), "B91234", random.substring(6, 11))
                .value();
    }

    private static JsonNode issue(JsonNode bundle, int entry) {
        return bundle.at("/entry/%d/response/outcome/issue/0".formatted(entry));
    }
}
