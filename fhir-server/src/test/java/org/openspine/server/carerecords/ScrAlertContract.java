package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.carerecords.ServedScr.assertError;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** {@code POST AuditEvent}: checks in published order, what is kept, and who is told. */
interface ScrAlertContract extends ServedScr {
    static ObjectNode alert(String number) {
        return (ObjectNode) ServedBase.tree(AccessAlert.of(number, "RX1", "123456789012"));
    }

    default Response raise(ObjectNode alert) {
        return scrSending(alert).post("/AuditEvent");
    }

    private static ObjectNode at(ObjectNode alert, String pointer) {
        return (ObjectNode) alert.at(pointer);
    }

    private static void addAgain(ObjectNode alert, String list, int index) {
        ((ArrayNode) alert.path(list)).add(alert.path(list).path(index).deepCopy());
    }

    record Case(Consumer<ObjectNode> fault, String text) {}

    @Test
    default void faultsOfAlertsAreToldInPublishedOrder() {
        String message = "https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage";
        String type = "https://fhir.nhs.uk/CodeSystem/SCR-AlertType";
        String reason = "https://fhir.nhs.uk/CodeSystem/SCR-AlertReason";
        String user = "https://fhir.nhs.uk/Id/sds-user-id";
        List<Case> cases = List.of(
                new Case(a -> a.remove("id"), "'id' element is missing'"),
                new Case(
                        a -> a.remove("extension"),
                        "Expecting exactly one 'extension' element with URL: '" + message + "'"),
                new Case(
                        a -> addAgain(a, "extension", 0),
                        "Expecting exactly one 'extension' element with URL: '" + message + "'"),
                new Case(
                        a -> at(a, "/type").put("system", "urn:x"), "'Type' element for '" + type + "' system missing"),
                new Case(
                        a -> at(a, "/type").put("code", "3"),
                        "Invalid or missing value in field 'type.code'. Supported values are: 1, 2"),
                new Case(a -> at(a, "/type").remove("display"), "Missing value 'type.display'"),
                new Case(a -> a.remove("subtype"), "Expecting exactly one 'subtype' element"),
                new Case(a -> addAgain(a, "subtype", 0), "Expecting exactly one 'subtype' element"),
                new Case(
                        a -> at(a, "/subtype/0").put("system", "urn:x"),
                        "Invalid or missing value in field 'subtype.system'. Supported value is: " + reason),
                new Case(
                        a -> at(a, "/subtype/0").put("code", "7"),
                        "Invalid or missing value in field 'subtype.code'. Supported values are: 1, 2, 3, 4, 5, 6"),
                new Case(a -> at(a, "/subtype/0").remove("display"), "Missing value 'subtype.display'"),
                new Case(
                        a -> at(a, "/subtype/0").put("code", "4"),
                        "Invalid combination of alert type '2' and alert subtype '4'."),
                new Case(a -> a.remove("recorded"), "'recorded' element missing"),
                new Case(a -> a.remove("entity"), "Expecting exactly one 'entity' element"),
                new Case(a -> addAgain(a, "entity", 0), "Expecting exactly one 'entity' element"),
                new Case(
                        a -> at(a, "/entity/0/what/identifier")
                                .put("value", " x")
                                .remove("value"),
                        "Invalid or missing value in field 'entity.what.identifier.value'"),
                new Case(
                        a -> ((ArrayNode) a.path("agent")).remove(0),
                        "Missing 'agent' entry with 'who.identifier.system' 'https://fhir.nhs.uk/Id/nhs-number' and non-empty 'value'"),
                new Case(
                        a -> addAgain(a, "agent", 1),
                        "Expecting exactly one 'agent' entry with 'who.identifier.system' 'https://fhir.nhs.uk/Id/ods-organization-code' and non-empty 'value'"),
                new Case(
                        a -> at(a, "/agent/1").put("requestor", true),
                        "Missing or unsupported 'requestor' value for 'agent' with 'who.identifier.system' 'https://fhir.nhs.uk/Id/ods-organization-code'"),
                new Case(
                        a -> at(a, "/agent/2").remove("role"),
                        "Expecting at least one 'role' for 'agent' entry with system " + user),
                new Case(
                        a -> at(a, "/agent/0/who/identifier").put("value", "9000000000"),
                        "Invalid value - 9000000000 in field 'agent.who.identifier.value'"));
        String number = Numbers.next();
        for (Case one : cases) {
            ObjectNode alert = alert(number);
            one.fault().accept(alert);
            assertError(raise(alert), 400, "value", one.text());
        }
        ObjectNode two = alert(number);
        two.remove("recorded");
        two.remove("id");
        assertError(raise(two), 400, "value", "'id' element is missing'");
    }

    @Test
    default void combinationsOfTypeAndReasonAreThoseOfTheTable() {
        String number = Numbers.next();
        for (String type : List.of("1", "2")) {
            for (String reason : List.of("1", "2", "3", "4", "5", "6")) {
                ObjectNode alert = alert(number);
                at(alert, "/type").put("code", type);
                at(alert, "/subtype/0").put("code", reason);
                boolean allowed = type.equals("1")
                        ? !reason.equals("5")
                        : !List.of("4", "6").contains(reason);
                assertThat(raise(alert).statusCode()).as(type + reason).isEqualTo(allowed ? 201 : 400);
            }
        }
    }

    @Test
    default void emptyTextIsNotFhir() {
        ObjectNode alert = alert(Numbers.next());
        alert.put("outcomeDesc", "");
        assertThat(raise(alert).statusCode()).isEqualTo(400);
    }

    @Test
    default void alertIsKeptAndThePrivacyOfficerTold() {
        String number = patient("");
        Response raised =
                scrSending(alert(number)).header("nhsd-asid", "227319907548").post("/AuditEvent");
        assertThat(raised.statusCode()).isEqualTo(201);
        assertThat(raised.asString()).isEmpty();
        JsonNode message = get("Communication?subject=Patient/" + number).at("/entry/0/resource");
        assertThat(message.path("status").asText()).isEqualTo("completed");
        assertThat(message.at("/category/0/coding/0/code").asText()).isEqualTo("alert");
        assertThat(message.at("/recipient/0/identifier/value").asText()).isEqualTo("RX1");
        assertThat(message.at("/payload/0/contentString").asText()).isEqualTo("Opened in A&E");
        assertThat(message.at("/reasonCode/0/coding/0/code").asText()).isEqualTo("5");
        JsonNode kept = get(message.at("/about/0/reference").asText());
        ObjectNode expected = alert(number);
        at(expected, "/source/observer/identifier").put("value", "227319907548");
        assertThat(kept.path("id").asText()).isNotEqualTo("own-id");
        ((ObjectNode) kept).remove(List.of("meta", "id"));
        expected.remove("id");
        assertThat(kept).isEqualTo(expected);
    }

    @Test
    default void alertIsNeitherChangedNorDeleted() {
        String number = patient("");
        raise(alert(number));
        JsonNode message = get("Communication?subject=Patient/" + number).at("/entry/0/resource");
        String place = message.at("/about/0/reference").asText();
        ObjectNode changed = (ObjectNode) get(place);
        changed.put("outcomeDesc", "nothing happened");
        assertThat(sending(changed.toString()).put("/" + place).statusCode()).isEqualTo(422);
        assertThat(fhir().delete("/" + place).statusCode()).isEqualTo(405);
        assertThat(scr().put("/AuditEvent").statusCode()).isEqualTo(405);
    }
}
