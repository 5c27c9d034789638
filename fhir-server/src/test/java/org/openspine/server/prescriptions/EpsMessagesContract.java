package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.EpsRulesContract.DOCTOR;
import static org.openspine.server.prescriptions.EpsRulesContract.ITEM;
import static org.openspine.server.prescriptions.EpsRulesContract.OTHER;
import static org.openspine.server.prescriptions.EpsRulesContract.PATIENT;
import static org.openspine.server.prescriptions.EpsRulesContract.PREPARE;
import static org.openspine.server.prescriptions.EpsRulesContract.PROCESS;
import static org.openspine.server.prescriptions.EpsRulesContract.ROLE;
import static org.openspine.server.prescriptions.EpsRulesContract.SURGERY;
import static org.openspine.server.prescriptions.EpsRulesContract.order;
import static org.openspine.server.prescriptions.RuleRow.error;
import static org.openspine.server.prescriptions.RuleRow.untranslatable;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openspine.server.http.ServedBase;

/** Steps before and after the rules for content: reading, profiles, who may send, translation, what the record asks. */
interface EpsMessagesContract extends ServedEps {
    List<String> BASES = List.of("/fhir-prescribing", "/fhir-dispensing", "/electronic-prescriptions");
    String USER = "urn:nhsd:apim:user-nhs-id:aal3:";
    String APPLICATION = "urn:nhsd:apim:app:level3:";

    @Test
    default void digestOfASignedOrderIsRepeatableAtEveryBase() {
        for (String base : BASES) {
            Response response = post(base + "/FHIR/R4/$prepare", order().json(), "X-Correlation-ID", "abc");
            JsonNode parameters = ok(response).path("parameter");
            assertThat(response.contentType()).isEqualTo("application/fhir+json; fhirVersion=4.0");
            assertThat(response.header("X-Correlation-ID")).isEqualTo("abc");
            assertThat(parameters.findValuesAsText("name")).containsExactly("digest", "timestamp", "algorithm");
            assertThat(parameters.at("/1/valueString").asText()).isEqualTo("2026-01-12T09:31:00+00:00");
            assertThat(parameters.at("/2/valueString").asText()).isEqualTo("RS256");
            assertThat(decoded(parameters.at("/0/valueString")))
                    .startsWith("<SignedInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\">")
                    .contains("<DigestValue>" + DIGEST + "</DigestValue>");
        }
    }

    String DIGEST = "qXjs6xXP/R4zRJ6j1sKXRXrHa4LYqjkc+iNR924rQeo=";

    @Test
    default void unsignedOrderIsPreparedAsOfNow() {
        JsonNode answer = ok(send(PREPARE, order().without("/entry/7")));
        Instant said = OffsetDateTime.parse(
                        answer.at("/parameter/1/valueString").asText())
                .toInstant();
        assertThat(Duration.between(said, Instant.now())).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    default void digestDoesNotDependOnTheCheckCharacterOrItsCase() {
        Message order = order().with(ITEM + "/groupIdentifier/value", "\"3C2366-B91234-5A6B0B\"")
                .with(OTHER + "/groupIdentifier/value", "\"3C2366-B91234-5A6B0B\"");
        assertThat(decoded(ok(send(PREPARE, order)).at("/parameter/0/valueString")))
                .contains(DIGEST);
    }

    @Test
    default void codingSystemsOfHl7MayBeWrittenWithHttps() {
        Message order = order();
        for (String item : new String[] {ITEM, OTHER}) {
            order.with(
                    item + "/courseOfTherapyType/coding/0/system",
                    "\"https://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy\"");
        }
        ok(send(PREPARE, order));
    }

    @Test
    default void bodiesThatAreNoFhirJsonAreToldSo() {
        for (String body : new String[] {
            "{", "", "[]", "{\"name\": 1}", "{\"resourceType\": \"Bundle\", \"resourceType\": \"Bundle\"}"
        }) {
            Response response = post("/fhir-prescribing/FHIR/R4/$process-message", body);
            JsonNode issue = ServedBase.body(response).at("/issue/0");
            assertThat(response.statusCode()).as(body).isEqualTo(400);
            assertThat(issue.path("severity").asText()).isEqualTo("error");
            assertThat(issue.path("code").asText()).isEqualTo("invalid");
            assertThat(issue.path("diagnostics").asText()).startsWith("Failed to parse JSON encoded FHIR content");
        }
        assertThat(fhir().baseUri(address())
                        .contentType("application/fhir+xml")
                        .body("<Bundle/>")
                        .post("/fhir-prescribing/FHIR/R4/$prepare")
                        .statusCode())
                .isEqualTo(415);
    }

    @TestFactory
    default Stream<DynamicTest> profilesAreChecked() {
        String minimum = ": minimum required = 1, but only found 0…";
        Message five = order();
        for (int i = 3; i < 6; i++) {
            five.with("/entry/-", five.at("/entry/2").toString());
        }
        return tests(
                error(
                                "more than four items",
                                PREPARE,
                                five,
                                "processing",
                                "Bundle contains too many resources of type MedicationRequest. Expected at most 4.")
                        .at("Bundle.entry"),
                error(
                        "dosage",
                        PREPARE,
                        order().without(ITEM + "/dosageInstruction"),
                        "processing",
                        "MedicationRequest.dosageInstruction" + minimum),
                error(
                        "quantity",
                        PREPARE,
                        order().without(ITEM + "/dispenseRequest/quantity"),
                        "processing",
                        "MedicationRequest.dispenseRequest.quantity" + minimum),
                error(
                        "endorsement",
                        PREPARE,
                        order().with(
                                        ITEM + "/extension/-",
                                        "{\"url\": \"https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionEndorsement\","
                                                + "\"valueCodeableConcept\": {\"coding\": [{\"system\":"
                                                + " \"https://fhir.nhs.uk/CodeSystem/medicationrequest-endorsement\", \"code\": \"XX\"}]}}"),
                        "processing",
                        "None of the codings provided are in the value set 'DM Prescription Endorsement'"
                                + " (https://fhir.nhs.uk/ValueSet/DM-prescription-endorsement)…"),
                error(
                                "no entry",
                                PREPARE,
                                order().without("/entry"),
                                "value",
                                "ResourceType Bundle must contain 'entry' field")
                        .coded("MISSING_FIELD"));
    }

    /** Sections 3.2 and 3.7: what the tables of contents require and no later rule tells. */
    @TestFactory
    default Stream<DynamicTest> requiredElementsAreAskedFor() {
        String dispense = "/entry/2/resource";
        return tests(
                required("MedicationRequest.dosageInstruction.text", order(), ITEM + "/dosageInstruction/0/text"),
                required("MedicationRequest.dispenseRequest.quantity", order(), ITEM + "/dispenseRequest"),
                required(
                        "MedicationRequest.dispenseRequest.quantity.value",
                        order(),
                        ITEM + "/dispenseRequest/quantity/value"),
                required(
                        "MedicationRequest.dispenseRequest.quantity.unit",
                        order(),
                        ITEM + "/dispenseRequest/quantity/unit"),
                required(
                        "MedicationRequest.dispenseRequest.quantity.code",
                        order(),
                        ITEM + "/dispenseRequest/quantity/code"),
                required("Patient.name", order(), PATIENT + "/name"),
                required("Patient.address", order(), PATIENT + "/address"),
                required("Practitioner.name", order(), DOCTOR + "/name"),
                required("MedicationDispense.quantity", EpsRulesContract.notification(), dispense + "/quantity"),
                required(
                        "MedicationDispense.whenHandedOver",
                        EpsRulesContract.notification(),
                        dispense + "/whenHandedOver"),
                required(
                        "MedicationDispense.dosageInstruction",
                        EpsRulesContract.notification(),
                        dispense + "/dosageInstruction"),
                required(
                        "MedicationDispense.subject.identifier.value",
                        EpsRulesContract.notification(),
                        dispense + "/subject/identifier/value"));
    }

    private static RuleRow required(String element, Message message, String place) {
        return error(
                element,
                PROCESS,
                message.without(place),
                "processing",
                element + ": minimum required = 1, but only found 0…");
    }

    @Test
    default void itemWithoutMedicineIsNotOne() {
        JsonNode outcome = ServedBase.body(send(PREPARE, order().without(ITEM + "/medicationCodeableConcept")));
        assertThat(outcome.path("issue").findValuesAsText("diagnostics"))
                .anyMatch(text ->
                        text.startsWith("MedicationRequest.medication[x]: minimum required = 1, but only found 0"));
    }

    @TestFactory
    default Stream<DynamicTest> whatCannotBeTranslatedEndsTheRequest() {
        return tests(
                untranslatable(
                                "no header",
                                PROCESS,
                                order().without("/entry/0"),
                                "TOO_FEW_VALUES_SUBMITTED",
                                "Too few values submitted. Expected 1 element where resource.resourceType =="
                                        + " 'MessageHeader'.")
                        .at("Bundle.entry"),
                untranslatable(
                        "two headers",
                        PROCESS,
                        order().with(
                                        "/entry/-",
                                        order().at("/entry/0").toString().replace("c8e000", "c8e009")),
                        "TOO_MANY_VALUES_SUBMITTED",
                        "Too many values submitted. Expected 1 element where resource.resourceType =="
                                + " 'MessageHeader'."),
                untranslatable(
                        "no patient",
                        PROCESS,
                        order().without("/entry/3"),
                        "TOO_FEW_VALUES_SUBMITTED",
                        "Too few values submitted. Expected 1 element where resource.resourceType == 'Patient'."),
                untranslatable(
                        "no patient in a cancellation",
                        PROCESS,
                        EpsRulesContract.cancellation().without("/entry/2"),
                        "TOO_FEW_VALUES_SUBMITTED",
                        "Too few values submitted. Expected 1 element where resource.resourceType == 'Patient'."),
                untranslatable(
                        "two patients",
                        PREPARE,
                        order().with(
                                        "/entry/-",
                                        order().at("/entry/3").toString().replace("c8e001", "c8e009")),
                        "TOO_MANY_VALUES_SUBMITTED",
                        "Too many values submitted. Expected 1 element where resource.resourceType == 'Patient'."),
                untranslatable(
                        "reference",
                        PREPARE,
                        order().with(
                                        ROLE + "/practitioner/reference",
                                        "\"urn:uuid:2c1f64d8-3b1d-4b0f-9c0d-5a41d2c8e0ff\""),
                        "TOO_FEW_VALUES_SUBMITTED",
                        "Too few values submitted. Expected 1 element where fullUrl =="
                                + " 'urn:uuid:2c1f64d8-3b1d-4b0f-9c0d-5a41d2c8e0ff'."),
                untranslatable(
                                "mixed courses",
                                PREPARE,
                                order().with(ITEM + "/courseOfTherapyType/coding/0", REPEAT_DISPENSING),
                                "INVALID_VALUE",
                                "Course of therapy type must either match for all MedicationRequests or be a mixture of"
                                        + " 'acute' and 'continuous'.")
                        .at("MedicationRequest.courseOfTherapyType.coding"),
                untranslatable(
                        "unknown course",
                        PREPARE,
                        both("/courseOfTherapyType/coding/0/code", "\"seasonal\""),
                        "INVALID_VALUE",
                        "Unhandled course of therapy type code 'seasonal'."),
                untranslatable(
                        "repeats",
                        PREPARE,
                        erd().without(ITEM + "/dispenseRequest/numberOfRepeatsAllowed")
                                .without(OTHER + "/dispenseRequest/numberOfRepeatsAllowed"),
                        "INVALID_VALUE",
                        "Number of repeats allowed is required."),
                untranslatable(
                        "supply in weeks",
                        PREPARE,
                        erd().with(ITEM + "/dispenseRequest/expectedSupplyDuration/code", "\"wk\"")
                                .with(OTHER + "/dispenseRequest/expectedSupplyDuration/code", "\"wk\""),
                        "INVALID_VALUE",
                        "Expected supply duration must be specified in days."),
                untranslatable(
                                "long id",
                                PREPARE,
                                order().without(ITEM + "/groupIdentifier/extension")
                                        .without(OTHER + "/groupIdentifier/extension"),
                                "TOO_FEW_VALUES_SUBMITTED",
                                "Too few values submitted. Expected 1 element where url =="
                                        + " 'https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionId'.")
                        .at("MedicationRequest.groupIdentifier.extension"),
                untranslatable(
                        "site type",
                        PREPARE,
                        order().without(ITEM + "/dispenseRequest/extension")
                                .without(OTHER + "/dispenseRequest/extension"),
                        "TOO_FEW_VALUES_SUBMITTED",
                        "Too few values submitted. Expected 1 element where url =="
                                + " 'https://fhir.nhs.uk/StructureDefinition/Extension-DM-PerformerSiteType'."),
                untranslatable(
                        "prescription type",
                        PREPARE,
                        order().without(ITEM + "/extension").without(OTHER + "/extension"),
                        "TOO_FEW_VALUES_SUBMITTED",
                        "Too few values submitted. Expected 1 element where url =="
                                + " 'https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionType'."),
                untranslatable(
                        "item id",
                        PREPARE,
                        order().with(ITEM + "/identifier/0/system", "\"https://example.org\""),
                        "TOO_FEW_VALUES_SUBMITTED",
                        "Too few values submitted. Expected 1 element where system =="
                                + " 'https://fhir.nhs.uk/Id/prescription-order-item-number'."),
                untranslatable(
                        "no professional code",
                        PREPARE,
                        order().without(DOCTOR + "/identifier/1"),
                        "TOO_FEW_VALUES_SUBMITTED",
                        "Expected exactly one professional code. One of GMC|GMP|NMC|GPhC|HCPC|unknown…"),
                untranslatable(
                        "two professional codes",
                        PREPARE,
                        order().with(
                                        DOCTOR + "/identifier/-",
                                        "{\"system\": \"https://fhir.hl7.org.uk/Id/nmc-number\", \"value\": \"12A3456B\"}"),
                        "TOO_MANY_VALUES_SUBMITTED",
                        "Expected exactly one professional code. One of GMC|GMP|NMC|GPhC|HCPC|unknown. But got:"
                                + " 1234567, 12A3456B"),
                untranslatable(
                                "telecom",
                                PREPARE,
                                order().without(ROLE + "/telecom").without(SURGERY + "/telecom"),
                                "TOO_FEW_VALUES_SUBMITTED",
                                "ResponsiblePractitioner must have at least one telecom.")
                        .at("PractitionerRole.telecom"),
                untranslatable(
                                "birth date",
                                PREPARE,
                                order().with(PATIENT + "/birthDate", "\"1980-02\""),
                                "INVALID_VALUE",
                                "Incorrect format for date string '1980-02'.")
                        .at("Patient.birthDate"),
                untranslatable(
                        "time of the supply",
                        PROCESS,
                        whenHandedOver("\"2026-01\""),
                        "INVALID_VALUE",
                        "Incorrect format for date time string '2026-01'."),
                untranslatable(
                        "gender",
                        PREPARE,
                        order().without(PATIENT + "/gender"),
                        "INVALID_VALUE",
                        "Unhandled gender 'undefined'."),
                untranslatable(
                        "address use",
                        PREPARE,
                        order().with(PATIENT + "/address/0/use", "\"old\""),
                        "INVALID_VALUE",
                        "Unhandled address use 'old'."),
                untranslatable(
                        "telecom use",
                        PREPARE,
                        order().with(ROLE + "/telecom/0/use", "\"old\""),
                        "INVALID_VALUE",
                        "Unhandled telecom use 'old'."),
                untranslatable(
                        "organisation name",
                        PREPARE,
                        order().without(SURGERY + "/name"),
                        "INVALID_VALUE",
                        "Name must be provided."),
                untranslatable(
                                "signature data",
                                PROCESS,
                                order().with("/entry/7/resource/signature/0/data", "\"PFNpZ25hdHVyZT4=\""),
                                "INVALID_VALUE",
                                "Invalid signature format.")
                        .at("Provenance.signature.data"),
                untranslatable(
                        "signature without a bottom",
                        PROCESS,
                        order().with("/entry/7/resource/signature/0/data", "\"" + BOTTOMLESS + "\""),
                        "INVALID_VALUE",
                        "Invalid signature format."));
    }

    /** XML whose elements lie in each other, more of them than a stack holds. */
    String BOTTOMLESS = Base64.getEncoder()
            .encodeToString(("<a>".repeat(100_000) + "</a>".repeat(100_000)).getBytes(StandardCharsets.US_ASCII));

    private static Message whenHandedOver(String json) {
        return EpsRulesContract.notification()
                .with("/entry/1/resource/whenHandedOver", json)
                .with("/entry/2/resource/whenHandedOver", json);
    }

    /** FHIR knows no other uses of names and no other instants, so that these come here without that step alone. */
    @Test
    default void whatFhirRefusesIsToldByTheTranslationWhereFhirIsNotAsked() {
        String[][] cases = {
            {PATIENT + "/name/0/use", "stage", "Unhandled name use 'stage'.", "Patient.name.use"},
            {
                "/entry/7/resource/signature/0/when",
                "2026-01-12",
                "Incorrect format for date time string '2026-01-12'.",
                "Provenance.signature.when"
            }
        };
        for (String[] example : cases) {
            Message order = order().with(example[0], "\"" + example[1] + "\"");
            assertThat(ServedBase.body(send(PREPARE, order)).at("/issue/0/code").asText())
                    .isEqualTo("processing");
            JsonNode issue = ServedBase.body(send(PREPARE, order, "X-Skip-Validation", "true"))
                    .at("/issue/0");
            assertThat(issue.at("/details/coding/0/display").asText()).isEqualTo(example[2]);
            assertThat(issue.at("/expression/0").asText()).isEqualTo(example[3]);
        }
    }

    @Test
    default void onlyTranslationFailuresHaveNoTime() {
        JsonNode translation = ServedBase.body(send(PREPARE, order().without(PATIENT + "/gender")));
        JsonNode rule = ServedBase.body(send(PREPARE, order().with(ITEM + "/intent", "\"plan\"")));
        assertThat(translation.has("meta")).isFalse();
        assertThat(translation.at("/issue/0/details/coding/0/system").asText())
                .isEqualTo("https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode");
        assertThat(rule.at("/meta/lastUpdated").asText()).matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\+00:00");
    }

    @TestFactory
    default Stream<DynamicTest> recordAsksOrdersForMore() {
        return tests(
                error(
                                "MISSING_DIGITAL_SIGNATURE",
                                PROCESS,
                                order().without("/entry/7"),
                                "business-rule",
                                "Digital signature not found")
                        .coded("https://fhir.nhs.uk/CodeSystem/EPS-IssueCode|MISSING_DIGITAL_SIGNATURE"),
                record("prescriptionID has invalid format", both("/groupIdentifier/value", "\"XYZ\"")),
                record(
                        "prescriptionID has invalid checksum",
                        both("/groupIdentifier/value", "\"3C2366-B91234-5A6B0B\"")),
                record("nhsNumber is not valid", order().with(PATIENT + "/identifier/0/value", "\"9000000000\"")),
                record("lineItemID has invalid format", order().with(ITEM + "/identifier/0/value", "\"1\"")),
                record("birthTime is in the future", order().with(PATIENT + "/birthDate", "\"2999-01-01\"")),
                record(
                        "nominatedPerformer has invalid format",
                        both("/dispenseRequest/performer/identifier/value", "\"FQ 123\"")),
                record(
                        "nominatedPerformer has invalid type",
                        both("/dispenseRequest/extension/0/valueCoding/code", "\"0004\"")),
                record(
                        "daysSupply must be 366 or less",
                        both("/dispenseRequest/expectedSupplyDuration", EpsRulesContract.days("367"))),
                record(
                        "daysSupplyValidHigh is more than 12 months beyond current day",
                        period("2999-01-01", "2999-02-01")),
                record("daysSupplyValidHigh is in the past", period("2020-01-01", "2020-02-01")),
                record(
                        "daysSupplyValid low is after daysSupplyValidHigh",
                        period(
                                "2999-01-01",
                                java.time.LocalDate.now(java.time.ZoneOffset.UTC)
                                        .plusDays(9)
                                        .toString())),
                error(
                                "INVALID_REPEAT_COUNT",
                                PROCESS,
                                erd().with(ITEM + "/dispenseRequest/numberOfRepeatsAllowed", "99")
                                        .with(OTHER + "/dispenseRequest/numberOfRepeatsAllowed", "99"),
                                "business-rule",
                                "Repeat count should be between 1 and 99")
                        .coded("https://fhir.nhs.uk/CodeSystem/EPS-IssueCode|INVALID_REPEAT_COUNT"));
    }

    @Test
    default void sendersWithoutTheRightScopeAreRefused() {
        String[][] cases = {
            {
                PREPARE,
                "order",
                USER + "fhir-dispensing",
                "Your app does not have permission to access prescribing functionality."
            },
            {
                PROCESS,
                "dispense-notification",
                USER + "fhir-prescribing",
                "Your app does not have permission to access dispensing functionality."
            },
            {
                PROCESS,
                "order",
                APPLICATION + "electronic-prescription-service-api:prescribing",
                "Prescribing functionality can only be accessed using the user-restricted access mode."
            },
            {
                "Task",
                "return",
                APPLICATION + "electronic-prescription-service-api:dispensing",
                "Dispensing functionality can only be accessed using the user-restricted access mode."
            },
            {
                "Task/$release",
                "release",
                APPLICATION + "electronic-prescription-service-api:dispensing",
                "Dispensing functionality can only be accessed using the user-restricted access mode."
            },
            {
                "Claim",
                "claim",
                USER + "fhir-prescribing",
                "Your app does not have permission to access dispensing functionality."
            }
        };
        for (String[] example : cases) {
            Response response = send(example[0], Message.of(example[1]), "NHSD-Scope", example[2]);
            JsonNode issue = ServedBase.body(response).at("/issue/0");
            assertThat(response.statusCode()).as(example[3]).isEqualTo(403);
            assertThat(issue.path("severity").asText()).isEqualTo("fatal");
            assertThat(issue.path("code").asText()).isEqualTo("forbidden");
            assertThat(issue.path("diagnostics").asText()).isEqualTo(example[3]);
        }
        ok(send(PREPARE, order(), "NHSD-Scope", USER + "fhir-prescribing"));
        Response tracker = fhir().baseUri(address())
                .header("NHSD-Scope", USER + "fhir-prescribing")
                .get("/electronic-prescriptions/FHIR/R4/Task?identifier=A");
        assertThat(tracker.statusCode()).isEqualTo(403);
        assertThat(ServedBase.diagnostics(tracker))
                .isEqualTo("Your app does not have permission to access tracker functionality.");
    }

    @Test
    default void scopeIsAskedAfterTheKindOfMessageAndBeforeItsContent() {
        String scope = USER + "fhir-prescribing";
        assertThat(send("Task", order(), "NHSD-Scope", scope).statusCode()).isEqualTo(400);
        Message broken = Message.of("return").with("/intent", "\"plan\"");
        assertThat(send("Task", broken, "NHSD-Scope", scope).statusCode()).isEqualTo(403);
        Message unpaid = Message.of("claim").with("/insurance/0/coverage/identifier/value", "\"X26\"");
        assertThat(send("Claim", unpaid, "NHSD-Scope", scope).statusCode()).isEqualTo(400);
        Message unendorsed = Message.of("claim").without("/item/0/detail/0/programCode/0");
        assertThat(send("Claim", unendorsed, "NHSD-Scope", scope).statusCode()).isEqualTo(403);
    }

    @Test
    default void malformedAuthorisationIsRefused() {
        for (String value : new String[] {"", "Bearer", "Basic abc"}) {
            Response response = send(PREPARE, order(), "Authorization", value);
            assertThat(response.statusCode()).isEqualTo(401);
            JsonNode issue = ServedBase.body(response).at("/issue/0");
            assertThat(issue.path("code").asText()).isEqualTo("forbidden");
            assertThat(issue.path("diagnostics").asText()).isEqualTo("Invalid access token");
            assertThat(issue.at("/details/coding/0/code").asText()).isEqualTo("ACCESS_DENIED");
        }
        ok(send(PREPARE, order(), "Authorization", "Bearer abc"));
    }

    @Test
    default void resourcesAreValidatedWithoutBeingStored() {
        assertThat(ok(send("$validate", order())).at("/issue/0/code").asText()).isEqualTo("informational");
        assertThat(post("/fhir-dispensing/FHIR/R4/$validate", "{\"resourceType\": \"Patient\", \"gender\": \"?\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    default void signaturesOfSeveralPrescriptionsAreVerified() {
        String set =
                "{\"resourceType\": \"Bundle\", \"type\": \"searchset\", \"entry\": [{\"resource\": %s}, {\"resource\": %1$s}]}"
                        .formatted(order().json());
        JsonNode answer = ok(post("/electronic-prescriptions/FHIR/R4/$verify-signature", set));
        assertThat(answer.path("parameter").findValuesAsText("name"))
                .containsExactly("0", "messageIdentifier", "result", "1", "messageIdentifier", "result");
        assertThat(answer.at("/parameter/0/part/0/valueReference/identifier/value")
                        .asText())
                .isEqualTo("0f7e4d4a-5c3c-4b0b-8a25-5c1c1b3a0001");
        assertThat(answer.at("/parameter/1/part/1/resource/issue")).isEqualTo(ServedBase.tree("""
                        [{"severity": "error", "code": "invalid", "details": {"coding": [{
                          "system": "https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode", "code": "INVALID_VALUE",
                          "display": "Signature is invalid."}]}, "expression": ["Provenance.signature.data"]}]"""));
    }

    @Test
    default void signaturesAreVerifiedOfBundlesAlone() {
        String place = "/electronic-prescriptions/FHIR/R4/$verify-signature";
        for (String body : List.of(
                "{\"resourceType\": \"Patient\"}",
                "{\"resourceType\": \"Parameters\"}",
                "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"a\", \"resource\": {\"resourceType\": \"Patient\"}}]}")) {
            Response response = post(place, body);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(ServedBase.diagnostics(response)).isEqualTo("Incorrect FHIR resource type. Expected Bundle.");
        }
        JsonNode none = ok(post(place, "{\"resourceType\": \"Bundle\", \"type\": \"searchset\", \"total\": 0}"));
        assertThat(none.path("parameter")).isEmpty();
        String inside = "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"order\", \"resource\": %s}]}";
        assertThat(ok(post(place, inside.formatted(order().json()))).path("parameter"))
                .hasSize(1);
    }

    @Test
    default void orderSignedAsPreparedIsRightWhenSentAndWhenReleased() {
        Course course = new Course(TestPatients.next());
        Message order = signed(course.order());
        JsonNode sent = ok(post("/electronic-prescriptions/FHIR/R4/$verify-signature", order.json()));
        assertThat(sent.at("/parameter/0/part/1/resource/issue/0/code").asText())
                .isEqualTo("informational");
        ok(send(PROCESS, order));
        JsonNode released = ok(send("Task/$release", course.release()));
        assertThat(released.at("/parameter/0/resource/total").asInt()).isEqualTo(1);
        JsonNode given = ok(post("/electronic-prescriptions/FHIR/R4/$verify-signature", released.toString()));
        assertThat(given.at("/parameter/0/part/1/resource/issue/0/code").asText())
                .isEqualTo("informational");
        order.with(PATIENT + "/birthDate", "\"1981-02-03\"");
        JsonNode changed = ok(post("/electronic-prescriptions/FHIR/R4/$verify-signature", order.json()));
        assertThat(changed.at("/parameter/0/part/1/resource/issue/0/details/coding/0/display")
                        .asText())
                .isEqualTo("Signature doesn't match prescription.");
    }

    @Test
    default void requestSentAgainWithItsIdIsAnsweredAgain() {
        Course course = new Course(TestPatients.next());
        ok(send(PROCESS, signed(course.order())));
        String requestId = UUID.randomUUID().toString();
        String first = sendAs(requestId, course.release()).asString();
        Response again = sendAs(requestId, course.release());
        assertThat(again.asString()).isEqualTo(first);
        assertThat(again.header("X-Request-ID")).isEqualTo(requestId);
        Response anew = send("Task/$release", course.release());
        assertThat(anew.statusCode()).isEqualTo(400);
        assertThat(ServedBase.body(anew).at("/issue/0/details/coding/0/code").asText())
                .isEqualTo("PRESCRIPTION_WITH_ANOTHER_DISPENSER");
    }

    private Response sendAs(String requestId, Message release) {
        return fhir().baseUri(address())
                .contentType(JSON)
                .header("X-Request-ID", requestId)
                .body(release.json())
                .post("/fhir-dispensing/FHIR/R4/Task/$release");
    }

    @Test
    default void examplesOfTheFrontPageTellTheLifeOfAPrescription() {
        String[][] life = {
            {PREPARE, "order"},
            {PROCESS, "order"},
            {"Task/$release", "release"},
            {PROCESS, "dispense-notification"},
            {"Claim", "claim"}
        };
        for (String[] step : life) {
            ok(post("/electronic-prescriptions/FHIR/R4/" + step[0], example(step[1])));
        }
        JsonNode tasks = get(address() + "/electronic-prescriptions/FHIR/R4/Task?patient:identifier=9700000168");
        assertThat(tasks.findValuesAsText("businessStatus")).hasSize(1);
        assertThat(tasks.at("/entry/0/resource/businessStatus/coding/0/code").asText())
                .isEqualTo("0008");
        Response late = post("/electronic-prescriptions/FHIR/R4/$process-message", example("cancellation"));
        assertThat(late.statusCode()).isEqualTo(400);
        assertThat(ServedBase.body(late).findValuesAsText("code")).contains("R-0004");
    }

    private static String example(String name) {
        String now = Instant.now().toString().substring(0, 19) + "+00:00";
        return Message.text("/org/openspine/prescriptions/eps/" + name + ".json")
                .replace("{{now}}", now)
                .replace("{{today}}", now.substring(0, 10));
    }

    @Test
    default void serviceTellsWhatItIs() {
        for (String base : BASES) {
            JsonNode wrapped = get(address() + base + "/metadata");
            JsonNode plain = get(address() + base + "/FHIR/R4/metadata");
            assertThat(wrapped.path("capabilityStatement")).isEqualTo(plain);
            assertThat(plain.path("resourceType").asText()).isEqualTo("CapabilityStatement");
            assertThat(get(address() + base + "/_ping").has("version")).isTrue();
            assertThat(get(address() + base + "/_status").path("status").asText())
                    .isEqualTo("pass");
        }
        assertThat(fhir().get(address() + "/fhir-prescribing/FHIR/R4/Patient").statusCode())
                .isEqualTo(404);
        assertThat(fhir().get(address() + "/fhir-prescribing/FHIR/R4/Claim").statusCode())
                .isEqualTo(405);
    }

    private Stream<DynamicTest> tests(RuleRow... rows) {
        return List.of(rows).stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> row.verify(this)));
    }

    private static RuleRow record(String detail, Message order) {
        return error(
                        detail,
                        PROCESS,
                        order,
                        "processing",
                        "Unable to process message. Information missing or invalid - " + detail)
                .coded("https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode|FAILURE_TO_PROCESS_MESSAGE");
    }

    String REPEAT_DISPENSING = "{\"system\": \"https://fhir.nhs.uk/CodeSystem/medicationrequest-course-of-therapy\","
            + " \"code\": \"continuous-repeat-dispensing\"}";

    private static Message both(String pointer, String json) {
        return order().with(ITEM + pointer, json).with(OTHER + pointer, json);
    }

    private static Message erd() {
        return EpsRulesContract.repeatDispensing();
    }

    private static Message period(String start, String end) {
        Message order = erd();
        for (String item : new String[] {ITEM, OTHER}) {
            order.with(
                    item + "/dispenseRequest/validityPeriod",
                    "{\"start\": \"%s\", \"end\": \"%s\"}".formatted(start, end));
        }
        return order;
    }

    private static String decoded(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
    }
}
