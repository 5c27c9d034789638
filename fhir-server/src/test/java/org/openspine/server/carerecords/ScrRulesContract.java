package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Rules of the Summary Care Record that concern several of its endpoints. */
interface ScrRulesContract extends ServedScr {
    /** Section 2: XML is an extra in answers; section 3: a body is FHIR JSON. */
    @Test
    default void answersAreXmlForThoseWhoAskAndBodiesAreNot() {
        String number = patient("");
        String scrId = uploaded(number);
        Response found =
                scr().accept(XML).get("/DocumentReference?patient=https://fhir.nhs.uk/Id/nhs-number%7C" + number);
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.contentType()).startsWith(XML);
        assertThat(found.asString()).startsWith("<Bundle").contains("<value value=\"" + scrId + "\">");
        Response read = scr().get(
                        "/Bundle?_format=xml&composition.identifier=%s&composition.subject:Patient.identifier=https://fhir.nhs.uk/Id/nhs-number%%7C%s"
                                .formatted(scrId, number));
        assertThat(read.contentType()).startsWith(XML);
        assertThat(read.asString()).contains(Summary.core(number));
        assertThat(scr().accept(XML).get("/_ping").contentType()).isEqualTo("application/json");
        ServedScr.assertError(
                scr().contentType(XML)
                        .body("<Bundle xmlns=\"http://hl7.org/fhir\"/>")
                        .post("/Bundle"),
                415,
                "not-supported",
                "Content type 'application/fhir+xml' not supported");
    }

    /** Section 8: other GETs and POSTs of an application are 401, every other method 403. */
    @Test
    default void applicationsLearnWhatTheyMayNot() {
        for (String path : List.of("/AuditEvent", "/$setPermission")) {
            assertThat(application().get(path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(application()
                        .contentType(JSON)
                        .body("{}")
                        .post("/DocumentReference")
                        .statusCode())
                .isEqualTo(401);
        for (Response response :
                List.of(application().put("/Bundle"), application().patch("/AuditEvent"))) {
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.path("issue[0].details.coding[0].code").toString())
                    .isEqualTo("INVALID_METHOD");
        }
    }

    /** Section 7.3: each find and read is recorded. */
    @Test
    default void eachLookIsRecorded() {
        String number = patient("");
        String scrId = uploaded(number);
        find(number);
        read(number, scrId);
        setPermission(number, "No");
        read(number, scrId);
        List<String> looks = new ArrayList<>();
        for (JsonNode event : looks(number)) {
            looks.add(event.at("/subtype/0/code").asText() + " "
                    + event.path("outcome").asText());
            List<String> entities = new ArrayList<>();
            event.path("entity")
                    .forEach(entity -> entities.add(entity.at("/type/code").asText()));
            assertThat(entities).containsExactly("1", "XrequestId");
        }
        assertThat(looks).containsExactlyInAnyOrder("search-type 0", "read 0", "read 8");
        ObjectNode changed = (ObjectNode) looks(number).get(0);
        changed.put("outcome", "4");
        assertThat(sending(changed.toString())
                        .put("/AuditEvent/" + changed.path("id").asText())
                        .statusCode())
                .isEqualTo(405);
    }

    /** Section 7.1: an alert is linked to the read it follows, and a read to the alert before it. */
    @Test
    default void alertsAndReadsAreLinked() {
        String number = patient("");
        String scrId = uploaded(number);
        readFor("RX1", number, scrId);
        readFor("RX2", number, scrId);
        String first = ServedBase.reference(looks(number).get(0));
        assertThat(scrSending(ScrAlertContract.alert(number))
                        .post("/AuditEvent")
                        .statusCode())
                .isEqualTo(201);
        List<String> about = new ArrayList<>();
        get("Communication?subject=Patient/" + number)
                .at("/entry/0/resource/about")
                .forEach(reference -> about.add(reference.path("reference").asText()));
        assertThat(about).hasSize(2).contains(first);
        String alert = about.get(0);
        readFor("RX1", number, scrId);
        List<JsonNode> looks = looks(number);
        assertThat(looks.get(2).at("/entity/0/detail/0/type").asText()).isEqualTo("alert");
        assertThat(looks.get(2).at("/entity/0/detail/0/valueString").asText()).isEqualTo(alert);
    }

    /** The published example of an alert that is accepted names a number that cannot be anybody's. */
    @Test
    default void publishedExampleOfAnAlertIsAccepted() {
        assertThat(scrSending(ScrAlertContract.alert("9999999998"))
                        .post("/AuditEvent")
                        .statusCode())
                .isEqualTo(201);
        ServedScr.assertError(
                scrSending(ScrAlertContract.alert("9999999997")).post("/AuditEvent"),
                400,
                "value",
                "Invalid value - 9999999997 in field 'agent.who.identifier.value'");
    }

    /** A summary is found under each of the numbers that were merged, and refused under each. */
    @Test
    default void mergedNumbersShareTheSummaryAndTheRefusal() {
        String survivor = patient("");
        String old = patient("");
        String scrId = uploaded(old);
        merge(old, survivor);
        for (String number : List.of(old, survivor)) {
            JsonNode found = ServedScr.ok(find(number));
            assertThat(found.at("/entry/0/resource/masterIdentifier/value").asText())
                    .isEqualTo(scrId);
            assertThat(ServedScr.ok(read(number, scrId)).path("total").asInt()).isPositive();
        }
        String newer = uploaded(survivor);
        assertThat(ServedScr.ok(find(old))
                        .at("/entry/0/resource/masterIdentifier/value")
                        .asText())
                .isEqualTo(newer);
        assertThat(ServedScr.ok(read(old, scrId)).path("total").asInt()).isZero();
        setPermission(old, "No");
        for (String number : List.of(old, survivor)) {
            ServedScr.assertError(find(number), 403, "forbidden", REFUSED);
            ServedScr.assertError(read(number, newer), 403, "forbidden", REFUSED);
            ServedScr.assertError(upload(Summary.of(number, Summary.newId())), 403, "forbidden", REFUSED);
        }
    }

    /** Section 4: the bar between system and value may arrive as it is. */
    @Test
    default void barIsTakenRawToo() throws IOException {
        String number = patient("");
        String scrId = uploaded(number);
        String system = "https://fhir.nhs.uk/Id/nhs-number|";
        for (String path : List.of(
                scrBase() + "/DocumentReference?patient=" + system + number,
                scrBase() + "/Bundle?composition.identifier=" + scrId + "&composition.subject:Patient.identifier="
                        + system + number,
                server().address() + "/cpis/FHIR/R4/CareTeam?patient:identifier=" + system + number)) {
            HttpURLConnection connection = (HttpURLConnection) new URL(path).openConnection();
            assertThat(connection.getResponseCode()).as(path).isEqualTo(200);
            connection.disconnect();
        }
    }

    private void merge(String old, String survivor) {
        for (String[] link : new String[][] {{old, "replaced-by", survivor}, {survivor, "replaces", old}}) {
            sending("""
                    {"resourceType": "Patient", "id": "%1$s",
                     "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%1$s"}],
                     "link": [{"type": "%2$s", "other": {"reference": "Patient/%3$s"}}]}""".formatted(link[0], link[1], link[2]))
                    .put("/Patient/" + link[0])
                    .then()
                    .statusCode(200);
        }
    }

    private void readFor(String organisation, String number, String scrId) {
        assertThat(scr().header("NHSD-End-User-Organisation-ODS", organisation)
                        .get(
                                "/Bundle?composition.identifier=%s&composition.subject:Patient.identifier=https://fhir.nhs.uk/Id/nhs-number%%7C%s"
                                        .formatted(scrId, number))
                        .statusCode())
                .isEqualTo(200);
    }

    /** Records of looks at a patient's summary, oldest first. */
    private List<JsonNode> looks(String number) {
        List<JsonNode> looks = new ArrayList<>();
        get("AuditEvent?entity=Patient/" + number + "&action=R&_sort=_lastUpdated")
                .path("entry")
                .forEach(entry -> looks.add(entry.path("resource")));
        return looks;
    }

    private io.restassured.specification.RequestSpecification application() {
        return scr().header("OpenSpine-Access-Mode", "application-restricted");
    }
}
