package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.PdsUpdateContract.text;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.server.http.ServedBase;

/** What of a stored Patient the service shows, and in which form (contract 1.6 and 1.8). */
interface PdsViewContract extends PdsUpdateContract, TraceContract {
    String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-";

    static List<String> urls(JsonNode resource) {
        List<String> urls = new ArrayList<>();
        resource.path("extension")
                .forEach(extension -> urls.add(extension.path("url").asText()));
        return urls;
    }

    @ParameterizedTest
    @CsvSource({"U, unrestricted", "R, restricted", "V, very restricted"})
    default void confidentialityIsAlwaysOneCodingWithItsDisplay(String code, String display) {
        String number = storePatient(PdsReadContract.security(code) + "\"gender\": \"female\"");
        assertThat(ok(pds().get("/Patient/" + number)).path("meta"))
                .isEqualTo(ServedBase.tree("""
                        {"versionId": "1", "security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
                          "code": "%s", "display": "%s"}]}""".formatted(code, display)));
    }

    @Test
    default void nothingOfTheStorageFormIsShown() {
        String old = storePatient("");
        String number = storePatient("""
                "meta": {"profile": ["https://example.org/profile"], "tag": [{"code": "t"}]}, "language": "en",
                "link": [{"type": "replaces", "other": {"reference": "Patient/%s"}}], "active": true,
                "text": {"status": "generated", "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\">x</div>"},
                "maritalStatus": {"text": "x"}, "communication": [{"language": {"text": "x"}}], "deceasedBoolean": true,
                "name": [{"use": "usual", "family": "Formal", "text": "x", "_family": {"id": "f"}}],
                "gender": "other", "_gender": {"id": "g"}, "birthDate": "1970-01"
                """.formatted(old));
        JsonNode patient = ok(pds().get("/Patient/" + number));
        assertThat(patient.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("resourceType", "id", "identifier", "meta", "name", "gender", "birthDate");
        assertThat(patient.path("meta").fieldNames()).toIterable().containsExactly("versionId", "security");
        assertThat(patient.at("/name/0").fieldNames()).toIterable().containsExactlyInAnyOrder("id", "use", "family");
        assertThat(patient.path("gender").asText()).isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970", "1970-01", "1970-01-02"})
    default void birthDatesOfAnyPrecisionAreShownAsTheyAre(String birthDate) {
        String number = storePatient("\"birthDate\": \"%s\"".formatted(birthDate));
        assertThat(ok(pds().get("/Patient/" + number)).path("birthDate").asText())
                .isEqualTo(birthDate);
    }

    @Test
    default void periodsAreDaysAndOnlyTemporaryAddressesHaveAText() {
        String number = storePatient("""
                "name": [{"id": "N1", "use": "usual", "family": "Daily", "period": {"start": "2001-02-03T10:11:12+00:00"}}],
                "birthDate": "1970-01-02",
                "address": [{"id": "A1", "use": "home", "text": "1 High Street, Leeds", "line": ["1 High Street", "Leeds"],
                    "postalCode": "LS1 1AA", "period": {"start": "2001-02-03T10:11:12+00:00"}},
                  {"id": "A2", "use": "temp", "text": "Holiday Home", "line": ["1 Pier", "Whitby"],
                    "period": {"start": "2024-01-01", "end": "2024-02-01T10:11:12Z"}}],
                "generalPractitioner": [{"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code",
                  "value": "Y12345", "period": {"start": "2001-02-03T10:11:12.123Z"}}}]""");
        JsonNode patient = ok(pds().get("/Patient/" + number));
        assertThat(patient.at("/name/0/period")).isEqualTo(ServedBase.tree("{\"start\": \"2001-02-03\"}"));
        assertThat(patient.at("/address/1/period"))
                .isEqualTo(ServedBase.tree("{\"start\": \"2024-01-01\", \"end\": \"2024-02-01\"}"));
        assertThat(patient.at("/generalPractitioner/0/identifier/period/start").asText())
                .isEqualTo("2001-02-03");
        assertThat(patient.at("/address/0").has("text")).isFalse();
        assertThat(patient.at("/address/1/text").asText()).isEqualTo("Holiday Home");
        assertThat(ok(search("family", "Daily", "birthdate", "1970-01-02"))
                        .at("/entry/0/resource/address")
                        .toString())
                .contains("2001-02-03")
                .doesNotContain("T10", "Holiday", "text");
        ok(patch(
                number,
                String.join(
                        ",",
                        operation("test", "/name/0/id", text("N1")),
                        operation("replace", "/name/0/family", text("Weekly")),
                        operation("test", "/address/0/id", text("A1")),
                        operation("replace", "/address/0/postalCode", text("LS1 1AB")))));
        JsonNode stored = get("Patient/" + number);
        assertThat(stored.at("/address/0").has("text"))
                .as("a text that tells the former postcode")
                .isFalse();
        assertThat(stored.at("/address/1/period/end").asText())
                .as("what did not change stays as it was stored")
                .isEqualTo("2024-02-01T10:11:12Z");
    }

    private static String everyExtension() {
        String ods =
                "\"valueReference\": {\"identifier\": {\"system\": \"https://fhir.nhs.uk/Id/ods-organization-code\", \"value\": \"FX123\"}}";
        return """
                "extension": [
                  {"url": "%1$sNominatedPharmacy", %2$s}, {"url": "%1$sPreferredDispenserOrganization", %2$s},
                  {"url": "%1$sMedicalApplianceSupplier", %2$s},
                  {"url": "%1$sDeathNotificationStatus", "extension": [{"url": "deathNotificationStatus", "valueCodeableConcept":
                    {"coding": [{"system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-DeathNotificationStatus", "code": "1"}]}}]},
                  {"url": "%1$sNHSCommunication", "extension": [{"url": "interpreterRequired", "valueBoolean": true}]},
                  {"url": "%1$sContactPreference", "extension": [{"url": "PreferredContactTimes", "valueString": "dusk"}]},
                  {"url": "http://hl7.org/fhir/StructureDefinition/patient-birthPlace", "valueAddress": {"city": "Leeds"}},
                  {"url": "https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration", "extension": [
                    {"url": "removalFromRegistrationCode", "valueCodeableConcept": {"coding": [{"code": "DEA"}]}}]}]""".formatted(UK_CORE, ods);
    }

    private static String somebody(String security, String family) {
        return security + """
                "name": [{"use": "usual", "family": "%s", "given": ["Bo"]}], "gender": "male", "birthDate": "1962-02-03",
                "deceasedDateTime": "2020-02-03", "multipleBirthInteger": 2,
                "contact": [{"relationship": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0131", "code": "C"}]}],
                  "telecom": [{"system": "phone", "value": "01632 960000"}]}], %s""".formatted(family, everyExtension());
    }

    @Test
    default void searchesShowOfTheExtensionsTheDeathNotificationOnly() {
        String family = PdsCreateContract.uniqueFamily();
        String number = storePatient(somebody("", family));
        assertThat(urls(ok(pds().get("/Patient/" + number)))).hasSize(8);
        JsonNode match = ok(search("family", family, "birthdate", "1962-02-03")).at("/entry/0/resource");
        assertThat(urls(match)).containsExactly(UK_CORE + "DeathNotificationStatus");
        assertThat(match.path("deceasedDateTime").asText()).isEqualTo("2020-02-03");
        assertThat(match.path("multipleBirthInteger").asInt()).isEqualTo(2);
        assertThat(match.at("/contact/0/telecom/0/value").asText()).isEqualTo("01632 960000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"R", "V"})
    default void extensionsThatTellAPlaceAreHiddenOfRestrictedPatients(String code) {
        String number = storePatient(somebody(PdsReadContract.security(code), "Placeless"));
        JsonNode patient = ok(pds().get("/Patient/" + number));
        assertThat(urls(patient))
                .containsExactly(
                        UK_CORE + "DeathNotificationStatus",
                        UK_CORE + "NHSCommunication",
                        UK_CORE + "ContactPreference",
                        "https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration");
        assertThat(patient.path("deceasedDateTime").asText()).isEqualTo("2020-02-03");
        assertThat(patient.has("contact")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "DEA, DEA",
        "EMB, EMB",
        "SCT, SCT",
        "NIT, NIT",
        "TRA, TRA",
        "ORR, ORR",
        "AFN, ORR",
        "SDN, ORR",
        "LDN, ORR",
        "XXX, ORR"
    })
    default void sixReasonsForRemovalAreTold(String stored, String shown) {
        String number = storePatient("""
                "extension": [{"url": "https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration",
                  "extension": [{"url": "removalFromRegistrationCode", "valueCodeableConcept": {"coding": [
                    {"system": "https://fhir.nhs.uk/CodeSystem/PDS-RemovalReasonExitCode", "code": "%s"}]}},
                    {"url": "effectiveTime", "valuePeriod": {"start": "2020-01-01T00:00:00+00:00"}}]}]""".formatted(stored));
        JsonNode removal = ok(pds().get("/Patient/" + number)).at("/extension/0/extension");
        assertThat(removal.at("/0/valueCodeableConcept/coding/0/code").asText()).isEqualTo(shown);
        assertThat(removal.at("/1/valuePeriod/start").asText()).isEqualTo("2020-01-01T00:00:00+00:00");
    }

    /** The phone number that ended stands for the only one of its system, whatever other contacts there are. */
    @Test
    default void aContactIsHistoricOnlyBesideAnotherOfItsSystem() {
        String family = PdsCreateContract.uniqueFamily();
        String number = storePatient("""
                "name": [{"use": "usual", "family": "%s", "given": ["Bo"]}], "birthDate": "1962-02-03",
                "telecom": [
                  {"system": "phone", "value": "01632960001", "use": "home", "period": {"start": "2001-01-01", "end": "2002-01-01"}},
                  {"system": "email", "value": "old@example.com", "use": "home", "period": {"start": "2001-01-01", "end": "2002-01-01"}},
                  {"system": "email", "value": "new@example.com", "use": "home"}]""".formatted(family));
        JsonNode found = ok(search("family", family, "birthdate", "1962-02-03", "phone", "01632960001"));
        assertThat(TraceContract.numbers(found)).containsExactly(number);
        assertThat(found.at("/entry/0/resource/telecom").findValuesAsText("value"))
                .containsExactly("01632960001", "new@example.com");
        assertThat(numbers("family", family, "birthdate", "1962-02-03", "email", "old@example.com"))
                .isEmpty();
    }

    @Test
    default void itemsWithoutAnIdGetOneThatStays() {
        String number = storePatient("""
                "name": [{"use": "usual", "family": "Same"}, {"use": "old", "family": "Same"}, {"use": "old", "family": "Same"}],
                "telecom": [{"system": "phone", "value": "1"}], "address": [{"use": "home", "line": ["1 High Street"]}],
                "contact": [{"telecom": [{"system": "phone", "value": "1"}]}]""");
        JsonNode patient = ok(pds().get("/Patient/" + number));
        List<String> ids = new ArrayList<>();
        for (String list : new String[] {"name", "telecom", "address", "contact"}) {
            patient.path(list).forEach(item -> ids.add(item.path("id").asText()));
        }
        assertThat(ids).hasSize(6).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9A-F]{8}"));
        assertThat(ok(patch(number, operation("add", "/gender", text("male")))).path("name"))
                .isEqualTo(patient.path("name"));
        assertThat(get("Patient/" + number).at("/name/2/id").asText()).isEqualTo(ids.get(2));
    }
}
