package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openspine.server.http.ServedBase;

/**
 * Every element of every message left out, doubled, and replaced by something of another kind: whatever is said of it, it is
 * an answer of the service and never a fault of it (contract, section 4).
 */
interface EpsOddInputContract extends ServedCourses {
    String BASE = "/electronic-prescriptions/FHIR/R4/";

    /** A message and where it goes. */
    Map<String, String> DOORS = Map.of(
            "order", BASE + "$process-message",
            "dispense-notification", BASE + "$process-message",
            "release", BASE + "Task/$release",
            "return", BASE + "Task",
            "claim", BASE + "Claim");

    @TestFactory
    default Stream<DynamicTest> oddElementsAreAnsweredAndNeverAFault() {
        return DOORS.keySet().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> places(Message.of(name)).parallelStream()
                        .forEach(place -> odd(name, place).forEach(message -> answered(name, place, message)))));
    }

    private void answered(String name, String place, Message message) {
        Response response = post(Objects.requireNonNull(DOORS.get(name)), message.json());
        assertThat(response.statusCode()).as(place + " " + response.asString()).isIn(200, 400);
        JsonNode answer = ServedBase.body(response);
        assertThat(answer.path("resourceType").asText()).as(place).isIn("OperationOutcome", "Parameters", "Bundle");
        if (response.statusCode() == 400 && answer.path("issue").isArray()) {
            assertThat(answer.path("issue")).as(place).isNotEmpty();
            assertThat(answer.at("/issue/0/severity").asText()).as(place).isIn("error", "fatal");
        }
    }

    /** The message with the element at {@code place} missing, of another kind, null, empty, and twice. */
    private static List<Message> odd(String name, String place) {
        JsonNode element = Message.of(name).at(place);
        String other = element.isContainerNode() ? "\"odd\"" : "{\"odd\": [true]}";
        return List.of(
                Message.of(name).without(place),
                Message.of(name).with(place, other),
                Message.of(name).with(place, "null"),
                Message.of(name).with(place, element.isContainerNode() ? "{}" : "\"\""),
                Message.of(name).with(place, "[%s, %1$s]".formatted(element)));
    }

    /** Pointers to all elements below the root, but for what says what the message is. */
    private static List<String> places(Message message) {
        List<String> places = new ArrayList<>();
        collect(message.at(""), JsonPointer.empty(), places);
        places.remove("/resourceType");
        return places;
    }

    private static void collect(JsonNode node, JsonPointer place, List<String> places) {
        if (!place.matches()) {
            places.add(place.toString());
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), place.appendIndex(i), places);
            }
        } else {
            node.properties().forEach(each -> collect(each.getValue(), place.appendProperty(each.getKey()), places));
        }
    }

    /** Much of what may be repeated is read once; a message of thousands of entries is a message all the same. */
    @Test
    default void messagesOfThousandsOfEntriesAreAnswered() {
        Message order = EpsRulesContract.order();
        String organisation = order.at("/entry/6").toString();
        for (int i = 0; i < 2_000; i++) {
            order.with("/entry/-", organisation.replace("c8e004", "%06x".formatted(i)));
        }
        ok(send("$prepare", order));
        for (int i = 0; i < 2_000; i++) {
            order.with("/entry/-", order.at("/entry/1").toString());
        }
        assertThat(ServedBase.diagnostics(send("$prepare", order)))
                .isEqualTo("Bundle contains too many resources of type MedicationRequest. Expected at most 4.");
    }

    /** Nothing is read that is not JSON of a resource, whatever the door. */
    @Test
    default void otherBodiesAreToldAtEveryDoor() {
        for (String door :
                new String[] {"$prepare", "$process-message", "Task/$release", "Task", "Claim", "$verify-signature"}) {
            for (String body : new String[] {
                "", "null", "\"text\"", "[]", "{}", "{\"resourceType\": 1}", "<Bundle/>", "[".repeat(9_000)
            }) {
                Response response = post(BASE + door, body);
                assertThat(response.statusCode())
                        .as(door + " " + response.asString())
                        .isEqualTo(400);
                assertThat(ServedBase.body(response).at("/issue/0/severity").asText())
                        .as(door)
                        .isIn("error", "fatal");
            }
        }
    }
}
