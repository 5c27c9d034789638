package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.RuleRow.error;
import static org.openspine.server.prescriptions.RuleRow.fatal;
import static org.openspine.server.prescriptions.RuleRow.untranslatable;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openspine.server.http.ServedBase;

/** Every published rule for the content of messages, broken alone. */
interface EpsRulesContract extends ServedEps {
    String PREPARE = "$prepare";
    String PROCESS = "$process-message";
    String RELEASE = "Task/$release";
    /** Places in the order: header, two items, patient, role, practitioner, organisation, signature. */
    String HEADER = "/entry/0/resource";

    String ITEM = "/entry/1/resource";
    String OTHER = "/entry/2/resource";
    String PATIENT = "/entry/3/resource";
    String ROLE = "/entry/4/resource";
    String DOCTOR = "/entry/5/resource";
    String SURGERY = "/entry/6/resource";

    /** The extension that makes the author responsible for an item. */
    String RESPONSIBLE = "{\"url\": \"https://fhir.nhs.uk/StructureDefinition/Extension-DM-ResponsiblePractitioner\","
            + "\"valueReference\": {\"reference\": \"urn:uuid:2c1f64d8-3b1d-4b0f-9c0d-5a41d2c8e002\"}}";

    @TestFactory
    default Stream<DynamicTest> rulesForEveryMessageAreToldExactly() {
        return tests(
                fatal("B1", PROCESS, Message.of("return"), "value", "Incorrect FHIR resource type. Expected Bundle."),
                fatal(
                                "B2",
                                PROCESS,
                                order().with(HEADER + "/eventCoding/code", "\"prescription-lost\""),
                                "value",
                                "MessageHeader.eventCoding.code must be one of: prescription-order,"
                                        + " prescription-order-update, dispense-notification.")
                        .at("ROOT(MessageHeader).eventCoding.code"),
                error(
                                "B3",
                                PREPARE,
                                order().with(ITEM + "/intent", "\"plan\""),
                                "value",
                                "MedicationRequest.intent must be order, original-order or instance-order.")
                        .at("ROOT(MedicationRequest).intent"),
                error(
                                "B4",
                                PREPARE,
                                order().with(ITEM + "/medicationReference", "{\"reference\": \"urn:uuid:x\"}"),
                                "structure",
                                "MedicationRequest cannot contain both medicationReference and medicationCodeableConcept"
                                        + " fields.")
                        .coded("CONFLICTING_VALUES"),
                error(
                        "B5 value",
                        PREPARE,
                        order().without(SURGERY + "/telecom/0/value"),
                        "invalid",
                        "Required field bundle.entry[6].resource.telecom[0].value is missing."),
                error(
                        "B5 use",
                        PREPARE,
                        order().without(ROLE + "/telecom/0/use"),
                        "invalid",
                        "Required field bundle.entry[4].resource.telecom[0].use is missing."),
                error(
                        "B6",
                        PREPARE,
                        order().with(ROLE + "/practitioner", "{\"identifier\": {\"value\": \"1\"}}"),
                        "invalid",
                        "practitionerRole.practitioner populated incorrectly. Please populate with Reference to resource"
                                + " within Bundle."),
                error(
                        "B7",
                        PREPARE,
                        responsible().without(ROLE + "/practitioner"),
                        "invalid",
                        "Responsible practitioner must be either a reference to a Practitioner resource or an identifier"
                                + " reference."),
                error(
                        "B7 both",
                        PREPARE,
                        responsible().with(ROLE + "/practitioner/identifier", "{\"value\": \"555000000002\"}"),
                        "invalid",
                        "Responsible practitioner must be either a reference to a Practitioner resource or an identifier"
                                + " reference."),
                error(
                        "B8",
                        PREPARE,
                        order().with(ROLE + "/organization", "{\"identifier\": {\"value\": \"B91234\"}}"),
                        "invalid",
                        "practitionerRole.organization populated incorrectly. Please populate with Reference to resource"
                                + " within Bundle."),
                error(
                        "B9",
                        PREPARE,
                        secondaryCare().with(ROLE + "/healthcareService", "[{\"display\": \"x\"}]"),
                        "invalid",
                        "practitionerRole.healthcareService[0] populated incorrectly. Please populate with Reference to"
                                + " resource within Bundle."));
    }

    @Test
    default void bothFormsOfMedicationConflict() {
        Message order = order().with(ITEM + "/medicationReference", "{\"reference\": \"urn:uuid:x\"}");
        JsonNode outcome = ServedBase.body(send(PREPARE, order));
        assertThat(outcome.path("issue")).isEqualTo(ServedBase.tree("""
                        [{"severity": "error", "code": "structure", "details": {"coding": [{
                          "system": "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode", "code": "CONFLICTING_VALUES",
                          "display": "Conflicting values have been specified in different fields"}]},
                          "diagnostics": "MedicationRequest cannot contain both medicationReference and medicationCodeableConcept fields."}]"""));
        Message notification = Message.of("dispense-notification")
                .with(ITEM + "/medicationReference", "{\"reference\": \"urn:uuid:x\"}");
        assertThat(ServedBase.diagnostics(send(PROCESS, notification)))
                .isEqualTo(
                        "MedicationDispense cannot contain both medicationReference and medicationCodeableConcept fields.");
    }

    @TestFactory
    default Stream<DynamicTest> sharedElementsOfAnOrderMayNotDiffer() {
        String received = " Received [";
        return tests(
                differ(
                        "groupIdentifier",
                        order().with(OTHER + "/groupIdentifier/value", "\"3C2366-B91234-5A6B1A\""),
                        ""),
                differ("category", order().without(OTHER + "/category"), received + "[{\"coding\":"),
                differ(
                        "authoredOn",
                        order().with(OTHER + "/authoredOn", "\"2026-01-12\""),
                        received + "\"2026-01-12T09:30:00+00:00\",\"2026-01-12\"]."),
                differ("subject", order().with(OTHER + "/subject", "{\"reference\": \"urn:uuid:x\"}"), ""),
                differ("requester", order().with(OTHER + "/requester", "{\"reference\": \"urn:uuid:x\"}"), ""),
                differ("dispenseRequest.performer", order().without(OTHER + "/dispenseRequest/performer"), ""),
                differ(
                        "dispenseRequest.validityPeriod",
                        order().with(OTHER + "/dispenseRequest/validityPeriod", "{\"start\": \"2026-01-12\"}"),
                        received + "null,{\"start\":\"2026-01-12\"}]."),
                differ(
                        "dispenseRequest.expectedSupplyDuration",
                        order().with(OTHER + "/dispenseRequest/expectedSupplyDuration", days("28")),
                        ""),
                differ(
                        "dispenseRequest.extension(\"https://fhir.nhs.uk/StructureDefinition/Extension-DM-PerformerSiteType\")",
                        order().with(OTHER + "/dispenseRequest/extension/0/valueCoding/code", "\"P2\""),
                        ""),
                differ(
                        "extension(\"https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionType\")",
                        order().with(OTHER + "/extension/0/valueCoding/code", "\"0104\""),
                        ""),
                differ(
                        "extension(\"https://fhir.nhs.uk/StructureDefinition/Extension-DM-ResponsiblePractitioner\")",
                        order().with(ITEM + "/extension/-", RESPONSIBLE),
                        ""));
    }

    @Test
    default void allDifferencesAreToldTogether() {
        Message order = order().without(OTHER + "/category")
                .with(OTHER + "/status", "\"draft\"")
                .with(ITEM + "/intent", "\"plan\"");
        JsonNode issues = ServedBase.body(send(PREPARE, order)).path("issue");
        assertThat(issues).hasSize(3);
        assertThat(issues.at("/0/diagnostics").asText()).startsWith("MedicationRequest.intent");
        assertThat(issues.at("/2/diagnostics").asText()).isEqualTo("MedicationRequest.status must be active.");
    }

    @TestFactory
    default Stream<DynamicTest> rulesForOrdersAreToldExactly() {
        return tests(
                error(
                                "P2",
                                PREPARE,
                                repeatDispensing().with(OTHER + "/dispenseRequest/numberOfRepeatsAllowed", "4"),
                                "value",
                                "Expected all MedicationRequests to have the same value for"
                                        + " dispenseRequest.numberOfRepeatsAllowed. Received [5,4].")
                        .at("ROOT(MedicationRequest).dispenseRequest.numberOfRepeatsAllowed"),
                error(
                                "P2 repeat information",
                                PREPARE,
                                repeatDispensing().with(ITEM + "/extension/-", REPEAT_INFORMATION),
                                "value",
                                "Expected all MedicationRequests to have the same value for"
                                        + " extension(\"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation\")."
                                        + " Received [" + ServedBase.tree(REPEAT_INFORMATION) + ",null].")
                        .at(
                                "ROOT(MedicationRequest).extension(\"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation\")"),
                error(
                        "P3 period",
                        PREPARE,
                        repeatDispensing()
                                .without(ITEM + "/dispenseRequest/validityPeriod")
                                .without(OTHER + "/dispenseRequest/validityPeriod"),
                        "value",
                        "Expected MedicationRequest to have a value for dispenseRequest.validityPeriod."),
                error(
                        "P3 supply",
                        PREPARE,
                        repeatDispensing()
                                .without(ITEM + "/dispenseRequest/expectedSupplyDuration")
                                .without(OTHER + "/dispenseRequest/expectedSupplyDuration"),
                        "value",
                        "Expected MedicationRequest to have a value for dispenseRequest.expectedSupplyDuration."),
                error(
                                "P4",
                                PREPARE,
                                order().with(OTHER + "/status", "\"cancelled\""),
                                "value",
                                "MedicationRequest.status must be active.")
                        .at("ROOT(MedicationRequest).status"),
                error(
                                "P5",
                                PREPARE,
                                order().with(OTHER + "/identifier/0/value", "\"5E6F7A8B-1111-4C2D-9A3B-000000000001\""),
                                "value",
                                "Expected all MedicationRequests to have a different value for identifier.")
                        .at("ROOT(MedicationRequest).identifier"),
                error(
                        "P6",
                        PREPARE,
                        order().with(ROLE + "/healthcareService", "[{\"reference\": \"urn:uuid:x\"}]"),
                        "invalid",
                        "Unexpected field of practitionerRole.healthcareService."),
                error(
                        "P7",
                        PREPARE,
                        order().without(SURGERY + "/partOf"),
                        "invalid",
                        "Required field organization.partOf is missing."),
                error(
                        "P8",
                        PREPARE,
                        order().with(
                                        DOCTOR + "/identifier/1",
                                        "{\"system\": \"https://fhir.hl7.org.uk/Id/gmp-number\", \"value\": \"G1234567\"}"),
                        "value",
                        "Bundle resource Practitioner.identifier expected exactly one professional code from"
                                + " GMC|NMC|GPhC|HCPC|professional-code."),
                error(
                                "P9",
                                PREPARE,
                                order().with(
                                                ITEM + "/dosageInstruction/-",
                                                "{\"text\": \"and rest\", \"sequence\": 2}"),
                                "invalid",
                                "The request contains multiple dosage instruction lines but no corresponding dosage sequence"
                                        + " number.")
                        .coded("MISSING_VALUE"));
    }

    String REPEAT_INFORMATION =
            "{\"url\": \"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation\","
                    + " \"extension\": [{\"url\": \"numberOfPrescriptionsIssued\", \"valueUnsignedInt\": 1}]}";

    /** Only repeat dispensing counts its issues: elsewhere the counts may differ. */
    @Test
    default void countsOfRepeatPrescribingMayDiffer() {
        Message order = order().with(ITEM + "/extension/-", REPEAT_INFORMATION);
        assertThat(send(PREPARE, order).statusCode()).isEqualTo(200);
    }

    @Test
    default void emptyListOfDosagesIsToldByItsRuleWhereProfilesAreNot() {
        Message order = order().with(ITEM + "/dosageInstruction", "[]");
        assertThat(ServedBase.diagnostics(send(PREPARE, order, "X-Skip-Validation", "true")))
                .isEqualTo("Required field dosageInstructions is missing.");
        assertThat(ServedBase.diagnostics(send(PREPARE, order)))
                .startsWith("MedicationRequest.dosageInstruction: minimum required = 1, but only found 0");
    }

    @TestFactory
    default Stream<DynamicTest> rulesForCancellationsAreToldExactly() {
        return tests(
                untranslatable(
                                "$prepare",
                                PREPARE,
                                cancellation(),
                                "INVALID_VALUE",
                                "MessageHeader.eventCoding.code must be 'prescription-order'.")
                        .at("MessageHeader.eventCoding.code"),
                error(
                        "C1",
                        PROCESS,
                        order().with(HEADER + "/eventCoding/code", "\"prescription-order-update\""),
                        "value",
                        "The Bundle must contain exactly one MedicationRequest if MessageHeader.eventCoding.code is"
                                + " 'prescription-order-update'."),
                error(
                        "C2",
                        PROCESS,
                        cancellation().with(ITEM + "/status", "\"active\""),
                        "value",
                        "MedicationRequest.status must be cancelled."),
                error(
                                "C3",
                                PROCESS,
                                cancellation().without(ITEM + "/statusReason"),
                                "value",
                                "Expected MedicationRequest to have a value for statusReason.")
                        .at("ROOT(MedicationRequest).statusReason"));
    }

    @TestFactory
    default Stream<DynamicTest> rulesForNotificationsAreToldExactly() {
        String same = "Expected all MedicationDispenses to have the same value for ";
        return tests(
                error(
                                "D1 whenHandedOver",
                                PROCESS,
                                notification().with(OTHER + "/whenHandedOver", "\"2026-01-14\""),
                                "value",
                                same + "whenHandedOver. Received [\"2026-01-13T10:00:00+00:00\",\"2026-01-14\"].")
                        .at("ROOT(MedicationDispense).whenHandedOver"),
                error(
                        "D1 subject",
                        PROCESS,
                        notification().with(OTHER + "/subject/identifier/value", "\"9000000017\""),
                        "value",
                        same + "subject.identifier.value. Received [\"9000000009\",\"9000000017\"]."),
                error(
                                "D1 repeats",
                                PROCESS,
                                notification().with(ITEM + "/extension/-", repeats(2, 0)),
                                "value",
                                same
                                        + "extension(\"https://fhir.nhs.uk/StructureDefinition/Extension-EPS-RepeatInformation\")."
                                        + " Received [" + ServedBase.tree(repeats(2, 0)) + ",null].")
                        .at(
                                "ROOT(MedicationDispense).extension(\"https://fhir.nhs.uk/StructureDefinition/Extension-EPS-RepeatInformation\")"),
                error(
                                "D4",
                                PROCESS,
                                notification().with(ITEM + "/medicationReference", "{\"reference\": \"#gone\"}"),
                                "structure",
                                "MedicationDispense cannot contain both medicationReference and medicationCodeableConcept"
                                        + " fields.")
                        .coded("CONFLICTING_VALUES"),
                error(
                        "D2",
                        PROCESS,
                        notification().with(OTHER + "/performer/0/actor", "{\"reference\": \"#performer\"}"),
                        "value",
                        same
                                + "performer. Received [[{\"actor\":{\"type\":\"PractitionerRole\",\"reference\":\"#performer\"}}],"
                                + "[{\"actor\":{\"reference\":\"#performer\"}}]]."),
                error(
                                "D3",
                                PROCESS,
                                notification().without(ITEM + "/performer").without(OTHER + "/performer"),
                                "value",
                                "Expected MedicationDispense to have a value for performer.ofType(PractitionerRole).")
                        .at("ROOT(MedicationDispense).performer.ofType(PractitionerRole)"),
                error(
                        "D5",
                        PROCESS,
                        notification().with(ITEM + "/contained/0/practitioner", "{\"reference\": \"urn:uuid:x\"}"),
                        "invalid",
                        "Bundle.entry(\"PractitionerRole\").practitioner populated incorrectly. Please populate with"
                                + " Identifier and Display."),
                error(
                        "D6",
                        PROCESS,
                        notification().without("/entry/3/resource/extension"),
                        "invalid",
                        "The dispense notification is missing the reimbursement authority and it should be provided."),
                error(
                        "D7",
                        PROCESS,
                        notification().without("/entry/3/resource/extension/0/extension"),
                        "invalid",
                        "The dispense notification is missing the ODS code for reimbursement authority and it should be"
                                + " provided."),
                error(
                                "D8",
                                PROCESS,
                                notification()
                                        .with(ITEM + "/extension/-", reason("0001"))
                                        .with(OTHER + "/extension/-", reason("0002")),
                                "invalid",
                                same + "MedicationDispense.extension:prescriptionNonDispensingReason")
                        .coded("https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode|INVALID_VALUE")
                        .at("MedicationDispense.extension:prescriptionNonDispensingReason"));
    }

    @TestFactory
    default Stream<DynamicTest> rulesForReleasesAreToldExactly() {
        return tests(
                fatal("R1", RELEASE, order(), "value", "Incorrect FHIR resource type. Expected Parameters."),
                error(
                        "R2",
                        RELEASE,
                        Message.of("release").without("/parameter/0"),
                        "invalid",
                        "Required parameter owner is missing."),
                untranslatable(
                        "R3 none",
                        RELEASE,
                        Message.of("release").without("/parameter/2"),
                        "INVALID_VALUE",
                        "Parameter with name agent not found"),
                untranslatable(
                        "R3 type",
                        RELEASE,
                        Message.of("release")
                                .with("/parameter/2/resource", "{\"resourceType\": \"Organization\", \"name\": \"x\"}"),
                        "INVALID_VALUE",
                        "Parameter with name agent has wrong resourceType"),
                error(
                        "R4",
                        RELEASE,
                        Message.of("release")
                                .with("/parameter/2/resource/practitioner", "{\"reference\": \"urn:uuid:x\"}"),
                        "invalid",
                        "Parameters.parameter(\"agent\").resource.practitioner populated incorrectly. Please populate"
                                + " with Identifier and Display."),
                error(
                        "R5",
                        RELEASE,
                        Message.of("release").without("/parameter/2/resource/telecom"),
                        "invalid",
                        "Required field Parameters.parameter(\"agent\").resource.telecom is missing."),
                untranslatable(
                        "owner",
                        RELEASE,
                        Message.of("release").without("/parameter/0/resource/identifier"),
                        "TOO_FEW_VALUES_SUBMITTED",
                        "Too few values submitted. Expected 1 element where system =="
                                + " 'https://fhir.nhs.uk/Id/ods-organization-code'."));
    }

    @TestFactory
    default Stream<DynamicTest> rulesForTasksAreToldExactly() {
        String withdraw = "https://fhir.nhs.uk/CodeSystem/EPS-task-dispense-withdraw-reason";
        return tests(
                fatal("T1", "Task", order(), "value", "Incorrect FHIR resource type. Expected Task."),
                error(
                        "T2",
                        "Task",
                        Message.of("return").with("/intent", "\"plan\""),
                        "value",
                        "Task.intent must be one of: 'order'."),
                error(
                        "T3",
                        "Task",
                        Message.of("return").with("/status", "\"completed\""),
                        "value",
                        "Task.status must be one of: 'in-progress', 'rejected'."),
                error(
                        "T4",
                        "Task",
                        withdrawal().without("/code"),
                        "value",
                        "Task.code is required when Task.status is 'in-progress'."),
                error(
                        "T5",
                        "Task",
                        withdrawal().with("/code/coding/0/code", "\"fulfill\""),
                        "value",
                        "Task.code.coding.code must be one of: 'abort'."),
                error(
                        "T6 withdraw",
                        "Task",
                        withdrawal().with("/statusReason/coding/0/system", "\"https://example.org\""),
                        "value",
                        "Task.reasonCode must have a system of '%s' and a value from that system.".formatted(withdraw)),
                error(
                        "T6 return",
                        "Task",
                        Message.of("return").without("/statusReason"),
                        "value",
                        "Task.reasonCode must have a system of"
                                + " 'https://fhir.nhs.uk/CodeSystem/EPS-task-dispense-return-status-reason' and a value"
                                + " from that system."),
                error(
                        "T6 unknown reason",
                        "Task",
                        Message.of("return").with("/statusReason/coding/0/code", "\"0009\""),
                        "value",
                        "Task.reasonCode must have a system of"
                                + " 'https://fhir.nhs.uk/CodeSystem/EPS-task-dispense-return-status-reason' and a value"
                                + " from that system."),
                error(
                        "T6 reason of a return",
                        "Task",
                        withdrawal().with("/statusReason/coding/0/code", "\"0002\""),
                        "value",
                        "Task.reasonCode must have a system of '%s' and a value from that system.".formatted(withdraw)),
                untranslatable(
                        "organisation",
                        "Task",
                        Message.of("return").without("/contained/1/identifier"),
                        "TOO_FEW_VALUES_SUBMITTED",
                        "Too few values submitted. Expected 1 element where system =="
                                + " 'https://fhir.nhs.uk/Id/ods-organization-code'."),
                error(
                        "T7",
                        "Task",
                        Message.of("return")
                                .with("/contained/0/practitioner", "{\"reference\": \"#x\"}")
                                .with("/contained/-", "{\"resourceType\": \"Practitioner\", \"id\": \"x\"}"),
                        "invalid",
                        "Task.contained(\"PractitionerRole\").practitioner populated incorrectly. Please populate with"
                                + " Identifier and Display."),
                untranslatable(
                        "T8",
                        "Task",
                        Message.of("return").with("/requester", "{\"identifier\": {\"value\": \"x\"}}"),
                        "INVALID_VALUE",
                        "task.requester should be a reference to contained.practitionerRole"));
    }

    @TestFactory
    default Stream<DynamicTest> rulesForClaimsAreToldExactly() {
        String insurance = "{\"sequence\": 2, \"focal\": true, \"coverage\": {\"identifier\": {\"value\": \"T1450\"}}}";
        return tests(
                fatal("L1", "Claim", order(), "value", "Incorrect FHIR resource type. Expected Claim."),
                error(
                        "L2",
                        "Claim",
                        Message.of("claim").with("/insurance/-", insurance),
                        "invalid",
                        "Expected 1 item(s) in Claim.insurance, but received 2."),
                error(
                        "L2 none",
                        "Claim",
                        Message.of("claim").without("/insurance"),
                        "invalid",
                        "Expected 1 item(s) in Claim.insurance, but received 0."),
                error(
                        "L3",
                        "Claim",
                        Message.of("claim").with("/insurance/0/coverage/identifier/value", "\"X26\""),
                        "value",
                        "Claim.insurance[0].coverage.identifier.value must be one of: 'T1450', 'RQFZ1'."),
                error(
                        "L4",
                        "Claim",
                        Message.of("claim")
                                .with("/contained/0/practitioner", "{\"reference\": \"#x\"}")
                                .with("/contained/-", "{\"resourceType\": \"Practitioner\", \"id\": \"x\"}"),
                        "invalid",
                        "Parameters.parameter(\"agent\").resource.practitioner populated incorrectly. Please populate"
                                + " with Identifier and Display."),
                error(
                        "L5",
                        "Claim",
                        Message.of("claim").without("/item/0/detail/0/programCode/0"),
                        "invalid",
                        "The claim is missing the required endorsement code."),
                untranslatable(
                        "organisation",
                        "Claim",
                        Message.of("claim").without("/contained/1/identifier"),
                        "TOO_FEW_VALUES_SUBMITTED",
                        "Too few values submitted. Expected 1 element where system =="
                                + " 'https://fhir.nhs.uk/Id/ods-organization-code'."),
                untranslatable(
                        "charge",
                        "Claim",
                        Message.of("claim").with("/item/0/detail/1/programCode/1/coding/0/code", "\"paid-thrice\""),
                        "INVALID_VALUE",
                        "Unsupported prescription charge code"));
    }

    @Test
    default void queriesForTasksAreChecked() {
        String[][] cases = {
            {
                "unknown=1",
                "At least one of the following query parameters must be provided: focus:identifier, identifier,"
                        + " patient:identifier.",
                "invalid"
            },
            {"identifier=A&identifier=B", "Invalid combination of query parameters.", "invalid"},
            {
                "patient:identifier=https://example.org%7C9000000009",
                "Query parameter patient:identifier must have system https://fhir.nhs.uk/Id/nhs-number if specified.",
                "value"
            },
            {
                "focus:identifier=https://example.org%7CA",
                "Query parameter focus:identifier must have system"
                        + " https://fhir.nhs.uk/Id/prescription-order-number if specified.",
                "value"
            },
            {
                "identifier=%7CA",
                "Query parameter identifier must have system https://fhir.nhs.uk/Id/prescription-order-number if"
                        + " specified.",
                "value"
            },
            {
                "identifier=A&business-status=https://example.org%7C0001",
                "Query parameter business-status must have system"
                        + " https://fhir.nhs.uk/CodeSystem/EPS-task-business-status if specified.",
                "value"
            },
            {
                "identifier=A&business-status=0001&business-status=0002",
                "Invalid combination of query parameters.",
                "invalid"
            },
            {
                "identifier=A&authored-on=gt2026-01-01",
                "Value for date param authored-on should match pattern /(eq|le|ge)\\d{4}-\\d{2}-\\d{2}/.",
                "invalid"
            },
            {
                "identifier=A&authored-on=x%7Ceq2026-01-01",
                "Query parameter authored-on must not have a system specified.",
                "value"
            },
            {
                "identifier=A&authored-on=2026-01-01",
                "Value for date param authored-on should match pattern /(eq|le|ge)\\d{4}-\\d{2}-\\d{2}/.",
                "invalid"
            }
        };
        for (String[] example : cases) {
            var response = fhir().baseUri(address()).get("/electronic-prescriptions/FHIR/R4/Task?" + example[0]);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(ServedBase.diagnostics(response)).isEqualTo(example[1]);
            assertThat(ServedBase.body(response).at("/issue/0/code").asText()).isEqualTo(example[2]);
            assertThat(ServedBase.body(response).at("/issue/0/severity").asText())
                    .isEqualTo("error");
        }
        var several = fhir().baseUri(address())
                .get("/electronic-prescriptions/FHIR/R4/Task?business-status=x%7C1&authored-on=now");
        assertThat(ServedBase.body(several).path("issue")).hasSize(3);
    }

    private Stream<DynamicTest> tests(RuleRow... rows) {
        return List.of(rows).stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> row.verify(this)));
    }

    /** @param received how the end of the text begins, empty if that does not matter */
    private static RuleRow differ(String path, Message order, String received) {
        return new RuleRow(
                "P1 " + path,
                PREPARE,
                order,
                400,
                "error",
                "value",
                "Expected all MedicationRequests to have the same value for " + path + "." + received + "…",
                "Bundle.entry.resource.ofType(MedicationRequest)." + path,
                "");
    }

    static String repeats(int allowed, int issued) {
        return ("{\"url\": \"https://fhir.nhs.uk/StructureDefinition/Extension-EPS-RepeatInformation\", \"extension\":"
                        + " [{\"url\": \"numberOfRepeatsAllowed\", \"valueInteger\": %d},"
                        + " {\"url\": \"numberOfRepeatsIssued\", \"valueInteger\": %d}]}")
                .formatted(allowed, issued);
    }

    static Message order() {
        return Message.of("order");
    }

    static Message notification() {
        return Message.of("dispense-notification");
    }

    static Message responsible() {
        return order().with(ITEM + "/extension/-", RESPONSIBLE).with(OTHER + "/extension/-", RESPONSIBLE);
    }

    static Message secondaryCare() {
        return order().with(ITEM + "/extension/0/valueCoding/code", "\"1001\"")
                .with(OTHER + "/extension/0/valueCoding/code", "\"1001\"");
    }

    static Message cancellation() {
        return order().without("/entry/2")
                .with(HEADER + "/eventCoding/code", "\"prescription-order-update\"")
                .with(ITEM + "/status", "\"cancelled\"")
                .with(
                        ITEM + "/statusReason",
                        "{\"coding\": [{\"system\": \"https://fhir.nhs.uk/CodeSystem/medicationrequest-status-reason\","
                                + " \"code\": \"0001\", \"display\": \"Prescribing Error\"}]}");
    }

    static Message repeatDispensing() {
        Message order = order();
        for (String item : new String[] {ITEM, OTHER}) {
            repeatDispensing(order, item);
        }
        return order;
    }

    static void repeatDispensing(Message order, String item) {
        order.with(item + "/intent", "\"original-order\"")
                .with(
                        item + "/courseOfTherapyType/coding/0",
                        "{\"system\": \"https://fhir.nhs.uk/CodeSystem/medicationrequest-course-of-therapy\","
                                + "\"code\": \"continuous-repeat-dispensing\"}")
                .with(item + "/dispenseRequest/numberOfRepeatsAllowed", "5")
                .with(
                        item + "/dispenseRequest/validityPeriod",
                        "{\"start\": \"%s\", \"end\": \"%s\"}"
                                .formatted(
                                        java.time.LocalDate.now(java.time.ZoneOffset.UTC),
                                        java.time.LocalDate.now(java.time.ZoneOffset.UTC)
                                                .plusMonths(6)))
                .with(item + "/dispenseRequest/expectedSupplyDuration", days("28"));
    }

    static Message withdrawal() {
        return Message.of("return")
                .with("/status", "\"in-progress\"")
                .with("/code/coding/0/code", "\"abort\"")
                .with(
                        "/statusReason/coding/0",
                        "{\"system\": \"https://fhir.nhs.uk/CodeSystem/EPS-task-dispense-withdraw-reason\", \"code\": \"MU\"}");
    }

    static String days(String value) {
        return "{\"value\": %s, \"unit\": \"day\", \"system\": \"http://unitsofmeasure.org\", \"code\": \"d\"}"
                .formatted(value);
    }

    private static String reason(String code) {
        return ("{\"url\": \"https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionNonDispensingReason\","
                        + "\"valueCoding\": {\"code\": \"%s\"}}")
                .formatted(code);
    }
}
