package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.carerecords.ServedScr.assertError;
import static org.openspine.server.carerecords.ServedScr.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.Racing;

/** {@code POST Bundle}: checks in published order, supersession, retries, races. */
interface ScrUploadContract extends ServedScr {
    private static ObjectNode object(JsonNode node) {
        return (ObjectNode) node;
    }

    private static ObjectNode coding(ObjectNode document, String type, String member) {
        JsonNode concept = Summary.resource(document, type).path(member);
        return object(
                (concept.isArray() ? concept.path(0) : concept).path("coding").path(0));
    }

    /** What is done to a good upload, and what it is told. */
    record Case(Consumer<ObjectNode> fault, String text) {}

    @Test
    default void faultsOfUploadsAreToldInPublishedOrder() {
        List<Case> cases = List.of(
                new Case(
                        d -> d.put("type", "collection"),
                        "Bundle.type not supported: collection; an upload is a document"),
                new Case(d -> d.remove("timestamp"), "Bundle.timestamp element is missing"),
                new Case(
                        d -> object(d.path("identifier")).remove("value"),
                        "Bundle.identifier.value element is missing"),
                new Case(
                        d -> object(d.path("identifier")).put("system", "urn:x"),
                        "Bundle.identifier.system not supported: urn:x"),
                new Case(d -> Summary.remove(d, "Composition"), "Composition missing from payload"),
                new Case(
                        d -> ((ArrayNode) d.path("entry"))
                                .add(d.path("entry").path(0).deepCopy()),
                        "There is more than 1 resource of type Composition"),
                new Case(d -> Summary.composition(d).remove("category"), "Composition.category element is missing"),
                new Case(
                        d -> coding(d, "Composition", "category").put("system", "urn:x"),
                        "Composition.category.coding.system not supported: urn:x"),
                new Case(
                        d -> coding(d, "Composition", "category").put("code", "1"),
                        "Composition.category.coding.code not supported: 1"),
                new Case(
                        d -> coding(d, "Composition", "category").put("display", "D"),
                        "Composition.category.coding.display not supported: D"),
                new Case(d -> Summary.composition(d).remove("type"), "Composition.type element is missing"),
                new Case(
                        d -> coding(d, "Composition", "type").put("code", "196971000000103"),
                        "Composition.type.coding.code not supported: 196971000000103"),
                new Case(
                        d -> Summary.composition(d).put("status", "preliminary"),
                        "Invalid composition.status: preliminary"),
                new Case(d -> relatesTo(d, "appends", "X"), "Unsupported Composition.relatesTo.code element: appends"),
                new Case(
                        d -> relatesTo(d, "replaces", ""),
                        "Composition.relatesTo.targetIdentifier.value element is missing"),
                new Case(
                        d -> object(Summary.composition(d).path("identifier")).put("system", "urn:x"),
                        "Missing Composition.identifier for system: https://tools.ietf.org/html/rfc4122"),
                new Case(
                        d -> object(Summary.composition(d).path("identifier")).remove("value"),
                        "Missing Composition.identifier.value element"),
                new Case(d -> Summary.composition(d).remove("date"), "Composition Date Element missing from payload"),
                new Case(d -> Summary.composition(d).remove("section"), "Missing mandatory Composition.section"),
                new Case(d -> Summary.remove(d, "Patient"), "Patient missing from payload"),
                new Case(
                        d -> Summary.resource(d, "Patient").remove("identifier"),
                        "patient.identifier[] for system https://fhir.nhs.uk/Id/nhs-number must not be empty"),
                new Case(
                        d -> Summary.composition(d).putObject("subject").put("reference", "Patient/other"),
                        "Composition.subject reference is missing or invalid"),
                new Case(
                        d -> Summary.resource(d, "Condition").remove("identifier"),
                        "Condition.identifier.value is missing"),
                new Case(
                        d -> coding(d, "Condition", "category").put("system", "urn:x"),
                        "Invalid Condition.category.coding.system: urn:x"),
                new Case(
                        d -> coding(d, "Condition", "category").remove("code"),
                        "Condition.category.coding.code is missing"),
                new Case(
                        d -> Summary.resource(d, "Condition").remove("clinicalStatus"),
                        "Condition should have either clinicalStatus or verificationStatus"),
                new Case(
                        d -> Summary.remove(d, "Encounter"),
                        "Bundle is Missing Encounter E1 that is linked to Condition C1"),
                new Case(
                        d -> object(Summary.resource(d, "Encounter").at("/participant/0/type/0/coding/0"))
                                .put("code", "CON"),
                        "Invalid encounter E1 participant code CON"),
                new Case(
                        d -> object(Summary.resource(d, "Encounter").at("/participant/0"))
                                .remove("period"),
                        "Encounter.participant.period.start element is missing"),
                new Case(d -> Summary.resource(d, "RelatedPerson").remove("name"), "RelatedPerson.name is missing"),
                new Case(
                        d -> Summary.remove(d, "Practitioner"),
                        "Bundle is Missing Practitioner D1 that is linked to PractitionerRole R1"));
        String number = Numbers.next();
        for (int i = cases.size() - 1; i >= 0; i--) {
            ObjectNode document = Summary.of(number, Summary.newId());
            cases.get(i).fault().accept(document);
            assertError(upload(document), 400, "value", cases.get(i).text());
        }
        ObjectNode two = Summary.of(number, Summary.newId());
        Summary.composition(two).remove("date");
        Summary.composition(two).remove("category");
        assertError(upload(two), 400, "value", "Composition.category element is missing");
        assertThat(ok(find(number)).path("total").asInt()).isZero();
    }

    private static void relatesTo(ObjectNode document, String code, String target) {
        ObjectNode relation =
                Summary.composition(document).putArray("relatesTo").addObject().put("code", code);
        if (!target.isEmpty()) {
            relation.putObject("targetIdentifier").put("value", target);
        }
    }

    @Test
    default void bodiesThatAreNoBundleAreRefused() {
        assertThat(scrSending("{\"resourceType\":").post("/Bundle").statusCode())
                .isEqualTo(400);
        assertThat(scrSending("").post("/Bundle").statusCode()).isEqualTo(400);
        assertThat(scrSending("[]").post("/Bundle").statusCode()).isEqualTo(400);
        assertThat(scrSending("{\"resourceType\":\"Bundle\",\"nonsense\":1}")
                        .post("/Bundle")
                        .statusCode())
                .isEqualTo(400);
        assertError(
                scrSending("{\"resourceType\":\"Patient\"}").post("/Bundle"),
                400,
                "value",
                "Incorrect resource type found, expected \"Bundle\" but found \"Patient\"");
    }

    @Test
    default void contentTypeIsFhirJson() {
        assertError(
                scr().contentType("application/json").body("{}").post("/Bundle"),
                415,
                "not-supported",
                "Content type 'application/json' not supported");
        String number = Numbers.next();
        assertThat(scr().contentType("application/fhir+json; charset=utf-8")
                        .body(Summary.of(number, Summary.newId()).toString())
                        .post("/Bundle")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    default void acceptedUploadAnswersWithoutBodyAndSupersedesTheOlderOne() {
        String number = patient("");
        String old = uploaded(number);
        String scrId = Summary.newId();
        ObjectNode document = Summary.of(number, scrId);
        relatesTo(document, "replaces", "UNKNOWN-TARGET");
        Response response = upload(document);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.asString()).isEmpty();
        assertThat(ok(find(number))
                        .at("/entry/0/resource/masterIdentifier/value")
                        .asText())
                .isEqualTo(scrId);
        assertThat(ok(read(number, scrId))
                        .at("/entry/0/resource/relatesTo/0/targetIdentifier/value")
                        .asText())
                .isEqualTo("UNKNOWN-TARGET");
        JsonNode references = get("DocumentReference?subject=Patient/" + number + "&_sort=_lastUpdated");
        assertThat(references.path("entry")).hasSize(2);
        JsonNode superseded = get("DocumentReference?subject=Patient/" + number + "&status=superseded")
                .at("/entry/0/resource");
        assertThat(superseded.at("/masterIdentifier/value").asText()).isEqualTo(old);
        JsonNode current = get("DocumentReference?subject=Patient/" + number + "&status=current")
                .at("/entry/0/resource");
        assertThat(current.at("/relatesTo/0/code").asText()).isEqualTo("replaces");
        assertThat(current.at("/relatesTo/0/target/reference").asText())
                .isEqualTo("DocumentReference/" + superseded.path("id").asText());
        assertThat(matches("Composition?subject=Patient/" + number)).hasSize(2);
        JsonNode stored = get(current.at("/content/0/attachment/url").asText());
        document.remove("meta");
        JsonNode without = stored.deepCopy();
        ((ObjectNode) without).remove(List.of("meta", "id"));
        assertThat(without).isEqualTo(document);
    }

    @Test
    default void sameIdForTheSamePatientIsADuplicate() {
        String number = patient("");
        String scrId = uploaded(number);
        assertError(
                upload(Summary.of(number, scrId.toLowerCase(java.util.Locale.ROOT))),
                400,
                "value",
                "Code: 400, Display: Invalid Request;Code: 30134, Display: [PSIS-30134] - Duplicate event with eventId %s and nhsNumber %s."
                        .formatted(scrId, number));
        assertThat(upload(Summary.of(patient(""), scrId)).statusCode()).isEqualTo(201);
    }

    @Test
    default void acceptedUploadThatIsSentAgainWithTheSameRequestIdIsAcceptedAgain() {
        String number = patient("");
        ObjectNode document = Summary.of(number, Summary.newId());
        String requestId = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            assertThat(scrSending(document)
                            .header("X-Request-ID", requestId)
                            .post("/Bundle")
                            .statusCode())
                    .isEqualTo(201);
        }
        assertThat(matches("DocumentReference?subject=Patient/" + number)).hasSize(1);
        assertThat(scrSending(document)
                        .header("X-Request-ID", UUID.randomUUID().toString())
                        .post("/Bundle")
                        .statusCode())
                .isEqualTo(400);
        assertThat(scrSending(Summary.of(number, Summary.newId()))
                        .header("X-Request-ID", requestId)
                        .post("/Bundle")
                        .statusCode())
                .isEqualTo(201);
        assertThat(matches("DocumentReference?subject=Patient/" + number)).hasSize(2);
    }

    @Test
    default void patientWhoRefusedHasNothingStored() {
        String number = patient("");
        assertThat(setPermission(number, "No").statusCode()).isEqualTo(201);
        String scrId = Summary.newId();
        assertError(upload(Summary.of(number, scrId)), 403, "forbidden", REFUSED);
        assertThat(setPermission(number, "Ask").statusCode()).isEqualTo(201);
        assertThat(ok(find(number)).path("total").asInt()).isZero();
        assertThat(upload(Summary.of(number, scrId)).statusCode()).isEqualTo(201);
    }

    @Test
    default void ofConcurrentUploadsOneIsTheNewestAndNoneIsLost() {
        String number = patient("");
        List<Integer> statuses = Racing.statuses(8, racer -> upload(Summary.of(number, Summary.newId())));
        assertThat(statuses).containsOnly(201);
        assertThat(matches("DocumentReference?subject=Patient/" + number + "&status=superseded"))
                .hasSize(7);
        assertThat(matches("DocumentReference?subject=Patient/" + number + "&status=current"))
                .hasSize(1);
        String scrId = Summary.newId();
        ObjectNode one = Summary.of(number, scrId);
        assertThat(Racing.statuses(8, racer -> upload(one)))
                .containsExactlyInAnyOrder(201, 400, 400, 400, 400, 400, 400, 400);
        assertThat(ok(find(number))
                        .at("/entry/0/resource/masterIdentifier/value")
                        .asText())
                .isEqualTo(scrId);
    }

    @Test
    default void uploadTakesFifteenStatementsAtMost() {
        String number = patient("");
        uploaded(number);
        uploaded(number);
        assertThat(fewestStatements(() -> uploaded(number))).isLessThanOrEqualTo(15);
    }
}
