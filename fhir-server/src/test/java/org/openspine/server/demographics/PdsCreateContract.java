package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.server.http.Racing;
import org.openspine.server.http.ServedBase;
import org.openspine.terminology.identifier.NhsNumber;

/** Patients who get an NHS number at the national path. */
interface PdsCreateContract extends ServedPds {
    /** Letters that make family names no other test has. */
    AtomicInteger NAMES = new AtomicInteger();

    String AUTHORITY = """
            {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-RegisteringAuthority", "extension": [
              {"url": "registeringAuthorityType", "valueCodeableConcept": {"coding": [
                {"system": "https://fhir.nhs.uk/CodeSystem/UKCore-RegisteringAuthorityType", "code": "x"}]}},
              {"url": "organisationIdentifier", "valueString": "A20047"}]}""";

    String HOME =
            "{\"use\": \"home\", \"line\": [\"3 Fore Street\", \"Truro\"], \"period\": {\"start\": \"2020-01-01\"}}";

    static String uniqueFamily() {
        return "Trevanion"
                + Integer.toString(NAMES.incrementAndGet(), 26)
                        .chars()
                        .mapToObj(c -> String.valueOf((char) ('a' + Character.digit(c, 26))))
                        .reduce("", String::concat);
    }

    default ObjectNode newcomer(String family) {
        return (ObjectNode) ServedBase.tree("""
                {"resourceType": "Patient",
                 "name": [{"id": "mine", "use": "usual", "family": "%s", "given": ["Demelza", "Ann"], "prefix": ["Mrs.", ""],
                   "suffix": [""], "period": {"start": "1995-05-01"}}],
                 "gender": "female", "birthDate": "1995-04-12",
                 "address": [{"use": "home", "line": ["", "3 Fore Street", "", "Truro", ""], "postalCode": "TR1 2AA",
                   "period": {"start": "2020-01-01"}}],
                 "telecom": [{"system": "email", "value": "demelza@example.com", "use": "home", "period": {"start": "2020-01-01"}}],
                 "extension": [%s,
                   {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSCommunication", "extension": [
                     {"url": "language", "valueCodeableConcept": {"coding": [
                       {"system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-HumanLanguage", "version": "1.0.0", "code": "kw"}]}}]},
                   {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory"}]}""".formatted(family, AUTHORITY));
    }

    default Response register(JsonNode patient) {
        return pds().contentType("application/json").body(patient.toString()).post("/Patient");
    }

    /** The number that a registration gave. */
    static String given(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return ServedBase.body(response).path("id").asText();
    }

    @Test
    default void aNewPatientGetsANumberAndTheNationalForm() {
        Response response = register(newcomer(uniqueFamily()));
        JsonNode patient = ServedBase.body(response);
        String number = given(response);
        assertThat(NhsNumber.parse(number)).isPresent();
        assertThat(number).startsWith("92");
        assertThat(response.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(response.header("Location")).isEqualTo(pdsBase() + "/Patient/" + number);
        assertThat(patient.at("/meta/versionId").asText()).isEqualTo("1");
        assertThat(patient.at("/identifier/0/value").asText()).isEqualTo(number);
        JsonNode name = patient.at("/name/0");
        assertThat(name.path("id").asText()).matches("[0-9A-F]{8}");
        assertThat(name.path("prefix").toString()).isEqualTo("[\"Mrs\"]");
        assertThat(name.has("suffix")).isFalse();
        assertThat(patient.at("/address/0/line").toString()).isEqualTo("[\"3 Fore Street\",\"Truro\"]");
        assertThat(patient.path("extension")).hasSize(1);
        assertThat(patient.toString()).doesNotContain("RegisteringAuthority", "EthnicCategory");
        assertThat(ok(pds().get("/Patient/" + number))).isEqualTo(patient);
        assertThat(get("Patient/" + number).path("id").asText()).isEqualTo(number);
    }

    @Test
    default void whoIsKnownIsNotCreatedAgain() {
        String family = uniqueFamily();
        String number = given(register(newcomer(family)));
        ObjectNode again = newcomer(family.toUpperCase());
        ((ObjectNode) again.at("/address/0")).put("postalCode", "tr12aa");
        assertError(
                register(again),
                200,
                "value",
                "SINGLE_MATCH",
                "Single match found",
                "Unable to create new patient. NHS number %s found for supplied demographic data.".formatted(number));
        storePatient("""
                "name": [{"use": "usual", "family": "%s", "given": ["Demelza"]}], "gender": "female", "birthDate": "1995-04-12",
                "address": [{"use": "home", "postalCode": "TR1 2AA"}]""".formatted(family));
        assertError(
                register(again),
                200,
                "value",
                "MULTIPLE_MATCHES",
                "Multiple matches found",
                "Unable to create new patient. Multiple matches found for supplied demographic data.");
    }

    @Test
    default void aRestrictedPatientIsKnownTooAndOneWhoMovedIsNot() {
        String family = uniqueFamily();
        String members = """
                "meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}]},
                "name": [{"use": "usual", "family": "%s", "given": ["Demelza"]}], "gender": "female", "birthDate": "1995-04-12",
                "address": [{"use": "home", "line": ["3 Fore Street", "Truro"], "postalCode": "%s"}]""";
        String number = storePatient(members.formatted(family.toUpperCase(Locale.ROOT), "tr12aa"));
        assertError(
                register(newcomer(family)),
                200,
                "value",
                "SINGLE_MATCH",
                "Single match found",
                "Unable to create new patient. NHS number %s found for supplied demographic data.".formatted(number));
        storePatient(number, members.formatted(family, "PL1 1AA"));
        given(register(newcomer(family)));
    }

    @Test
    default void anotherPersonIsNoMatch() {
        String family = uniqueFamily();
        given(register(newcomer(family)));
        ObjectNode moved = newcomer(family);
        ((ObjectNode) moved.at("/address/0")).put("postalCode", "TR1 2AB");
        given(register(moved));
        ObjectNode brother = newcomer(family);
        brother.put("gender", "male");
        given(register(brother));
        ObjectNode twin = newcomer(family);
        ((ObjectNode) twin.at("/name/0")).putArray("given").add("Morwenna");
        given(register(twin));
    }

    @Test
    default void ofThirtyTwoThatCreateTheSamePersonOneDoes() {
        String family = uniqueFamily();
        List<Integer> statuses = Racing.statuses(32, racer -> register(newcomer(family)));
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(1);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(31);
    }

    @Test
    default void nobodyGetsANumberThatIsTaken() {
        String first = given(register(newcomer(uniqueFamily())));
        Set<String> taken = new HashSet<>(Set.of(first));
        int stem = Integer.parseInt(first.substring(0, 9));
        for (int next = stem + 1; next < stem + 12; next++) {
            NhsNumber.ofStem(next).ifPresent(number -> {
                storePatient(number.value(), "");
                taken.add(number.value());
            });
        }
        assertThat(taken).doesNotContain(given(register(newcomer(uniqueFamily()))));
    }

    @Test
    default void whatIsMissingIsToldFirstAndInOrder() {
        ObjectNode patient = newcomer(uniqueFamily());
        patient.put("colour", "red");
        ObjectNode rest = patient.deepCopy();
        rest.remove(List.of("name", "address", "gender", "birthDate", "extension"));
        for (String member : new String[] {"name", "address", "gender", "birthDate"}) {
            assertMissing(rest, member);
            rest.set(member, patient.get(member));
        }
        ObjectNode address = (ObjectNode) rest.at("/address/0");
        JsonNode period = address.remove("period");
        assertMissing(rest, "address/0/period");
        address.set("period", period);
        assertMissing(rest, "extension");
        rest.set("extension", ServedBase.tree("[%s]".formatted(AUTHORITY)));
        assertError(
                register(rest),
                400,
                "invariant",
                "ADDITIONAL_PROPERTIES",
                "Additional properties should not be included",
                "Invalid request with error - Additional properties are not allowed ('colour' was unexpected)");
    }

    default void assertMissing(JsonNode patient, String path) {
        assertError(
                register(patient),
                400,
                "required",
                "MISSING_VALUE",
                "Required value is missing",
                "Missing value - '%s'".formatted(path));
    }

    @Test
    default void missingPartsAreNamedByTheirPath() {
        String[][] parts = {
            {"/name/0", "use", "name/0/use"},
            {"/name/0", "family", "name/0/family"},
            {"/name/0", "period", "name/0/period"},
            {"/name/0/period", "start", "name/0/period/start"},
            {"/address/0", "use", "address/0/use"},
            {"/address/0", "line", "address/0/line"}
        };
        for (String[] part : parts) {
            ObjectNode patient = newcomer(uniqueFamily());
            ((ObjectNode) patient.at(part[0])).remove(part[1]);
            assertMissing(patient, part[2]);
        }
        ObjectNode endOnly = newcomer(uniqueFamily());
        ((ObjectNode) endOnly.at("/name/0")).putObject("period").put("end", "2021-01-01");
        assertMissing(endOnly, "name/0/period/start");
        ObjectNode patient = newcomer(uniqueFamily());
        ((ObjectNode) patient.at("/address/0"))
                .putArray("extension")
                .addObject()
                .put("url", "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AddressKey")
                .putArray("extension");
        assertMissing(patient, "address/0/extension/0/extension");
    }

    @Test
    default void wrongValuesAreToldWithTheirPath() {
        Object[][] cases = {
            {"/name/0", "given", "\"Demelza\"", "Demelza", "name/0/given"},
            {"/name/0", "use", "\"nickname\"", "nickname", "name/0/use"},
            {"/name/0", "family", "\"Back`quote\"", "Back`quote", "name/0/family"},
            {"", "gender", "\"other\"", "other", "gender"},
            {"", "birthDate", "\"12/04/1995\"", "12/04/1995", "birthDate"},
            {"", "birthDate", "\"2999-01-01\"", "2999-01-01", "birthDate"},
            {"", "address", "[\"Truro\"]", "Truro", "address/0"},
            {"", "resourceType", "\"Person\"", "Person", "resourceType"}
        };
        for (Object[] example : cases) {
            ObjectNode patient = newcomer(uniqueFamily());
            ((ObjectNode) patient.at((String) example[0]))
                    .set((String) example[1], ServedBase.tree((String) example[2]));
            assertError(
                    register(patient),
                    400,
                    "value",
                    "INVALID_VALUE",
                    "Provided value is invalid",
                    "Invalid value - '%s' in field '%s'".formatted(example[3], example[4]));
        }
        ObjectNode patient = newcomer(uniqueFamily());
        ((ObjectNode) patient.at("/name/0")).set("given", ServedBase.tree("[\"A\",\"B\",\"C\",\"D\",\"E\",\"F\"]"));
        assertThat(register(patient).asString()).contains("TOO_MANY_VALUES_SUBMITTED");
    }

    @Test
    default void aNewPatientHasOneNameAndTheAuthorityTwoParts() {
        ObjectNode twice = newcomer(uniqueFamily());
        ((ArrayNode) twice.path("name")).add(twice.at("/name/0"));
        assertThat(register(twice).asString()).contains("TOO_MANY_VALUES_SUBMITTED", "in field 'name'");
        String[][] wrong = {
            {"\"x\"", "\"z\"", "z", "0/valueCodeableConcept/coding/0/code"},
            {"\"x\"", "\"2\"", "2", "0/valueCodeableConcept/coding/0/code"},
            {"A20047", "A", "A", "1/valueString"},
            {"A20047", "A".repeat(16), "A".repeat(16), "1/valueString"}
        };
        for (String[] example : wrong) {
            ObjectNode patient = newcomer(uniqueFamily());
            patient.set("extension", ServedBase.tree("[%s]".formatted(AUTHORITY.replace(example[0], example[1]))));
            assertError(
                    register(patient),
                    400,
                    "value",
                    "INVALID_VALUE",
                    "Provided value is invalid",
                    "Invalid value - '%s' in field 'extension/0/extension/%s'".formatted(example[2], example[3]));
        }
        for (String type : new String[] {"a", "x", "1"}) {
            ObjectNode patient = newcomer(uniqueFamily());
            patient.set(
                    "extension",
                    ServedBase.tree("[%s]".formatted(AUTHORITY.replace("\"x\"", "\"%s\"".formatted(type)))));
            given(register(patient));
        }
        for (int extension : new int[] {0, 1}) {
            ObjectNode repeated = newcomer(uniqueFamily());
            ((ArrayNode) repeated.path("extension")).add(repeated.at("/extension/" + extension));
            assertThat(register(repeated).asString()).contains("TOO_MANY_VALUES_SUBMITTED", "in field 'extension'");
        }
        ObjectNode sameTwice = newcomer(uniqueFamily());
        ArrayNode parts = (ArrayNode) sameTwice.at("/extension/0/extension");
        parts.set(1, parts.get(0));
        assertThat(register(sameTwice).asString())
                .contains("TOO_MANY_VALUES_SUBMITTED", "in field 'extension/0/extension'");
        ObjectNode partless = newcomer(uniqueFamily());
        ((ArrayNode) partless.at("/extension/0/extension")).remove(1);
        assertThat(register(partless).asString()).contains("MISSING_VALUE", "extension/0/extension");
    }

    /** Contract 1.10: extensions that are accepted and not stored. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
                "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-BirthSex",
                "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-CadavericDonor",
                "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus",
                "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory",
                "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ResidentialStatus",
                "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-PatientInterpreterRequired",
                "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberUnavailableReason"
            })
    default void whatTheServiceDoesNotKeepIsTakenAndForgotten(String url) {
        ObjectNode patient = newcomer(uniqueFamily());
        patient.set("extension", ServedBase.tree("[%s]".formatted(AUTHORITY)));
        ((ArrayNode) patient.path("extension")).addObject().put("url", url).put("valueCode", "x");
        Response response = register(patient);
        String number = given(response);
        assertThat(response.asString()).doesNotContain(url);
        assertThat(get("Patient/" + number).toString()).doesNotContain(url);
        ((ArrayNode) patient.path("extension")).addObject().put("url", "https://example.org/other");
        assertError(
                register(patient),
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid value - 'https://example.org/other' in field 'extension/2/url'");
    }

    @Test
    default void rulesBetweenValuesAreRulesOfCreation() {
        String[][] cases = {
            {
                "/address/0",
                "line",
                "[\"3 Fore Street\"]",
                "address lines 1 and 4 or 2 and 4 must be completed as a minimum"
            },
            {
                "/name/0",
                "period",
                "{\"start\": \"2020-01-01\", \"end\": \"2021-01-01\"}",
                "An end date can not be provided on usual name"
            },
            {"/telecom/0", "value", "\"demelza\"", "email format is invalid"},
            {"/name/0", "period", "{\"start\": \"2999-01-01\"}", "the start of the period of 'name/0' is in the future"
            },
            {
                "/address/0",
                "period",
                "{\"start\": \"2020-01-02\", \"end\": \"2020-01-01\"}",
                "the end of the period of 'address/0' is before its start"
            },
            {"", "address", "[%1$s, %1$s]".formatted(HOME), "multiple home addresses cannot be added"},
            {"/address/0", "use", "\"temp\"", "a temp address needs a period with a start and an end"}
        };
        for (String[] example : cases) {
            ObjectNode patient = newcomer(uniqueFamily());
            ((ObjectNode) patient.at(example[0])).set(example[1], ServedBase.tree(example[2]));
            assertError(
                    register(patient),
                    400,
                    "value",
                    "INVALID_CREATE",
                    "Patient create data is invalid",
                    "Invalid patient create data provided - '%s'".formatted(example[3]));
        }
    }

    @Test
    default void otherBodiesAreRefused() {
        for (String body : new String[] {"", "[]", "{", "null"}) {
            Response response = pds().contentType("application/json").body(body).post("/Patient");
            assertThat(response.statusCode()).as(body).isEqualTo(400);
            assertThat(response.asString()).contains("VALIDATION_ERROR");
        }
        assertError(
                pds().contentType("text/plain").body("{}").post("/Patient"),
                400,
                "processing",
                "UNSUPPORTED_SERVICE",
                "Unsupported Service",
                "");
    }

    @Test
    default void onlyHealthcareWorkersCreate() {
        for (String mode :
                new String[] {"application-restricted", "privileged-application-restricted", "patient-access"}) {
            for (String path : new String[] {"/Patient", "/Patient/$process-birth-details"}) {
                assertError(
                        pds().header("OpenSpine-Access-Mode", mode)
                                .contentType("application/json")
                                .body("{}")
                                .post(path),
                        403,
                        "forbidden",
                        "INVALID_METHOD",
                        "Cannot create resource with %s access token".formatted(mode),
                        "Your app has insufficient permissions to use this method. Please contact support.");
            }
        }
        given(pds().header("OpenSpine-Access-Mode", "user-restricted")
                .contentType("application/json")
                .body(newcomer(uniqueFamily()).toString())
                .post("/Patient"));
    }
}
