package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsFieldRulesContract.extension;
import static org.openspine.server.demographics.PdsFieldRulesContract.telecom;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.PdsUpdateContract.remove;
import static org.openspine.server.demographics.PdsUpdateContract.text;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of single elements that are rarely met. */
interface PdsItemRulesContract extends PdsFieldRulesContract {
    String KEY = """
            {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AddressKey", "extension": [
              {"url": "type", "valueCoding": {"system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-AddressKeyType", "code": "%s"}},
              {"url": "value", "valueString": "%s"}]}""";

    private static String billing(String keys) {
        return PdsFieldRulesContract.address("""
                "use": "billing", "period": {"start": "2024-01-01", "end": "2024-02-01"}, "line": ["1 A Street", "Leeds"],
                "postalCode": "LS1 1AA", "extension": [%s]""".formatted(keys));
    }

    @Test
    default void anAddressHasOneKeyOfEachType() {
        String paf = KEY.formatted("PAF", "12345678");
        String uprn = KEY.formatted("UPRN", "123456789012");
        JsonNode patient = ok(patch(storePatient(PERSON), billing(paf + "," + uprn)));
        assertThat(patient.at("/address/1/extension")).hasSize(2);
        assertRefusal(PERSON, billing(uprn + "," + uprn), 400, "TOO_MANY_VALUES_SUBMITTED", "");
        assertRefusal(PERSON, billing(KEY.formatted("UPRN", "1234567890123")), 400, "INVALID_VALUE", "");
        String typeTwice = KEY.formatted("UPRN", "1")
                .replaceFirst("\\{\"url\": \"value\".*", "")
                .replaceFirst("(\\{\"url\": \"type\".*\\}\\}),\\s*$", "$1, $1]}");
        assertRefusal(
                PERSON,
                billing(typeTwice),
                400,
                "TOO_MANY_VALUES_SUBMITTED",
                "Too many values submitted - <json too long to display> in field 'address/1/extension/0/extension'");
        assertRefusal(PERSON, billing(KEY.formatted("TOID", "1")), 400, "INVALID_VALUE", "");
        assertRefusal(
                PERSON,
                billing("{\"url\": \"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AddressKey\"}"),
                400,
                "MISSING_VALUE",
                "Missing value - 'address/1/extension/0/extension'");
    }

    @Test
    default void aWorkAddressIsRemovedOnly() {
        String person = PERSON.replace(
                "\"address\": [",
                "\"address\": [{\"id\": \"A0\", \"use\": \"work\", \"line\": [\"1 Mill\", \"Leeds\"]}, ");
        String test = operation("test", "/address/0/id", text("A0")) + ",";
        assertRefusal(
                person, test + operation("replace", "/address/0/line/0", text("2 Mill")), 400, "INVALID_VALUE", "");
        JsonNode patient = ok(patch(storePatient(person), test + remove("/address/0")));
        assertThat(patient.path("address")).hasSize(1);
    }

    @Test
    default void onlyAContactOfAnotherSystemIsATextphone() {
        String textphone = """
                "use": "home", "value": "01632960007", "extension": [
                  {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-OtherContactSystem",
                   "valueCoding": {"system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-OtherContactSystem", "code": "textphone"}}]""";
        assertUpdateRefused(telecom("\"system\": \"fax\", " + textphone));
        JsonNode patient = ok(patch(storePatient(PERSON), telecom("\"system\": \"other\", " + textphone)));
        assertThat(patient.at("/telecom/2/extension/0/valueCoding/code").asText())
                .isEqualTo("textphone");
    }

    @ParameterizedTest
    @CsvSource({
        "2020-02-03, 2020-02-03",
        "2020-02-03T04:05:06, 2020-02-03T04:05:06+00:00",
        "2020-02-03T04:05:06+00:00, 2020-02-03T04:05:06+00:00"
    })
    default void aTimeOfDeathIsAnsweredInUniversalTime(String sent, String answered) {
        JsonNode patient = ok(patch(
                storePatient(PERSON),
                operation("add", "/deceasedDateTime", text(sent)) + "," + extension(DEATH.formatted("1"))));
        assertThat(patient.path("deceasedDateTime").asText()).isEqualTo(answered);
        assertThat(patient.toString()).contains("systemEffectiveDate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2020-02-03T04:05:06+01:00",
                "2020-02-03T04:05:06Z",
                "2020-02-03T24:00:00",
                "2020-02",
                "2020-02-30",
                "2020-02-03T04:05"
            })
    default void aTimeOfDeathHasNoOtherOffsetAndNoOtherForm(String sent) {
        assertInvalidValue(
                operation("add", "/deceasedDateTime", text(sent)) + "," + extension(DEATH.formatted("1")),
                sent,
                "deceasedDateTime");
    }

    @Test
    default void unknownMembersOfEveryItemAreNamed() {
        String[] additions = {
            telecom("\"system\": \"fax\", \"use\": \"home\", \"value\": \"1\", \"rank\": 1"),
            PdsFieldRulesContract.address("\"use\": \"billing\", \"city\": \"Leeds\""),
            PdsFieldRulesContract.contact("\"telecom\": [{\"system\": \"phone\", \"value\": \"1\", \"rank\": 1}]"),
            PdsFieldRulesContract.name("\"use\": \"old\", \"family\": \"A\", \"text\": \"A\"")
        };
        for (String addition : additions) {
            assertRefusal(PERSON, addition, 400, "ADDITIONAL_PROPERTIES", "");
        }
    }
}
