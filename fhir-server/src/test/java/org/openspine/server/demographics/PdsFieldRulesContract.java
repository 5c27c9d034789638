package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.PdsUpdateContract.remove;
import static org.openspine.server.demographics.PdsUpdateContract.text;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Rules of single fields that updates must keep. */
interface PdsFieldRulesContract extends PdsUpdateContract {
    String TOMORROW = LocalDate.now(ZoneOffset.UTC).plusDays(2).toString();
    String DEATH = """
            {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus", "extension": [
              {"url": "deathNotificationStatus", "valueCodeableConcept": {"coding": [{"system":
                "https://fhir.hl7.org.uk/CodeSystem/UKCore-DeathNotificationStatus", "version": "1.0.0", "code": "%s"}]}}]}""";
    String FORBIDDEN = "Forbidden update with error - ";

    /** Asserts status, code and diagnostics (unless empty) of a refusal, and that nothing was stored. */
    default void assertRefusal(String person, String patches, int status, String code, String diagnostics) {
        String number = storePatient(person);
        Response response = patch(number, patches);
        assertThat(response.statusCode()).as(patches + response.asString()).isEqualTo(status);
        JsonNode issue = ServedBase.body(response).at("/issue/0");
        assertThat(issue.at("/details/coding/0/code").asText())
                .as(patches + response.asString())
                .isEqualTo(code);
        if (!diagnostics.isEmpty()) {
            assertThat(issue.path("diagnostics").asText()).isEqualTo(diagnostics);
        }
        assertThat(get("Patient/" + number).at("/meta/versionId").asText()).isEqualTo("1");
    }

    default void assertForbidden(String patches, String reason) {
        assertRefusal(PERSON, patches, 403, "FORBIDDEN_UPDATE", reason.isEmpty() ? "" : FORBIDDEN + reason);
    }

    default void assertInvalidValue(String patches, String value, String field) {
        assertRefusal(
                PERSON, patches, 400, "INVALID_VALUE", "Invalid value - '%s' in field '%s'".formatted(value, field));
    }

    default void assertUpdateRefused(String patches) {
        assertRefusal(PERSON, patches, 400, "INVALID_UPDATE", "");
    }

    static String name(String members) {
        return operation("add", "/name/-", "{%s}".formatted(members));
    }

    static String address(String members) {
        return operation("add", "/address/-", "{%s}".formatted(members));
    }

    static String telecom(String members) {
        return operation("add", "/telecom/-", "{%s}".formatted(members));
    }

    static String contact(String members) {
        return operation(
                "add",
                "/contact/-",
                "{\"relationship\": [{\"coding\": [{\"system\": \"http://terminology.hl7.org/CodeSystem/v2-0131\", \"code\": \"C\"}]}], %s}"
                        .formatted(members));
    }

    static String extension(String value) {
        return operation("add", "/extension/-", value);
    }

    @Test
    default void aPatientHasOneUsualName() {
        assertForbidden(name("\"use\": \"usual\", \"family\": \"Westenra\""), "multiple usual names cannot be added");
        assertForbidden(
                operation("test", "/name/0/id", text("N1")) + "," + remove("/name/0"),
                "not permitted to remove usual name");
        assertUpdateRefused(
                operation("test", "/name/0/id", text("N1")) + "," + operation("replace", "/name/0/use", text("temp")));
        assertUpdateRefused(name("\"use\": \"nickname\", \"family\": \"A\"") + ","
                + name("\"use\": \"nickname\", \"family\": \"B\""));
        ok(patch(
                storePatient(PERSON),
                name("\"use\": \"old\", \"family\": \"A\"") + "," + name("\"use\": \"old\", \"family\": \"B\"")));
    }

    @Test
    default void namesHaveBoundsAndCharactersOfTheirOwn() {
        assertInvalidValue(name("\"use\": \"official\", \"family\": \"A\""), "official", "name/2/use");
        assertRefusal(PERSON, name("\"use\": \"old\""), 400, "MISSING_VALUE", "Missing value - 'name/2/family'");
        assertInvalidValue(
                name("\"use\": \"old\", \"family\": \"A\", \"suffix\": [\"phD\"]"), "phD", "name/2/suffix/0");
        assertInvalidValue(
                name("\"use\": \"old\", \"family\": \"%s\"".formatted("A".repeat(36))),
                "A".repeat(36),
                "name/2/family");
        assertInvalidValue(name("\"use\": \"old\", \"family\": \"A\", \"given\": \"B\""), "B", "name/2/given");
        assertRefusal(
                PERSON,
                name("\"use\": \"old\", \"family\": \"A`B\""),
                400,
                "UNSUPPORTED_CHARACTERS_IN_FIELD",
                "Unsupported characters - 'A`B' in field 'name/2/family'");
        assertRefusal(
                PERSON,
                name("\"use\": \"old\", \"family\": \"A\", \"given\": [\"A\", \"B\", \"C\", \"D\", \"E\", \"F\"]"),
                400,
                "TOO_MANY_VALUES_SUBMITTED",
                "Too many values submitted - [\"A\",\"B\",\"C\",\"D\",\"E\",\"F\"] in field 'name/2/given'");
        ok(patch(storePatient(PERSON), name("\"use\": \"old\", \"family\": \"O'Brien-Łuß Jr. 3\"")));
    }

    @Test
    default void periodsBeginBeforeTheyEndAndNotInTheFuture() {
        String old = "\"use\": \"old\", \"family\": \"A\", \"period\": ";
        assertUpdateRefused(name(old + "{\"start\": \"%s\"}".formatted(TOMORROW)));
        assertUpdateRefused(name(old + "{\"start\": \"2020-01-02\", \"end\": \"2020-01-01\"}"));
        assertRefusal(
                PERSON,
                name(old + "{\"end\": \"2020-01-02\"}"),
                400,
                "MISSING_VALUE",
                "Missing value - 'name/2/period/start'");
        assertInvalidValue(name(old + "{\"start\": \"2020-02-30\"}"), "2020-02-30", "name/2/period/start");
        assertUpdateRefused(
                telecom("\"system\": \"email\", \"value\": \"mina@example.com\", \"period\": {\"start\": \"%s\"}"
                        .formatted(TOMORROW)));
    }

    @Test
    default void genderIsSetToThreeValuesAndNotRemoved() {
        assertForbidden(remove("/gender"), "source not permitted to remove 'gender'");
        assertForbidden(operation("replace", "/gender", "null"), "source not permitted to remove 'gender'");
        assertInvalidValue(operation("replace", "/gender", text("other")), "other", "gender");
        assertInvalidValue(operation("replace", "/gender", "7"), "7", "gender");
    }

    @Test
    default void birthDateIsADayInThePastBeforeDeathAndNotRemoved() {
        assertForbidden(remove("/birthDate"), "source not permitted to remove 'birthDate'");
        assertInvalidValue(operation("replace", "/birthDate", text(TOMORROW)), TOMORROW, "birthDate");
        assertInvalidValue(operation("replace", "/birthDate", text("1980")), "1980", "birthDate");
        assertRefusal(
                PERSON + ", \"deceasedDateTime\": \"2001-01-01\"",
                operation("replace", "/birthDate", text("2001-01-02")),
                400,
                "INVALID_UPDATE",
                "");
        assertInvalidValue(operation("add", "/multipleBirthInteger", "10"), "10", "multipleBirthInteger");
        assertThat(ok(patch(storePatient(PERSON), operation("add", "/multipleBirthInteger", "2")))
                        .path("multipleBirthInteger")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    default void deathComesWithAnInformalNotification() {
        String date = operation("add", "/deceasedDateTime", text("2020-02-03T10:00:00"));
        assertUpdateRefused(date);
        assertUpdateRefused(extension(DEATH.formatted("1")));
        assertForbidden(date + "," + extension(DEATH.formatted("2")), "");
        assertRefusal(PERSON, date + "," + extension(DEATH.formatted("U")), 400, "UNSUPPORTED_VALUE", "");
        assertRefusal(PERSON, date + "," + extension(DEATH.formatted("9")), 400, "INVALID_VALUE", "");
        for (String wrong : new String[] {"2020-02-03T10:00:00+01:00", "2020-02-03T10:00:00Z", "2020-02", TOMORROW}) {
            assertInvalidValue(
                    operation("add", "/deceasedDateTime", text(wrong)) + "," + extension(DEATH.formatted("1")),
                    wrong,
                    "deceasedDateTime");
        }
        assertUpdateRefused(
                operation("add", "/deceasedDateTime", text("1970-02-03")) + "," + extension(DEATH.formatted("1")));
        String number = storePatient(PERSON);
        JsonNode dead = ok(patch(number, extension(DEATH.formatted("1")) + "," + date));
        assertThat(dead.path("deceasedDateTime").asText()).isEqualTo("2020-02-03T10:00:00+00:00");
        assertThat(dead.at("/extension/2/extension/1/url").asText()).isEqualTo("systemEffectiveDate");
        assertThat(dead.at("/extension/2/extension/1/valueDateTime").asText()).endsWith("+00:00");
        assertThat(patch(number, 2, remove("/deceasedDateTime")).statusCode()).isEqualTo(403);
        ok(patch(number, 2, operation("replace", "/deceasedDateTime", text("2020-02-04"))));
    }

    @Test
    default void aFormalDeathIsNotChanged() {
        String dead = PERSON.substring(0, PERSON.lastIndexOf(']')) + ", " + DEATH.formatted("2")
                + "], \"deceasedDateTime\": \"2020-02-03\"";
        assertRefusal(dead, operation("replace", "/deceasedDateTime", text("2020-02-04")), 403, "FORBIDDEN_UPDATE", "");
        assertRefusal(dead, operation("replace", "/extension/2", DEATH.formatted("1")), 403, "FORBIDDEN_UPDATE", "");
        String url = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus";
        assertRefusal(
                dead,
                operation("test", "/extension/2/url", text(url)) + "," + remove("/extension/2"),
                403,
                "FORBIDDEN_UPDATE",
                "");
    }

    @Test
    default void addressesHaveOneOfEachUseAndEnoughLines() {
        assertUpdateRefused(address("\"use\": \"home\", \"line\": [\"1 A Street\", \"Leeds\"]"));
        String period = "\"period\": {\"start\": \"2024-01-01\", \"end\": \"2024-02-01\"}";
        String billing = "\"use\": \"billing\", " + period;
        assertInvalidValue(
                address("\"use\": \"work\", \"line\": [\"1 A Street\", \"Leeds\"]"), "work", "address/1/use");
        String lines = INVALID + "address lines 1 and 4 or 2 and 4 must be completed as a minimum";
        for (String few : new String[] {
            "[\"1 A Street\"]",
            "[\"1 A Street\", \"\", \"\", \"\", \"\"]",
            "[\"\", \"\", \"Village\", \"Leeds\", \"\"]",
            "[]"
        }) {
            assertRefusal(PERSON, address(billing + ", \"line\": " + few), 400, "INVALID_UPDATE", lines);
        }
        String[] enough = {
            "\"line\": [\"1 A Street\", \"\", \"\", \"Leeds\", \"\"]",
            "\"line\": [\"\", \"1 A Street\", \"\", \"Leeds\", \"\"]",
            "\"line\": [\"1 A Street\", \"Leeds\"]",
            "\"postalCode\": \"ZZ99 3VZ\"",
            "\"postalCode\": \"LS1 1AA\", \"extension\": [{\"url\":"
                    + " \"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AddressKey\", \"extension\": [{\"url\": \"type\","
                    + " \"valueCoding\": {\"system\": \"https://fhir.hl7.org.uk/CodeSystem/UKCore-AddressKeyType\", \"code\": \"PAF\"}},"
                    + " {\"url\": \"value\", \"valueString\": \"1234567\"}]}]"
        };
        for (String good : enough) {
            ok(patch(storePatient(PERSON), address(billing + ", " + good)));
        }
        assertRefusal(
                PERSON,
                address(billing + ", \"line\": [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\"]"),
                400,
                "TOO_MANY_VALUES_SUBMITTED",
                "");
    }

    @Test
    default void temporaryAddressesSayWhatAndHowLong() {
        String lines = "\"line\": [\"1 A Street\", \"Leeds\"], ";
        String period = "\"period\": {\"start\": \"2024-01-01\", \"end\": \"2024-02-01\"}";
        assertUpdateRefused(address(lines + "\"use\": \"temp\", \"text\": \"Holiday Home\""));
        assertUpdateRefused(address(lines + "\"use\": \"billing\", \"period\": {\"start\": \"2024-01-01\"}"));
        assertUpdateRefused(address(lines + "\"use\": \"temp\", " + period));
        assertInvalidValue(
                address(lines + "\"use\": \"temp\", \"text\": \"Castle\", " + period), "Castle", "address/1/text");
        ok(patch(storePatient(PERSON), address(lines + "\"use\": \"temp\", \"text\": \"Second Home\", " + period)));
    }

    @Test
    default void aBadAddressInTheRecordDoesNotHinderOtherUpdates() {
        String person = PERSON.replace("\"address\": [", "\"address\": [{\"id\": \"A0\", \"use\": \"temp\"}, ");
        ok(patch(storePatient(person), operation("replace", "/gender", text("male"))));
        assertRefusal(
                person,
                operation("test", "/address/0/id", text("A0")) + ","
                        + operation("add", "/address/0/postalCode", text("LS1 1AA")),
                400,
                "INVALID_UPDATE",
                "");
    }

    @Test
    default void contactsAreOnePerKindAndKeepIt() {
        assertUpdateRefused(telecom("\"system\": \"phone\", \"use\": \"home\", \"value\": \"01632960003\""));
        assertUpdateRefused(operation("test", "/telecom/0/id", text("T1")) + ","
                + operation("replace", "/telecom/0/system", text("fax")));
        assertUpdateRefused(operation(
                "replace",
                "/telecom/0",
                "{\"id\": \"T1\", \"system\": \"phone\", \"use\": \"work\", \"value\": \"1\"}"));
        for (String mail : new String[] {"mina", "a@b.c", "a".repeat(80) + "@example.com", "a b@example.com"}) {
            assertRefusal(
                    PERSON,
                    telecom("\"system\": \"email\", \"use\": \"home\", \"value\": \"%s\"".formatted(mail)),
                    400,
                    "INVALID_VALUE",
                    "");
        }
        assertRefusal(
                PERSON,
                telecom("\"system\": \"phone\", \"use\": \"work\""),
                400,
                "MISSING_VALUE",
                "Missing value - 'telecom/2/value'");
        ok(patch(
                storePatient(PERSON),
                telecom("\"system\": \"email\", \"use\": \"home\", \"value\": \"mina@example.com\"")));
    }

    @Test
    default void emergencyContactsHaveNeitherUseNorFax() {
        assertInvalidValue(
                contact("\"telecom\": [{\"system\": \"phone\", \"value\": \"01632960003\", \"use\": \"home\"}]"),
                "home",
                "contact/0/telecom/0/use");
        assertInvalidValue(
                contact("\"telecom\": [{\"system\": \"fax\", \"value\": \"01632960003\"}]"),
                "fax",
                "contact/0/telecom/0/system");
        assertInvalidValue(
                contact("\"telecom\": [{\"system\": \"email\", \"value\": \"mina\"}]"),
                "mina",
                "contact/0/telecom/0/value");
        assertInvalidValue(
                contact("\"telecom\": [{\"system\": \"phone\", \"value\": \"1\"}]")
                        .replace("\"C\"", "\"E\""),
                "E",
                "contact/0/relationship/0/coding/0/code");
        JsonNode patient = ok(patch(
                storePatient(PERSON), contact("\"telecom\": [{\"system\": \"phone\", \"value\": \"01632960003\"}]")));
        assertThat(patient.at("/contact/0/id").asText()).isNotEmpty();
        assertThat(patient.at("/contact/0/period/start").asText()).isNotEmpty();
    }

    @Test
    default void registrationIsReplacedNotRemoved() {
        String practice = "{\"type\": \"Organization\", \"identifier\": {\"system\":"
                + " \"https://fhir.nhs.uk/Id/ods-organization-code\", \"value\": \"%s\"%s}%s}";
        assertForbidden(
                operation("test", "/generalPractitioner/0/id", text("G1")) + "," + remove("/generalPractitioner/0"),
                "");
        assertRefusal(
                PERSON,
                operation("add", "/generalPractitioner/-", practice.formatted("B86071", "", "")),
                400,
                "TOO_MANY_VALUES_SUBMITTED",
                "");
        assertInvalidValue(
                operation("replace", "/generalPractitioner/0", practice.formatted("b86071", "", ", \"id\": \"G1\"")),
                "b86071",
                "generalPractitioner/0/identifier/value");
        assertInvalidValue(
                operation(
                        "replace",
                        "/generalPractitioner/0",
                        practice.formatted(
                                "B86071",
                                ", \"period\": {\"start\": \"2020-01-01\", \"end\": \"2021-01-01\"}",
                                ", \"id\": \"G1\"")),
                "2021-01-01",
                "generalPractitioner/0/identifier/period/end");
        assertForbidden(operation("add", "/managingOrganization", practice.formatted("B86071", "", "")), "");
        JsonNode moved = ok(patch(
                storePatient(PERSON),
                operation("replace", "/generalPractitioner/0", practice.formatted("B86071", "", ", \"id\": \"G1\""))));
        assertThat(moved.at("/generalPractitioner/0/identifier/value").asText()).isEqualTo("B86071");
    }

    @Test
    default void extensionsStandOnceAndHoldKnownCodes() {
        String pharmacy =
                "{\"url\": \"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-%s\", \"valueReference\":"
                        + " {\"identifier\": {\"system\": \"https://fhir.nhs.uk/Id/ods-organization-code\", \"value\": \"%s\"}}}";
        assertUpdateRefused(extension(pharmacy.formatted("NominatedPharmacy", "FA001")));
        assertInvalidValue(
                extension(pharmacy.formatted("MedicalApplianceSupplier", "F-1")),
                "F-1",
                "extension/2/valueReference/identifier/value");
        assertRefusal(PERSON, extension("{\"url\": \"https://example.org/a\"}"), 400, "INVALID_VALUE", "");
        String place =
                "{\"url\": \"http://hl7.org/fhir/StructureDefinition/patient-birthPlace\", \"valueAddress\": %s}";
        assertInvalidValue(
                extension(place.formatted("{\"country\": \"Ruritania\"}")),
                "Ruritania",
                "extension/2/valueAddress/country");
        assertRefusal(PERSON, extension(place.formatted("{}")), 400, "MISSING_VALUE", "");
        ok(patch(storePatient(PERSON), extension(place.formatted("{\"city\": \"Bistrita\", \"country\": \"ROU\"}"))));
        assertForbidden(
                extension(
                        "{\"url\": \"https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration\"}"),
                "");
    }

    @Test
    default void communicationIsNeitherEnglishNorLeftOpen() {
        String language = "{\"url\": \"language\", \"valueCodeableConcept\": {\"coding\": [{\"system\":"
                + " \"https://fhir.hl7.org.uk/CodeSystem/UKCore-HumanLanguage\", \"version\": \"1.0.0\", \"code\": \"%s\"}]}}";
        for (String code : new String[] {"en", "qa", "xx"}) {
            assertInvalidValue(
                    operation("replace", "/extension/1/extension/0", language.formatted(code)),
                    code,
                    "extension/1/extension/0/valueCodeableConcept/coding/0/code");
        }
        assertRefusal(
                PERSON,
                operation("replace", "/extension/1/extension/1", "{\"url\": \"interpreterRequired\"}"),
                400,
                "INVALID_UPDATE",
                INVALID + "interpreterRequired cannot be removed");
    }

    @Test
    default void contactTimesNeedAMethod() {
        String preference =
                "{\"url\": \"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ContactPreference\", \"extension\": [%s]}";
        String times = "{\"url\": \"PreferredContactTimes\", \"valueString\": \"%s\"}";
        String method = "{\"url\": \"PreferredContactMethod\", \"valueCodeableConcept\": {\"coding\": [{\"system\":"
                + " \"https://fhir.hl7.org.uk/CodeSystem/UKCore-PreferredContactMethod\", \"code\": \"3\"}]}}";
        assertUpdateRefused(extension(preference.formatted(times.formatted("after dusk"))));
        assertRefusal(
                PERSON,
                extension(preference.formatted(method + "," + times.formatted("x".repeat(41)))),
                400,
                "INVALID_VALUE",
                "");
        ok(patch(storePatient(PERSON), extension(preference.formatted(method + "," + times.formatted("after dusk")))));
    }
}
