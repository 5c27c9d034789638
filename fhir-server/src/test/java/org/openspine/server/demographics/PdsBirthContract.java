package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsCreateContract.given;
import static org.openspine.server.demographics.PdsCreateContract.uniqueFamily;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Babies who get an NHS number at the national path. */
interface PdsBirthContract extends ServedPds {
    String OID = "urn:oid:2.16.840.1.113883.2.1.3.2.4.17.";

    static String entry(String resource) {
        return "{\"fullUrl\": \"urn:uuid:%s\", \"request\": {\"method\": \"POST\", \"url\": \"x\"}, \"resource\": %s}"
                .formatted(UUID.randomUUID(), resource);
    }

    static String observation(String code, String value) {
        return entry("""
                {"resourceType": "Observation", "status": "final",
                 "code": {"coding": [{"system": "http://snomed.info/sct", "code": "%s"}]}, %s}""".formatted(code, value));
    }

    static String coded(String member, String system, String code) {
        return "\"%s\": {\"coding\": [{\"system\": \"%s\", \"code\": \"%s\"}]}".formatted(member, system, code);
    }

    default ObjectNode notice(String family, String mother) {
        String baby = """
                {"resourceType": "Patient", "name": [{"use": "usual", "family": "%s", "given": ["Loveday"]}], "gender": "female",
                 "birthDate": "2026-03-04",
                 "_birthDate": {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
                   "valueDateTime": "2026-03-04T05:06:00+00:00"}]},
                 "address": [{"use": "home", "line": ["3 Fore Street", "Truro"], "postalCode": "TR1 2AA"}],
                 "multipleBirthInteger": 1,
                 "extension": [%s, {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory",
                   "valueCodeableConcept": {"coding": [{"system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland", "code": "A"}]}},
                  {"url": "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
                   "valueAddress": {"text": "Treliske", "city": "Truro", "country": "1"}}]}""".formatted(family, PdsCreateContract.AUTHORITY);
        String number = "\"identifier\": [{\"system\": \"https://fhir.nhs.uk/Id/nhs-number\", \"value\": \"%s\"}]"
                .formatted(mother);
        String ods = "\"identifier\": [{\"system\": \"https://fhir.nhs.uk/Id/ods-%s-code\", \"value\": \"A20047\"}]";
        return (ObjectNode)
                ServedBase.tree(
                        "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [%s]}"
                                .formatted(
                                        String.join(
                                                ",",
                                                entry(baby),
                                                observation(
                                                        "364589006",
                                                        "\"valueQuantity\": {\"value\": 3400, \"unit\": \"grams\"}"),
                                                observation(
                                                        "237364002", coded("valueCodeableConcept", OID + "172", "1")),
                                                observation(
                                                        "268477000",
                                                        "\"valueQuantity\": {\"value\": 39, \"unit\": \"weeks\"}"),
                                                observation("246435002", "\"valueInteger\": 1"),
                                                observation(
                                                        "66091009", coded("valueCodeableConcept", OID + "171", "N")),
                                                entry(
                                                        "{\"resourceType\": \"RelatedPerson\", %s, \"relationship\": [%s]}"
                                                                .formatted(
                                                                        number,
                                                                        "{\"coding\": [{\"system\": \"http://terminology.hl7.org/CodeSystem/v3-RoleCode\", \"code\": \"GESTM\"}]}")),
                                                entry(
                                                        "{\"resourceType\": \"Patient\", %s, \"birthDate\": \"1995-04-12\"}"
                                                                .formatted(number)),
                                                entry("{\"resourceType\": \"Organization\", %s}"
                                                        .formatted(ods.formatted("organization"))),
                                                entry(
                                                        "{\"resourceType\": \"Location\", %s, \"type\": [{\"coding\": [{\"system\": \"%s173\", \"code\": \"0\"}]}]}"
                                                                .formatted(ods.formatted("site"), OID)),
                                                entry(
                                                        "{\"resourceType\": \"CareTeam\", \"participant\": [{\"member\": {\"display\": \"Child health\"}}]}"))));
    }

    default Response tell(JsonNode notice) {
        return tell(notice, "");
    }

    default Response tell(JsonNode notice, String query) {
        return pds().contentType("application/json")
                .body(notice.toString())
                .post("/Patient/$process-birth-details" + query);
    }

    static ObjectNode resource(JsonNode notice, int entry) {
        return (ObjectNode) notice.path("entry").path(entry).path("resource");
    }

    @Test
    default void aBabyGetsANumberAndItsMother() {
        String mother = storePatient("");
        Response response = tell(notice(uniqueFamily(), mother));
        String number = given(response);
        JsonNode baby = ServedBase.body(response);
        assertThat(UUID.fromString(response.header("notification-id"))).isNotNull();
        assertThat(baby.at("/name/0/period/start").asText()).isEqualTo("2026-03-04");
        assertThat(baby.path("multipleBirthInteger").asInt()).isEqualTo(1);
        assertThat(baby.path("extension").toString())
                .isEqualTo(
                        "[{\"url\":\"http://hl7.org/fhir/StructureDefinition/patient-birthPlace\",\"valueAddress\":{\"city\":\"Truro\",\"country\":\"1\"}}]");
        JsonNode related = ok(pds().get("/Patient/%s/RelatedPerson".formatted(number)));
        assertThat(related.at("/entry/0/resource/patient/identifier/value").asText())
                .isEqualTo(mother);
        assertThat(get("Patient/" + number)
                        .at("/_birthDate/extension/0/valueDateTime")
                        .asText())
                .isEqualTo("2026-03-04T05:06:00+00:00");
    }

    @Test
    default void whatWasObservedAtTheBirthIsReadableAsObservationsOfTheBaby() {
        String number = given(tell(notice(uniqueFamily(), storePatient(""))));
        JsonNode found = get("Observation?subject=Patient/%s&_sort=code".formatted(number));
        assertThat(found.path("entry")).hasSize(5);
        for (JsonNode entry : found.path("entry")) {
            JsonNode observation = entry.path("resource");
            assertThat(observation.path("status").asText()).isEqualTo("final");
            assertThat(observation.path("effectiveDateTime").asText()).isEqualTo("2026-03-04T05:06:00+00:00");
        }
        JsonNode weight = get("Observation?code=http://snomed.info/sct%7C364589006&patient=" + number);
        assertThat(weight.at("/entry/0/resource/valueQuantity/value").asInt()).isEqualTo(3400);
        JsonNode outcome = get("Observation?patient=%s&code=237364002".formatted(number));
        assertThat(outcome.at("/entry/0/resource/valueCodeableConcept/coding/0/code")
                        .asText())
                .isEqualTo("1");
    }

    @Test
    default void anObservationThatIsNoFhirStoresNothing() {
        String mother = storePatient("");
        String family = uniqueFamily();
        ObjectNode notice = notice(family, mother);
        resource(notice, 3).put("status", "guessed");
        Response refused = tell(notice);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(ServedBase.body(refused).at("/issue/0/details/coding/0/code").asText())
                .isEqualTo("VALIDATION_ERROR");
        assertThat(get("Patient?family=" + family).has("entry")).isFalse();
        given(tell(notice(family, mother)));
    }

    @Test
    default void potentialMatchesCanBeIgnoredButNotTheSameBaby() {
        String family = uniqueFamily();
        String mother = storePatient("");
        String number = given(tell(notice(family, mother)));
        JsonNode ofAnother = notice(family, storePatient(""));
        String single =
                "Unable to create new patient. NHS number %s found for supplied demographic data.".formatted(number);
        assertError(tell(ofAnother), 200, "value", "SINGLE_MATCH", "Single match found", single);
        assertError(
                tell(notice(family, mother), "?ignore_potential_matches=true"),
                200,
                "value",
                "SINGLE_MATCH",
                "Single match found",
                single);
        given(tell(ofAnother, "?ignore_potential_matches=true"));
        assertThat(tell(ofAnother, "?ignore_potential_matches=perhaps").statusCode())
                .isEqualTo(400);
    }

    @Test
    default void everyEntryIsNeededAtItsPlace() {
        for (int entry = 0; entry < 11; entry++) {
            JsonNode notice = notice(uniqueFamily(), "9000000009");
            ((ArrayNode) notice.path("entry")).remove(entry);
            assertError(
                    tell(notice),
                    400,
                    "value",
                    "TOO_FEW_VALUES_SUBMITTED",
                    "Too few values submitted",
                    "Too few values submitted - <json too long to display> in field 'entry'");
        }
        JsonNode swapped = notice(uniqueFamily(), "9000000009");
        ArrayNode entries = (ArrayNode) swapped.path("entry");
        entries.insert(8, entries.remove(9));
        assertError(
                tell(swapped),
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid value - 'Location' in field 'entry/8/resource/resourceType'");
    }

    @Test
    default void faultsOfEntriesAreToldWithTheirPath() {
        JsonNode motherless = notice(uniqueFamily(), "9000000009");
        ((ObjectNode) resource(motherless, 7).path("identifier").path(0)).remove("value");
        assertError(
                tell(motherless),
                400,
                "required",
                "MISSING_VALUE",
                "Required value is missing",
                "Missing value - 'entry/7/resource/identifier/0/value'");
        JsonNode light = notice(uniqueFamily(), "9000000009");
        ((ObjectNode) resource(light, 1).path("valueQuantity")).put("value", 999);
        assertInvalid(light, "999", "entry/1/resource/valueQuantity/value");
        JsonNode useless = notice(uniqueFamily(), "9000000009");
        ((ObjectNode) resource(useless, 0).path("name").path(0)).put("use", "temp");
        assertInvalid(useless, "temp", "entry/0/resource/name/0/use");
        JsonNode other = notice(uniqueFamily(), "9000000009");
        resource(other, 0).put("gender", "other");
        assertInvalid(other, "other", "gender");
        JsonNode dateless = notice(uniqueFamily(), "9000000009");
        resource(dateless, 0).put("birthDate", "yesterday");
        assertInvalid(dateless, "yesterday", "birthDate");
        assertInvalid(notice(uniqueFamily(), "9000000000"), "9000000000", "entry/6/resource/identifier/0/value");
        ObjectNode batch = notice(uniqueFamily(), "9000000009");
        assertInvalid(batch.put("type", "batch"), "batch", "type");
        JsonNode heavy = notice(uniqueFamily(), "9000000009");
        ((ObjectNode) resource(heavy, 1).path("valueQuantity")).put("unit", "kg");
        assertInvalid(heavy, "kg", "entry/1/resource/valueQuantity/unit");
        String time = "entry/0/resource/_birthDate/extension/0/valueDateTime";
        for (String wrong : new String[] {"at dawn", "2026-03-04", "2026-03-05T05:06:00+00:00"}) {
            JsonNode untimely = notice(uniqueFamily(), "9000000009");
            ((ObjectNode) resource(untimely, 0).at("/_birthDate/extension/0")).put("valueDateTime", wrong);
            assertInvalid(untimely, wrong, time);
        }
        JsonNode nowhere = notice(uniqueFamily(), "9000000009");
        ((ObjectNode) resource(nowhere, 0).at("/extension/2")).putObject("valueAddress");
        assertError(
                tell(nowhere),
                400,
                "required",
                "MISSING_VALUE",
                "Required value is missing",
                "Missing value - 'entry/0/resource/extension/2/valueAddress'");
    }

    @Test
    default void whoMadeTheNoticeMayFollowAndNobodyElse() {
        ObjectNode notice = notice(uniqueFamily(), storePatient(""));
        ArrayNode entries = (ArrayNode) notice.path("entry");
        entries.add(ServedBase.tree(entry("{\"resourceType\": \"Patient\"}")));
        assertInvalid(notice, "Patient", "entry/11/resource/resourceType");
        entries.set(
                11,
                ServedBase.tree(entry("{\"resourceType\": \"Practitioner\", \"name\": [{\"family\": \"Midwife\"}]}")));
        given(tell(notice));
    }

    @Test
    default void aBabyNeedsAnAuthorityAndAnEthnicCategoryAndItsNameHasNoEnd() {
        for (int extension = 0; extension < 2; extension++) {
            ObjectNode notice = notice(uniqueFamily(), "9000000009");
            ((ArrayNode) resource(notice, 0).path("extension")).remove(extension);
            assertError(
                    tell(notice),
                    400,
                    "required",
                    "MISSING_VALUE",
                    "Required value is missing",
                    "Missing value - 'entry/0/resource/extension'");
        }
        ObjectNode ended = notice(uniqueFamily(), "9000000009");
        ((ObjectNode) resource(ended, 0).at("/name/0"))
                .putObject("period")
                .put("start", "2026-03-04")
                .put("end", "2026-03-05");
        assertError(
                tell(ended),
                400,
                "value",
                "INVALID_CREATE",
                "Patient create data is invalid",
                "Invalid patient create data provided - 'An end date can not be provided on usual name'");
        String[][] observed = {
            {"1", "/valueQuantity", "value", "10000"},
            {"1", "/valueQuantity", "value", "\"3400\""},
            {"2", "/valueCodeableConcept/coding/0", "code", "\"5\""},
            {"4", "", "valueInteger", "0"},
            {"5", "/valueCodeableConcept/coding/0", "code", "\"?\""},
            {"6", "/relationship/0/coding/0", "code", "\"MTH\""},
            {"0", "", "multipleBirthInteger", "10"}
        };
        for (String[] example : observed) {
            ObjectNode notice = notice(uniqueFamily(), "9000000009");
            ((ObjectNode) resource(notice, Integer.parseInt(example[0])).at(example[1]))
                    .set(example[2], ServedBase.tree(example[3]));
            assertInvalid(
                    notice,
                    example[3].replace("\"", ""),
                    "entry/%s/resource%s/%s".formatted(example[0], example[1], example[2]));
        }
    }

    @Test
    default void aBabyMayBeBornAfterMidnightOfSummerTime() {
        ObjectNode notice = notice(uniqueFamily(), storePatient(""));
        ObjectNode baby = resource(notice, 0);
        baby.put("birthDate", "2026-06-05");
        ((ObjectNode) baby.at("/_birthDate/extension/0")).put("valueDateTime", "2026-06-04T23:30:00+00:00");
        given(tell(notice));
    }

    @Test
    default void entriesThatHaveNoPlaceAreTooMany() {
        ObjectNode notice = notice(uniqueFamily(), "9000000009");
        ArrayNode entries = (ArrayNode) notice.path("entry");
        entries.add(entries.get(1)).add(entries.get(1));
        assertError(
                tell(notice),
                400,
                "value",
                "TOO_MANY_VALUES_SUBMITTED",
                "Too many values submitted",
                "Too many values submitted - <json too long to display> in field 'entry'");
    }

    default void assertInvalid(JsonNode notice, String value, String path) {
        assertError(
                tell(notice),
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid value - '%s' in field '%s'".formatted(value, path));
    }

    @Test
    default void aFormalDeathOfABabyBornAliveIsInconsistent() {
        ObjectNode notice = notice(uniqueFamily(), storePatient(""));
        ObjectNode baby = resource(notice, 0);
        baby.put("deceasedDateTime", "2026-03-04");
        ((ArrayNode) baby.path("extension")).add(ServedBase.tree(PdsFieldRulesContract.DEATH.formatted("2")));
        assertError(
                tell(notice),
                400,
                "processing",
                "INSERT_BIRTH_DEATH_STATUS_INCONSISTENT",
                "INSERT_BIRTH_DEATH_STATUS_INCONSISTENT",
                "Insert Birth - Death Status Inconsistent");
        ((ObjectNode) resource(notice, 2).at("/valueCodeableConcept/coding/0")).put("code", "3");
        Response stillborn = tell(notice);
        given(stillborn);
        JsonNode patient = ServedBase.body(stillborn);
        assertThat(patient.path("deceasedDateTime").asText()).isEqualTo("2026-03-04");
        assertThat(patient.path("extension")).hasSize(2);
    }
}
