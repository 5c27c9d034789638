package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.carerecords.ServedScr.assertError;
import static org.openspine.server.carerecords.ServedScr.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code GET Bundle}: the document as the national service shows it. */
interface ScrReadContract extends ServedScr {
    @Test
    default void documentIsASearchsetOfItsResourcesCompositionFirstAuthorsNextPatientLast() {
        String number = patient("");
        String scrId = uploaded(number);
        JsonNode bundle = ok(read(number, scrId));
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        assertThat(bundle.path("timestamp").asText()).isEqualTo("2026-11-02T10:15:00+00:00");
        assertThat(bundle.at("/identifier/system").asText()).isEqualTo("https://tools.ietf.org/html/rfc4122");
        assertThat(bundle.path("total").asInt()).isEqualTo(8);
        List<String> types = new ArrayList<>();
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode resource = entry.path("resource");
            types.add(resource.path("resourceType").asText());
            assertThat(entry.path("fullUrl").asText())
                    .isEqualTo(scrBase() + "/" + resource.path("resourceType").asText() + "/"
                            + resource.path("id").asText());
        }
        assertThat(types)
                .containsExactly(
                        "Composition",
                        "PractitionerRole",
                        "Practitioner",
                        "Organization",
                        "Condition",
                        "Encounter",
                        "RelatedPerson",
                        "Patient");
    }

    @Test
    default void compositionHasTheIdOfTheSummaryAndTheSectionsAsUploaded() {
        String number = patient("");
        String scrId = Summary.newId();
        ObjectNode document = Summary.of(number, scrId.toLowerCase(java.util.Locale.ROOT));
        ObjectNode uploaded = Summary.composition(document);
        uploaded.put("id", "something-else");
        ((ObjectNode) uploaded.path("section").path(0))
                .putArray("section")
                .addObject()
                .put("title", "Nested");
        ((ObjectNode) uploaded.path("section").path(0))
                .withArray("extension")
                .addObject()
                .put("url", "https://gp.example/number")
                .set(
                        "valueDecimal",
                        new com.fasterxml.jackson.databind.node.DecimalNode(new java.math.BigDecimal("1.500")));
        assertThat(upload(document).statusCode()).isEqualTo(201);
        String text = read(number, scrId).asString();
        assertThat(text)
                .contains("1.500")
                .doesNotContain("<td/>")
                .contains("<td></td>")
                .contains("<td class=\\\"a/b\\\"></td>");
        JsonNode composition = ok(read(number, scrId)).at("/entry/0/resource");
        assertThat(composition.path("id").asText()).isEqualTo(scrId);
        assertThat(composition.at("/identifier/value").asText()).isEqualTo(scrId);
        assertThat(composition.at("/meta/lastUpdated").asText()).isEqualTo("2026-11-02T10:14:00+00:00");
        assertThat(composition.path("date").asText()).isEqualTo("2026-11-02T10:14:00+00:00");
        assertThat(composition.has("relatesTo")).isFalse();
        String expected = uploaded.path("section")
                .toString()
                .replace("<td/>", "<td></td>")
                .replace("<td class=\\\"a/b\\\" />", "<td class=\\\"a/b\\\"></td>");
        assertThat(composition.path("section").toString())
                .isEqualTo(ServedScr.MAPPER
                        .valueToTree(org.openspine.server.http.ServedBase.tree(expected))
                        .toString());
    }

    @Test
    default void patientHasOnlyIdAndNumberAndEmojiAndPartialDatesSurvive() {
        String number = patient("");
        String scrId = uploaded(number);
        JsonNode bundle = ok(read(number, scrId));
        JsonNode person = bundle.path("entry").path(7).path("resource");
        assertThat(person.fieldNames()).toIterable().containsExactlyInAnyOrder("resourceType", "id", "identifier");
        assertThat(bundle.at("/entry/0/resource/subject/reference").asText())
                .isEqualTo("Patient/" + person.path("id").asText());
        assertThat(bundle.at("/entry/6/resource/patient/reference").asText())
                .isEqualTo("Patient/" + person.path("id").asText());
        assertThat(bundle.at("/entry/2/resource/name/0/text").asText()).isEqualTo("Dr Ash 👩🏽‍⚕️");
        assertThat(bundle.at("/entry/4/resource/onsetDateTime").asText()).isEqualTo("2014-05");
    }

    @Test
    default void referencesByUrlComeOutRelative() {
        String number = patient("");
        String scrId = Summary.newId();
        String json = Summary.of(number, scrId).toString();
        for (String target :
                List.of("Patient/P1", "Condition/C1", "Encounter/E1", "RelatedPerson/L1", "Organization/O1")) {
            json = json.replace("{\"reference\":\"" + target, "{\"reference\":\"https://gp.example/" + target);
        }
        json = json.replace("https://gp.example/PractitionerRole/R1", "urn:uuid:0cb6b8e3-0a1f-4d7f-9a0a-9a1b1c1d1e1f")
                .replace(
                        "{\"reference\":\"PractitionerRole/R1",
                        "{\"reference\":\"urn:uuid:0cb6b8e3-0a1f-4d7f-9a0a-9a1b1c1d1e1f")
                .replace(
                        "\"resourceType\":\"PractitionerRole\",\"id\":\"R1\",",
                        "\"resourceType\":\"PractitionerRole\",");
        assertThat(scrSending(json).post("/Bundle").statusCode()).isEqualTo(201);
        String read = read(number, scrId).asString();
        assertThat(read).doesNotContain("urn:uuid").doesNotContain("gp.example");
        JsonNode bundle = ok(read(number, scrId));
        assertThat(bundle.at("/entry/0/resource/author/0/reference").asText())
                .isEqualTo(
                        "PractitionerRole/" + bundle.at("/entry/1/resource/id").asText());
        assertThat(bundle.at("/entry/3/resource/resourceType").asText()).isEqualTo("Organization");
    }

    @Test
    default void idIsComparedWithoutRegardToCase() {
        String number = patient("");
        String scrId = uploaded(number);
        assertThat(ok(read(number, scrId.toLowerCase(java.util.Locale.ROOT)))
                        .path("total")
                        .asInt())
                .isEqualTo(8);
    }

    @Test
    default void unknownSupersededAndForeignIdsFindNothing() {
        String number = patient("");
        String old = uploaded(number);
        String newest = uploaded(number);
        String foreign = uploaded(patient(""));
        for (String id : List.of(Summary.newId(), old, foreign)) {
            JsonNode bundle = ok(read(number, id));
            assertThat(bundle.path("total").asInt()).isZero();
            assertThat(bundle.has("entry")).isFalse();
        }
        assertThat(ok(read(number, newest)).path("total").asInt()).isEqualTo(8);
        assertThat(ok(find(number))
                        .at("/entry/0/resource/masterIdentifier/value")
                        .asText())
                .isEqualTo(newest);
    }

    /** Section 6.3: the index that operators search. */
    @Test
    default void summaryIsFoundByItsCompositionAndReferenceOnTheUnifiedBase() {
        String number = patient("");
        String scrId = uploaded(number);
        String composition = "Composition?subject=Patient/" + number + "&status=final&identifier=";
        assertThat(matches(composition + "https://tools.ietf.org/html/rfc4122%7C" + scrId + "&date=2026-11-02"))
                .hasSize(1);
        assertThat(matches(composition + scrId + "&date=2026-11-03")).isEmpty();
        assertThat(matches("DocumentReference?identifier=https://fhir.nhs.uk/Id/nhsSCRUUID%7C" + scrId))
                .hasSize(1);
    }

    @Test
    default void badOrMissingParametersAreTold() {
        String subject = "composition.subject:Patient.identifier=";
        assertError(
                scr().get("/Bundle?" + subject + "https://fhir.nhs.uk/Id/nhs-number%7C9000000009"),
                400,
                "value",
                "Required request parameter 'composition.identifier' is not present");
        assertError(
                scr().get("/Bundle?composition.identifier=A"),
                400,
                "value",
                "Required request parameter 'composition.subject:Patient.identifier' is not present");
        assertError(
                scr().get("/Bundle?composition.identifier=A&" + subject + "9000000009"),
                400,
                "value",
                "Invalid value - 9000000009 in field 'patient'");
    }

    @Test
    default void findAndReadTakeTwoStatementsAtMostBesideTheirRecord() {
        String number = patient("");
        String scrId = uploaded(number);
        long record = 7; // one looks for an alert, the others store an AuditEvent
        assertThat(fewestStatements(() -> ok(find(number)))).isLessThanOrEqualTo(2 + record);
        assertThat(fewestStatements(() -> ok(read(number, scrId)))).isLessThanOrEqualTo(2 + record);
    }

    @Test
    default void ofRestrictedPatientsOnlyTheOwnerOfTheSummaryLearnsThatThereIsOne() {
        String number = patient(
                "\"meta\": {\"security\": [{\"system\": \"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\", \"code\": \"R\"}]}");
        String scrId = uploaded(number);
        assertThat(ok(find(number)).path("total").asInt()).isZero();
        assertThat(ok(read(number, scrId)).path("total").asInt()).isZero();
        assertThat(ok(scr().header("NHSD-End-User-Organisation-ODS", "A83027")
                                .get("/DocumentReference?patient=https://fhir.nhs.uk/Id/nhs-number%7C" + number))
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(matches("DocumentReference?subject=Patient/" + number)).isEmpty();
        assertThat(matches("Bundle?identifier=https://tools.ietf.org/html/rfc4122%7C" + scrId))
                .isEmpty();
    }

    @Test
    default void restrictionOfTheSurvivorHoldsForTheSummaryOfTheOldNumber() {
        String old = patient("");
        String scrId = uploaded(old);
        String between = patient("");
        String survivor = patient(
                "\"meta\": {\"security\": [{\"system\": \"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\", \"code\": \"R\"}]}");
        for (List<String> merger : List.of(List.of(old, between), List.of(between, survivor))) {
            ObjectNode record = (ObjectNode) get("Patient/" + merger.get(0));
            record.putArray("link")
                    .addObject()
                    .put("type", "replaced-by")
                    .putObject("other")
                    .put("reference", "Patient/" + merger.get(1));
            assertThat(sending(record.toString())
                            .put("/Patient/" + merger.get(0))
                            .statusCode())
                    .isEqualTo(200);
        }
        for (String number : List.of(old, between, survivor)) {
            assertThat(ok(find(number)).path("total").asInt()).isZero();
            assertThat(ok(read(number, scrId)).path("total").asInt()).isZero();
        }
        assertThat(matches("DocumentReference?subject=Patient/" + old)).isEmpty();
        assertThat(matches("Composition?subject=Patient/" + old)).isEmpty();
    }
}
