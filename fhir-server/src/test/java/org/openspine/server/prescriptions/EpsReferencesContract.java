package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.EpsRulesContract.HEADER;
import static org.openspine.server.prescriptions.EpsRulesContract.ITEM;
import static org.openspine.server.prescriptions.EpsRulesContract.OTHER;
import static org.openspine.server.prescriptions.EpsRulesContract.PREPARE;
import static org.openspine.server.prescriptions.EpsRulesContract.PROCESS;
import static org.openspine.server.prescriptions.EpsRulesContract.ROLE;
import static org.openspine.server.prescriptions.EpsRulesContract.SURGERY;
import static org.openspine.server.prescriptions.EpsRulesContract.notification;
import static org.openspine.server.prescriptions.EpsRulesContract.order;
import static org.openspine.server.prescriptions.EpsRulesContract.responsible;
import static org.openspine.server.prescriptions.EpsRulesContract.secondaryCare;
import static org.openspine.server.prescriptions.RuleRow.untranslatable;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openspine.server.http.ServedBase;

/** References of messages to what is not there: those that are followed end the request, the others are let be. */
interface EpsReferencesContract extends ServedEps {
    List<String> NOWHERE = List.of("urn:uuid:2c1f64d8-3b1d-4b0f-9c0d-5a41d2c8e0ff", "#gone", "gone/away");
    String SIGNATURE = "/entry/7/resource";

    @TestFactory
    default Stream<DynamicTest> referencesThatNobodyFollowsMayLeadNowhere() {
        return Stream.of(
                        HEADER + "/focus/0/reference",
                        SIGNATURE + "/target/0/reference",
                        SIGNATURE + "/agent/0/who/reference")
                .flatMap(place -> NOWHERE.stream()
                        .map(reference -> DynamicTest.dynamicTest(
                                place + " " + reference,
                                () -> ok(send(PREPARE, order().with(place, "\"" + reference + "\""))))));
    }

    @Test
    default void orderThatNamesNothingItIsAboutIsTaken() {
        Course course = new Course(TestPatients.next());
        Message order = course.order();
        for (int i = 0; i < 2; i++) {
            order.with(HEADER + "/focus/" + i + "/reference", "\"#gone\"");
        }
        ok(send(PROCESS, order.with(SIGNATURE + "/target/0/reference", "\"#gone\"")));
    }

    @TestFactory
    default Stream<DynamicTest> referencesOfOrdersThatAreFollowedMustLeadSomewhere() {
        return NOWHERE.stream()
                .flatMap(reference -> Stream.of(
                        lost("medicationReference", withoutConcept(reference), reference),
                        lost("requester", bothItems("/requester", reference(reference)), reference),
                        lost("practitioner", order().with(ROLE + "/practitioner", reference(reference)), reference),
                        lost("organization", order().with(ROLE + "/organization", reference(reference)), reference),
                        lost("partOf", order().with(SURGERY + "/partOf", reference(reference)), reference),
                        lost(
                                "healthcareService",
                                secondaryCare().with(ROLE + "/healthcareService", "[" + reference(reference) + "]"),
                                reference),
                        lost("location", withService(reference), reference),
                        lost("contentReference", withList(reference), reference),
                        lost(
                                "responsible practitioner",
                                responsible()
                                        .with(ITEM + "/extension/1/valueReference", reference(reference))
                                        .with(OTHER + "/extension/1/valueReference", reference(reference)),
                                reference)))
                .map(row -> DynamicTest.dynamicTest(row.name() + " " + row.text(), () -> row.at("Bundle.entry")
                        .verify(this)));
    }

    @TestFactory
    default Stream<DynamicTest> referencesOfDispensersThatAreFollowedMustLeadSomewhere() {
        String few = "Too few values submitted. Expected 1 element where ";
        return Stream.of(
                        untranslatable(
                                        "medicine dispensed",
                                        PROCESS,
                                        notification()
                                                .without(ITEM + "/medicationCodeableConcept")
                                                .with(ITEM + "/medicationReference", reference("#gone")),
                                        "TOO_FEW_VALUES_SUBMITTED",
                                        few + "id == '#gone'.")
                                .at("MedicationDispense.contained"),
                        untranslatable(
                                        "medicine dispensed, beside",
                                        PROCESS,
                                        notification()
                                                .without(ITEM + "/medicationCodeableConcept")
                                                .with(ITEM + "/medicationReference", reference("urn:uuid:gone")),
                                        "TOO_FEW_VALUES_SUBMITTED",
                                        few + "fullUrl == 'urn:uuid:gone'.")
                                .at("Bundle.entry"),
                        untranslatable(
                                "prescription",
                                PROCESS,
                                notification().with(ITEM + "/authorizingPrescription/0/reference", "\"#gone\""),
                                "TOO_FEW_VALUES_SUBMITTED",
                                few + "id == '#gone'."),
                        untranslatable(
                                "dispenser",
                                PROCESS,
                                notification().with(ITEM + "/contained/0/organization/reference", "\"#gone\""),
                                "TOO_FEW_VALUES_SUBMITTED",
                                few + "fullUrl == '#gone'."),
                        untranslatable(
                                "who returns",
                                "Task",
                                Message.of("return").with("/requester/reference", "\"#gone\""),
                                "TOO_FEW_VALUES_SUBMITTED",
                                few + "id == '#gone'."),
                        untranslatable(
                                "who claims",
                                "Claim",
                                Message.of("claim").with("/provider/reference", "\"#gone\""),
                                "TOO_FEW_VALUES_SUBMITTED",
                                few + "id == '#gone'."))
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> row.verify(this)));
    }

    @Test
    default void dispensesWithoutAPerformerThatIsThereHaveNone() {
        Message notification = notification();
        for (String item : new String[] {ITEM, OTHER}) {
            notification.with(item + "/performer/0/actor/reference", "\"#gone\"");
        }
        assertThat(ServedBase.diagnostics(send(PROCESS, notification)))
                .isEqualTo("Expected MedicationDispense to have a value for performer.ofType(PractitionerRole).");
    }

    /** The reference leads somewhere, but not to a medicine. */
    @Test
    default void medicineMustBeAMedicine() {
        JsonNode outcome = ServedBase.body(
                send(PREPARE, withoutConcept(order().at("/entry/3/fullUrl").asText())));
        assertThat(outcome.at("/issue/0/code").asText()).isEqualTo("processing");
        assertThat(outcome.at("/issue/0/diagnostics").asText()).contains("must refer to one of Medication");
    }

    @Test
    default void medicineInAnEntryIsAsGoodAsACode() {
        String url = "urn:uuid:2c1f64d8-3b1d-4b0f-9c0d-5a41d2c8e0aa";
        String coding = order().at(ITEM + "/medicationCodeableConcept").toString();
        Message order = withoutConcept(url)
                .with(
                        "/entry/-",
                        "{\"fullUrl\": \"%s\", \"resource\": {\"resourceType\": \"Medication\", \"code\": %s}}"
                                .formatted(url, coding));
        assertThat(ok(send(PREPARE, order))).isEqualTo(ok(send(PREPARE, order())));
    }

    private static RuleRow lost(String name, Message order, String reference) {
        return untranslatable(
                name,
                PREPARE,
                order,
                "TOO_FEW_VALUES_SUBMITTED",
                "Too few values submitted. Expected 1 element where fullUrl == '%s'.".formatted(reference));
    }

    private static Message withoutConcept(String medicine) {
        return order().without(ITEM + "/medicationCodeableConcept")
                .with(ITEM + "/medicationReference", reference(medicine));
    }

    private static Message bothItems(String place, String json) {
        return order().with(ITEM + place, json).with(OTHER + place, json);
    }

    private static Message withService(String location) {
        String url = "urn:uuid:2c1f64d8-3b1d-4b0f-9c0d-5a41d2c8e0bb";
        return secondaryCare()
                .with(ROLE + "/healthcareService", "[" + reference(url) + "]")
                .with(
                        "/entry/-",
                        ("{\"fullUrl\": \"%s\", \"resource\": {\"resourceType\": \"HealthcareService\", \"name\": \"WARD 7\","
                                        + " \"identifier\": %s, \"location\": [%s]}}")
                                .formatted(url, order().at(SURGERY + "/identifier"), reference(location)));
    }

    private static Message withList(String list) {
        return order().with(
                        "/entry/-",
                        ("{\"fullUrl\": \"urn:uuid:2c1f64d8-3b1d-4b0f-9c0d-5a41d2c8e0cc\", \"resource\": {\"resourceType\":"
                                        + " \"CommunicationRequest\", \"status\": \"unknown\", \"payload\":"
                                        + " [{\"contentReference\": %s}]}}")
                                .formatted(reference(list)));
    }

    private static String reference(String text) {
        return "{\"reference\": \"%s\"}".formatted(text);
    }
}
