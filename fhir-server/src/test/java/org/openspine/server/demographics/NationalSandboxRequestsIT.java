package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.PdsUpdateContract.remove;
import static org.openspine.server.demographics.PdsUpdateContract.text;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.TestServers;

/** Changes of the kinds that clients try at the national sandbox, sent to the people of the sample data. */
class NationalSandboxRequestsIT {
    private static OpenSpine server;
    private static Served sandbox;

    private record Served(String address) implements PdsCreateContract {}

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = TestServers.withSamples(folder);
        sandbox = new Served(server.address());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode read(String number) {
        return ok(sandbox.pds().get("/Patient/" + number));
    }

    /** Sends patches for the version that is current. */
    private static Response patch(String number, String... operations) {
        return sandbox.pds()
                .header("If-Match", sandbox.pds().get("/Patient/" + number).header("ETag"))
                .contentType(Served.JSON_PATCH)
                .body("{\"patches\": [%s]}".formatted(String.join(",", operations)))
                .patch("/Patient/" + number);
    }

    @Test
    void theMinimalRecordTakesAdditions() {
        JsonNode named = ok(patch(
                "9000000033",
                operation("add", "/name/-", "{\"use\": \"old\", \"family\": \"Penrose\", \"suffix\": [\"BA\"]}")));
        assertThat(named.at("/name/0/suffix/0").asText()).isEqualTo("BA");
        JsonNode dead = ok(patch(
                "9000000033",
                PdsFieldRulesContract.extension(PdsFieldRulesContract.DEATH.formatted("1")),
                operation("add", "/deceasedDateTime", text("2021-03-04"))));
        assertThat(dead.path("deceasedDateTime").asText()).isEqualTo("2021-03-04");
        assertThat(patch("5900057208", operation("add", "/deceasedDateTime", text("2021-03-04")))
                        .asString())
                .as("a death without its notification")
                .contains("INVALID_UPDATE");
    }

    @Test
    void itemsOfTheFullRecordsAreKnownByTheirIds() {
        String address = read("9000000017").at("/address/0/id").asText();
        JsonNode moved = ok(patch(
                "9000000017",
                operation("replace", "/address/0/id", text(address)),
                operation("replace", "/address/0/line/0", text("4 Harbour Walk"))));
        assertThat(moved.at("/address/0/line/0").asText()).isEqualTo("4 Harbour Walk");
        String name = read("9000000009").at("/name/0/id").asText();
        assertError(
                patch("9000000009", operation("test", "/name/0/id", text(name)), remove("/name/0")),
                403,
                "forbidden",
                "FORBIDDEN_UPDATE",
                "Update is forbidden",
                "Forbidden update with error - not permitted to remove usual name");
    }

    @Test
    void anExtensionOfTheFullRecordIsRemovedByItsUrl() {
        JsonNode before = read("9000000009").path("extension");
        String url = before.at("/1/url").asText();
        JsonNode after = ok(patch(
                        "9000000009", operation("test", "/extension/1/url", text(url)), remove("/extension/1")))
                .path("extension");
        assertThat(after).hasSize(before.size() - 1);
        assertThat(after.findValuesAsText("url")).doesNotContain(url);
    }

    @Test
    void extensionsAndGenderAreChangedAndAFormalDeathIsNot() {
        String pharmacy = PdsViewContract.UK_CORE + "NominatedPharmacy";
        JsonNode nominated = ok(patch("9736363015", PdsFieldRulesContract.extension("""
                        {"url": "%s", "valueReference": {"identifier": {"system":
                          "https://fhir.nhs.uk/Id/ods-organization-code", "value": "FQ204"}}}""".formatted(pharmacy))));
        assertThat(PdsViewContract.urls(nominated)).contains(pharmacy);
        String place = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace";
        JsonNode born = ok(patch(
                "9000000033",
                PdsFieldRulesContract.extension(
                        "{\"url\": \"%s\", \"valueAddress\": {\"city\": \"Truro\", \"country\": \"1\"}}"
                                .formatted(place))));
        assertThat(PdsViewContract.urls(born)).contains(place);
        String other = read("5900057208").path("gender").asText().equals("male") ? "female" : "male";
        assertThat(ok(patch("5900057208", operation("replace", "/gender", text(other))))
                        .path("gender")
                        .asText())
                .isEqualTo(other);
        String death = PdsViewContract.UK_CORE + "DeathNotificationStatus";
        int formal = PdsViewContract.urls(read("9000000009")).indexOf(death);
        assertError(
                patch(
                        "9000000009",
                        operation("replace", "/extension/" + formal, PdsFieldRulesContract.DEATH.formatted("1"))),
                403,
                "forbidden",
                "FORBIDDEN_UPDATE",
                "Update is forbidden",
                "Forbidden update with error - source not permitted to update 'deathNotificationStatus'");
    }

    @Test
    void peopleWhoAreKnownToTheSandboxAreNotCreated() {
        assertError(
                sandbox.register(likeness("5900054586")),
                200,
                "value",
                "SINGLE_MATCH",
                "Single match found",
                "Unable to create new patient. NHS number 5900054586 found for supplied demographic data.");
        assertError(
                sandbox.register(likeness("9700003019")),
                200,
                "value",
                "MULTIPLE_MATCHES",
                "Multiple matches found",
                "Unable to create new patient. Multiple matches found for supplied demographic data.");
        PdsCreateContract.given(sandbox.register(sandbox.newcomer(PdsCreateContract.uniqueFamily())));
    }

    /** Somebody new who has name, gender, birth date and postcode of a known patient. */
    private static ObjectNode likeness(String number) {
        JsonNode known = read(number);
        ObjectNode patient = sandbox.newcomer("Somebody");
        ObjectNode name = (ObjectNode) patient.at("/name/0");
        name.set("family", known.at("/name/0/family"));
        name.set("given", known.at("/name/0/given"));
        patient.set("gender", known.path("gender"));
        patient.set("birthDate", known.path("birthDate"));
        ((ObjectNode) patient.at("/address/0")).set("postalCode", known.at("/address/0/postalCode"));
        return patient;
    }
}
