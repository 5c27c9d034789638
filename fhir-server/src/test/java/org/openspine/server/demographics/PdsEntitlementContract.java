package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.server.http.ServedBase;

/** What single applications are shown beyond everybody: optional attributes, which the gateway grants. */
interface PdsEntitlementContract extends ServedPds {
    String ATTRIBUTES = "NHSE-PDS-Custom-Attributes";

    @Test
    default void emptyAddressLinesKeepTheirPlacesForWhoeverIsEntitled() {
        String number = storePatient("""
                "name": [{"use": "usual", "family": "Placeman", "given": ["Ed"]}], "birthDate": "1950-06-07",
                "address": [{"use": "home", "line": ["1 High Street", null, null, "Leeds"], "_line": [null,
                  {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]},
                  {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]},
                  null]}]""");
        JsonNode plain = ok(pds().get("/Patient/" + number)).at("/address/0");
        assertThat(plain.path("line")).isEqualTo(ServedBase.tree("[\"1 High Street\", \"Leeds\"]"));
        assertThat(plain.has("_line")).isFalse();

        JsonNode placed = ok(pds().header(ATTRIBUTES, "{\"return-empty-address-lines\": true}")
                        .get("/Patient/" + number))
                .at("/address/0");
        assertPlaced(placed);
        JsonNode found = ok(pds().header(ATTRIBUTES, "{\"return-empty-address-lines\": \"true\"}")
                        .queryParam("family", "Placeman")
                        .queryParam("birthdate", "1950-06-07")
                        .get("/Patient"))
                .at("/entry/0/resource/address/0");
        assertPlaced(found);
    }

    @Test
    default void aNewAddressKeepsThePlacesOfItsLines() {
        String number = storePatient("\"gender\": \"female\"");
        JsonNode changed = ok(pds().header("If-Match", "W/\"1\"")
                .header("Content-Type", "application/json-patch+json")
                .body("""
                        {"patches": [{"op": "add", "path": "/address/-", "value": {"use": "home",
                          "line": ["1 High Street", "", "", "Leeds", ""], "postalCode": "LS1 1AA"}}]}""")
                .patch("/Patient/" + number));
        assertThat(changed.at("/address/0/line")).isEqualTo(ServedBase.tree("[\"1 High Street\", \"Leeds\"]"));
        assertPlaced(ok(pds().header(ATTRIBUTES, "{\"return-empty-address-lines\": true}")
                        .get("/Patient/" + number))
                .at("/address/0"));
    }

    private static void assertPlaced(JsonNode address) {
        assertThat(address.path("line")).isEqualTo(ServedBase.tree("[\"1 High Street\", null, null, \"Leeds\", null]"));
        for (int i = 0; i < 5; i++) {
            assertThat(address.at("/_line/%d/extension/0/url".formatted(i)).asText(""))
                    .isEqualTo(
                            address.at("/line/" + i).isNull()
                                    ? "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
                                    : "");
        }
    }

    @ParameterizedTest
    @CsvSource({"AFN, AFN", "SDN, SDN", "LDN, ORR", "DEA, DEA"})
    default void confidentialReasonsForRemovalAreShownToWhoeverIsEntitled(String stored, String shown) {
        String number = storePatient("""
                "extension": [{"url": "https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration",
                  "extension": [{"url": "removalFromRegistrationCode", "valueCodeableConcept": {"coding": [
                    {"system": "https://fhir.nhs.uk/CodeSystem/PDS-RemovalReasonExitCode", "code": "%s"}]}}]}]""".formatted(stored));
        JsonNode patient = ok(pds().header(ATTRIBUTES, "{\"return-confidential-reason-for-removal\": true}")
                .get("/Patient/" + number));
        assertThat(patient.at("/extension/0/extension/0/valueCodeableConcept/coding/0/code")
                        .asText())
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, false"})
    default void sharingConsentIsShownToWhoeverIsEntitled(String value, boolean shown) {
        String number = storePatient("""
                "name": [{"use": "usual", "family": "Sharer%s", "given": ["Ed"]}], "birthDate": "1950-06-07",
                "extension": [{"url": "https://hl7.org/fhir/R4/consent.html", "extension": [
                  {"url": "consentType", "valueCodeableConcept": {"coding": [{"code": "4", "display": "ncrs"}]}},
                  {"url": "consentValue", "valueCodeableConcept": {"coding": [{"code": "%s"}]}}]}]""".formatted(value, value));
        String attribute = "{\"return-nhs-record-sharing-consent\": true}";
        assertThat(ok(pds().get("/Patient/" + number)).has("extension")).isFalse();
        JsonNode patient = ok(pds().header(ATTRIBUTES, attribute).get("/Patient/" + number));
        assertThat(patient.at("/extension/0/url").asText())
                .isEqualTo(shown ? "https://hl7.org/fhir/R4/consent.html" : "");
        assertThat(patient.at("/extension/0/extension/1/valueCodeableConcept/coding/0/code")
                        .asText())
                .isEqualTo(shown ? value : "");
        JsonNode found = ok(pds().header(ATTRIBUTES, attribute)
                .queryParam("family", "Sharer" + value)
                .queryParam("birthdate", "1950-06-07")
                .get("/Patient"));
        assertThat(found.at("/entry/0/resource").has("extension")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "[1]", "{\"a\":"})
    default void attributesThatAreNoJsonObjectAreRefused(String attributes) {
        String number = storePatient("");
        assertError(
                pds().header(ATTRIBUTES, attributes).get("/Patient/" + number),
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid value - '%s' in header '%s'".formatted(attributes.replace("\"", "\\\""), ATTRIBUTES));
    }
}
