package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.carerecords.ServedScr.assertError;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 7.2, rows 2, 8 and 9: the message of an alert, and the agents of which each must be there once. */
interface ScrAgentsContract extends ServedScr {
    /** Systems of the agents, in the order in which they stand in {@link AccessAlert} and are checked. */
    List<String> SYSTEMS = List.of(
            "https://fhir.nhs.uk/Id/nhs-number",
            "https://fhir.nhs.uk/Id/ods-organization-code",
            "https://fhir.nhs.uk/Id/sds-user-id");

    private Response raise(ObjectNode alert) {
        return scrSending(alert).post("/AuditEvent");
    }

    @Test
    default void messageHasAValue() {
        ObjectNode alert = ScrAlertContract.alert(Numbers.next());
        ((ObjectNode) alert.at("/extension/0")).put("valueInteger", 1).remove("valueString");
        assertError(
                raise(alert),
                400,
                "value",
                "'valueString' for 'extension'"
                        + " 'https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage' is missing");
    }

    @Test
    default void eachAgentIsThereOnceHasAValueAndIsNoRequestor() {
        String number = Numbers.next();
        for (int i = 0; i < SYSTEMS.size(); i++) {
            String system = SYSTEMS.get(i);
            String missing =
                    "Missing 'agent' entry with 'who.identifier.system' '%s' and non-empty 'value'".formatted(system);
            ObjectNode none = ScrAlertContract.alert(number);
            ((ArrayNode) none.path("agent")).remove(i);
            assertError(raise(none), 400, "value", missing);
            ObjectNode valueless = ScrAlertContract.alert(number);
            ((ObjectNode) valueless.at("/agent/%d/who/identifier".formatted(i))).remove("value");
            assertError(raise(valueless), 400, "value", missing);
            ObjectNode twice = ScrAlertContract.alert(number);
            ((ArrayNode) twice.path("agent")).add(twice.path("agent").path(i).deepCopy());
            assertError(
                    raise(twice),
                    400,
                    "value",
                    "Expecting exactly one 'agent' entry with 'who.identifier.system' '%s' and non-empty 'value'"
                            .formatted(system));
            ObjectNode requestor = ScrAlertContract.alert(number);
            ((ObjectNode) requestor.path("agent").path(i)).put("requestor", true);
            assertError(
                    raise(requestor),
                    400,
                    "value",
                    "Missing or unsupported 'requestor' value for 'agent' with 'who.identifier.system' '%s'"
                            .formatted(system));
        }
    }

    @Test
    default void rolesOfTheUserAreTextOrCoding() {
        ObjectNode coded = ScrAlertContract.alert(Numbers.next());
        ObjectNode role = (ObjectNode) coded.at("/agent/2/role/0");
        role.remove("text");
        role.put("id", "r");
        assertError(
                raise(coded),
                400,
                "value",
                "Expecting at least one 'role' for 'agent' entry with system https://fhir.nhs.uk/Id/sds-user-id");
        role.putArray("coding").addObject().put("code", "R8001");
        assertThat(raise(coded).statusCode()).isEqualTo(201);
        ObjectNode second = (ObjectNode) ((ArrayNode) coded.at("/agent/2/role")).addObject();
        second.put("id", "s");
        assertError(
                raise(coded),
                400,
                "value",
                "Expecting at least one 'role' for 'agent' entry with system https://fhir.nhs.uk/Id/sds-user-id");
    }

    @Test
    default void displaysAreNotComparedWithTheCodeSystem() {
        ObjectNode alert = ScrAlertContract.alert(Numbers.next());
        ((ObjectNode) alert.path("type")).put("display", "Anything");
        ((ObjectNode) alert.at("/subtype/0")).put("display", "Whatever");
        assertThat(raise(alert).statusCode()).isEqualTo(201);
    }

    @Test
    default void ofSeveralFaultsTheFirstOfThePublishedOrderIsTold() {
        ObjectNode alert = ScrAlertContract.alert(Numbers.next());
        alert.remove("entity");
        ((ArrayNode) alert.path("agent")).remove(0);
        assertError(raise(alert), 400, "value", "Expecting exactly one 'entity' element");
        alert.remove("recorded");
        assertError(raise(alert), 400, "value", "'recorded' element missing");
        ((ObjectNode) alert.at("/subtype/0")).put("code", "6");
        assertError(raise(alert), 400, "value", "Invalid combination of alert type '2' and alert subtype '6'.");
        alert.remove("type");
        assertError(
                raise(alert),
                400,
                "value",
                "'Type' element for 'https://fhir.nhs.uk/CodeSystem/SCR-AlertType' system missing");
        alert.remove("extension");
        assertError(
                raise(alert),
                400,
                "value",
                "Expecting exactly one 'extension' element with URL:"
                        + " 'https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage'");
    }
}
