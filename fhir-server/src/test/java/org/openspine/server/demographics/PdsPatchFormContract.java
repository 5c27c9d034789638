package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsFieldRulesContract.extension;
import static org.openspine.server.demographics.PdsFieldRulesContract.name;
import static org.openspine.server.demographics.PdsFieldRulesContract.telecom;
import static org.openspine.server.demographics.PdsUpdateContract.assertInvalidUpdate;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.PdsUpdateContract.remove;
import static org.openspine.server.demographics.PdsUpdateContract.text;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How patches name what they change: positions, ids, urls and tests (contract 1.9, the first table). */
interface PdsPatchFormContract extends PdsFieldRulesContract {
    String COMMUNICATION = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSCommunication";

    @ParameterizedTest
    @ValueSource(strings = {"name", "address", "telecom", "contact", "extension", "generalPractitioner"})
    default void aNewItemHasNoPosition(String list) {
        String reason = "Invalid patch - an item is added to '%1$s' at '/%1$s/-'".formatted(list);
        for (String place : new String[] {"", "/0", "/1"}) {
            assertRefused(operation("add", "/" + list + place, "{}"), reason);
        }
    }

    @Test
    default void positionsWithinAnItemMayBeExplicit() {
        String number = storePatient(PERSON);
        JsonNode name = ok(patch(
                        number,
                        String.join(
                                ",",
                                operation("test", "/name/0/id", text("N1")),
                                operation("add", "/name/0/given/0", text("Lucy")),
                                operation("add", "/name/0/given/2", text("Rose")),
                                operation("replace", "/name/0/prefix/0", text("Dr")),
                                operation("add", "/name/0/suffix/0", text("BA")),
                                operation("add", "/name/0/suffix/-", text("MA")))))
                .at("/name/0");
        assertThat(name.path("given").toString()).isEqualTo("[\"Lucy\",\"Wilhelmina\",\"Rose\"]");
        assertThat(name.path("prefix").toString()).isEqualTo("[\"Dr\"]");
        assertThat(name.path("suffix").toString()).isEqualTo("[\"BA\",\"MA\"]");
    }

    @Test
    default void oneBadPatchUndoesAllBeforeIt() {
        String number = storePatient(PERSON);
        JsonNode before = ok(pds().get("/Patient/" + number));
        assertInvalidUpdate(
                patch(
                        number,
                        String.join(
                                ",",
                                operation("replace", "/gender", text("male")),
                                name("\"use\": \"old\", \"family\": \"A\""),
                                operation("test", "/telecom/0/id", text("T1")),
                                remove("/telecom/0"),
                                operation("test", "/birthDate", text("1980-02-04")))),
                "Invalid patch - 1980-02-03 is not equal to tested value 1980-02-04");
        assertThat(ok(pds().get("/Patient/" + number))).isEqualTo(before);
    }

    @Test
    default void anExtensionIsKnownByItsUrl() {
        String value = """
                {%s"extension": [{"url": "interpreterRequired", "valueBoolean": false}]}""";
        assertRefused(
                operation("replace", "/extension/1", value.formatted("")),
                "no id or url found for path with root /extension/1");
        assertRefused(
                operation("replace", "/extension/1", value.formatted("\"url\": \"https://example.org/a\", ")),
                "no 'extension' resources with object url 'https://example.org/a'");
        assertRefused(
                operation("replace", "/extension/1/extension/1/valueBoolean", "false"),
                "no id or url found for path with root /extension/1");
        for (String kind : new String[] {"add", "replace", "test"}) {
            JsonNode changed = ok(patch(
                    storePatient(PERSON),
                    operation(kind, "/extension/1/url", text(COMMUNICATION)) + ","
                            + operation("replace", "/extension/1/extension/1/valueBoolean", "false")));
            assertThat(changed.at("/extension/1/extension/1/valueBoolean").isBoolean())
                    .isTrue();
            assertThat(changed.at("/extension/1/extension/1/valueBoolean").booleanValue())
                    .isFalse();
        }
        ok(patch(
                storePatient(PERSON),
                operation("replace", "/extension/1", value.formatted("\"url\": \"%s\", ".formatted(COMMUNICATION)))));
    }

    @Test
    default void aRemovalMayFollowATestOfTheWholeObjectOrOfThePartItself() {
        String language = "{\"url\": \"language\", \"valueCodeableConcept\": {\"coding\": [{\"system\":"
                + " \"https://fhir.hl7.org.uk/CodeSystem/UKCore-HumanLanguage\", \"version\": \"1.0.0\", \"code\": \"ro\"}]}}";
        String[][] tests = {
            {"/name/0/prefix", "[\"Mrs\"]", "/name/0/prefix"},
            {"/name/0/prefix/0", text("Mrs"), "/name/0/prefix/0"},
            {"/name/0/id", text("N1"), "/name/0/prefix"},
            {"/extension/1/url", text(COMMUNICATION), "/extension/1/extension/0"},
            {"/extension/1/extension/0/url", text("language"), "/extension/1/extension/0"},
            {"/extension/1/extension/0", language, "/extension/1/extension/0"},
            {"/extension/1/url", text(COMMUNICATION), "/extension/1"}
        };
        for (String[] test : tests) {
            ok(patch(storePatient(PERSON), operation("test", test[0], test[1]) + "," + remove(test[2])));
        }
        assertRefused(
                operation("test", "/name/0/family", text("Harker")) + "," + remove("/name/0/prefix"),
                "removal '/name/0/prefix' is not immediately preceded by equivalent test - instead it is"
                        + " preceded by '/name/0/family'");
    }

    @Test
    default void removalsFromTheHighestPositionDownNeedNoCounting() {
        JsonNode patient = ok(patch(
                storePatient(PERSON),
                String.join(
                        ",",
                        operation("test", "/telecom/1/id", text("T2")),
                        remove("/telecom/1"),
                        operation("test", "/telecom/0/id", text("T1")),
                        remove("/telecom/0"))));
        assertThat(patient.has("telecom")).isFalse();
    }

    @Test
    default void whatIsNotThereEqualsNothing() {
        assertRefused(
                operation("test", "/deceasedDateTime", text("2020-01-01")),
                "Invalid patch - None is not equal to tested value 2020-01-01");
        assertRefused(operation("test", "/telecom/7/id", text("T1")), "Invalid patch - index '7' is out of bounds");
    }

    @Test
    default void aRequestHasAtMostAHundredPatches() {
        String test = operation("test", "/gender", text("female"));
        String number = storePatient(PERSON);
        ok(patch(number, String.join(",", Collections.nCopies(100, test))));
        assertRefusal(
                PERSON,
                String.join(",", Collections.nCopies(101, test)),
                400,
                "TOO_MANY_VALUES_SUBMITTED",
                "Too many values submitted - <json too long to display> in field 'patches'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Second Home",
                "Student Accommodation",
                "Respite Care Address",
                "Temporary Residence Address",
                "Convalescence Home",
                "Mobile Home",
                "Holiday Home"
            })
    default void aTemporaryAddressIsOneOfSevenKinds(String kind) {
        String temporary = "\"use\": \"temp\", \"line\": [\"1 A Street\", \"Leeds\"], \"text\": \"%s\","
                + " \"period\": {\"start\": \"2024-01-01\", \"end\": \"2024-02-01\"}";
        assertThat(ok(patch(storePatient(PERSON), PdsFieldRulesContract.address(temporary.formatted(kind))))
                        .at("/address/1/text")
                        .asText())
                .isEqualTo(kind);
        assertInvalidValue(
                PdsFieldRulesContract.address(temporary.formatted(kind.toLowerCase())),
                kind.toLowerCase(),
                "address/1/text");
    }

    @ParameterizedTest
    @CsvSource({
        "NominatedPharmacy, FX, false",
        "NominatedPharmacy, FX1, true",
        "PreferredDispenserOrganization, y12345abcd, true",
        "PreferredDispenserOrganization, y12345abcde, false",
        "MedicalApplianceSupplier, 0AB, true",
        "MedicalApplianceSupplier, É12, false"
    })
    default void dispensersHaveThreeToTenLettersAndDigits(String kind, String code, boolean allowed) {
        String dispenser = """
                {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-%s", "valueReference":
                  {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}}}""".formatted(kind, code);
        String person = "\"gender\": \"female\"";
        if (allowed) {
            assertThat(ok(patch(storePatient(person), extension(dispenser)))
                            .at("/extension/0/valueReference/identifier/value")
                            .asText())
                    .isEqualTo(code);
        } else {
            assertRefusal(
                    person,
                    extension(dispenser),
                    400,
                    "INVALID_VALUE",
                    "Invalid value - '%s' in field 'extension/0/valueReference/identifier/value'".formatted(code));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GBR, true",
        "1, true",
        "2, true",
        "3, true",
        "4, true",
        "7, true",
        "9, true",
        "10, true",
        "5, false",
        "8, false",
        "11, false",
        "GB, false",
        "England, false",
        "gbr, false",
        "XXX, false"
    })
    default void aPlaceOfBirthHasACodedCountry(String country, boolean allowed) {
        String place = "{\"url\": \"http://hl7.org/fhir/StructureDefinition/patient-birthPlace\","
                + " \"valueAddress\": {\"country\": \"%s\"}}";
        int status =
                patch(storePatient(PERSON), extension(place.formatted(country))).statusCode();
        assertThat(status).isEqualTo(allowed ? 200 : 400);
    }

    @ParameterizedTest
    @CsvSource({
        "language, fr, true",
        "language, q1, true",
        "language, q5, true",
        "language, q6, false",
        "language, en, false",
        "language, zz, false",
        "language, FR, false",
        "PreferredWrittenCommunicationFormat, 11, true",
        "PreferredWrittenCommunicationFormat, 13, true",
        "PreferredWrittenCommunicationFormat, 14, false",
        "PreferredContactMethod, 1, true",
        "PreferredContactMethod, 8, true",
        "PreferredContactMethod, 9, false"
    })
    default void codesOfCommunicationAndContactAreThoseOfTheLists(String part, String code, boolean allowed) {
        boolean language = part.equals("language");
        String extension = """
                {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-%s", "extension": [{"url": "%s",
                  "valueCodeableConcept": {"coding": [{"system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-%s", "code": "%s"}]}}]}""".formatted(
                language ? "NHSCommunication" : "ContactPreference", part, language ? "HumanLanguage" : part, code);
        assertThat(patch(storePatient("\"gender\": \"female\""), extension(extension))
                        .statusCode())
                .isEqualTo(allowed ? 200 : 400);
    }

    @ParameterizedTest
    @CsvSource({"6, false", "7, true", "89, true", "90, false"})
    default void anEmailAddressHasMoreThanSixAndFewerThanNinetyCharacters(int length, boolean allowed) {
        String mail = "a".repeat(length - 5 > 64 ? 60 : length - 5) + "@"
                + "b".repeat(length - 5 > 64 ? length - 64 : 1) + ".uk";
        assertThat(mail).hasSize(length);
        assertThat(patch(
                                storePatient(PERSON),
                                telecom("\"system\": \"email\", \"use\": \"work\", \"value\": \"%s\"".formatted(mail)))
                        .statusCode())
                .isEqualTo(allowed ? 200 : 400);
    }
}
