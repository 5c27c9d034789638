package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.carerecords.ServedScr.assertError;
import static org.openspine.server.carerecords.ServedScr.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Coded entries, people and sections of uploads: what is demanded of each, and what real systems send and is taken. */
interface ScrEntriesContract extends ServedScr {
    List<String> CORE =
            List.of("Title", "AllergiesHeader", "AcuteMedsHeader", "RepeatMedsHeader", "DiscRepeatMedsHeader");
    List<String> ADDITIONAL = List.of(
            "RisksToPatientHeader",
            "DiagnosesHeader",
            "ProblemsHeader",
            "ObservationsHeader",
            "TreatmentsHeader",
            "PatientCarerCorrespondenceHeader",
            "ServicesHeader",
            "ResultsHeader",
            "InvestigationsHeader",
            "EventsHeader",
            "ProceduresHeader",
            "AdviceHeader",
            "PreferencesHeader",
            "CircumstancesHeader",
            "LifestyleHeader",
            "HistoryHeader",
            "DocumentationHeader",
            "RisksToProfessionalHeader");

    record Fault(Consumer<ObjectNode> fault, String text) {}

    /** Section 6.1, the rows about entries. */
    @Test
    default void faultsOfEntriesAreTold() {
        String observation = """
                {"resourceType": "Observation", "id": "B1", "status": "final", "identifier": [{"value": "B1"}],
                 "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "163131000000108"}]}],
                 "code": {"text": "Weight"}}""";
        String procedure = "{\"resourceType\": \"Procedure\", \"id\": \"D9\", \"status\": \"completed\","
                + " \"subject\": {\"reference\": \"Patient/P1\"}, \"code\": {\"text\": \"Appendectomy\"}}";
        List<Fault> faults = List.of(
                new Fault(d -> add(d, observation).remove("identifier"), "Observation.identifier.value is missing"),
                new Fault(
                        d -> at(add(d, observation), "/category/0/coding/0").put("system", "urn:x"),
                        "Invalid Observation.category.coding.system: urn:x"),
                new Fault(
                        d -> at(add(d, observation), "/category/0/coding/0").remove("code"),
                        "Observation.category.coding.code is missing"),
                new Fault(
                        d -> add(d, observation).putObject("encounter").put("reference", "Encounter/none"),
                        "Bundle is Missing Encounter none that is linked to Observation B1"),
                new Fault(d -> add(d, procedure).remove("id"), "Procedure.id is missing"),
                new Fault(d -> add(d, procedure).remove("code"), "Procedure.code is missing"),
                new Fault(
                        d -> relationship(d).put("system", "urn:x"),
                        "Invalid RelatedPerson.relationship.coding.system: urn:x"),
                new Fault(d -> relationship(d).remove("code"), "RelatedPerson.relationship.coding.code is missing"),
                new Fault(
                        d -> relationship(d).remove("display"), "RelatedPerson.relationship.coding.display is missing"),
                new Fault(
                        d -> Summary.remove(d, "Organization"),
                        "Bundle is Missing Organization O1 that is linked to PractitionerRole R1"),
                new Fault(
                        d -> at(d, "/entry/0/resource/type/coding/0").put("system", "http://loinc.org"),
                        "Composition.type.coding.system not supported: http://loinc.org"),
                new Fault(
                        d -> at(d, "/entry/0/resource/type/coding/0").put("display", "Summary"),
                        "Composition.type.coding.display not supported: Summary"),
                new Fault(
                        d -> entries(d).add(Summary.of("9000000009", "X").at("/entry/1")),
                        "There is more than 1 resource of type Patient"));
        String number = Numbers.next();
        for (Fault one : faults) {
            ObjectNode document = Summary.of(number, Summary.newId());
            one.fault().accept(document);
            assertError(upload(document), 400, "value", one.text());
        }
        ObjectNode wrong = Summary.of("9000000000", Summary.newId());
        assertThat(upload(wrong).statusCode())
                .as("an NHS number with a wrong check digit")
                .isEqualTo(400);
        assertThat(ok(find(number)).path("total").asInt()).isZero();
    }

    /** Section 6.1, leniency; section 12: what the oldest systems and the official examples send. */
    @Test
    default void whatRealSystemsSendIsTakenAndComesBackAsItWas() {
        String number = patient("");
        String scrId = Summary.newId();
        ObjectNode document = Summary.of(number, scrId);
        ObjectNode composition = Summary.composition(document);
        composition.remove("title");
        composition.putArray("author").addObject().put("reference", "Organization/O1");
        ArrayNode sections = composition.putArray("section");
        for (String title : List.of("General Practice Initial Summary", "Repeat Medication", "Acute Medication")) {
            sections.addObject()
                    .put("title", title)
                    .putObject("text")
                    .put("status", "generated")
                    .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>%s</p></div>".formatted(title));
        }
        ObjectNode person = add(document, """
                {"resourceType": "RelatedPerson", "id": "L2", "patient": {"reference": "Patient/P1"},
                 "relationship": [{"coding": [{"system": "https://fhir.nhs.uk/STU3/ValueSet/PersonRelationshipType-1",
                  "code": "02", "display": "Partner"}]}], "name": [{"text": "Sam"}],
                 "extension": [{"url": "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-Anything-1", "valueString": "x"}]}""");
        assertThat(upload(document).statusCode()).isEqualTo(201);
        JsonNode shown = ok(read(number, scrId));
        assertThat(shown.at("/entry/0/resource/section")).isEqualTo(sections);
        assertThat(shown.at("/entry/1/resource/resourceType").asText()).isEqualTo("Organization");
        List<JsonNode> people = new ArrayList<>();
        shown.path("entry").forEach(entry -> {
            if (entry.at("/resource/id").asText().equals("L2")) {
                people.add(entry.path("resource"));
            }
        });
        assertThat(people).hasSize(1);
        assertThat(people.get(0).path("extension")).isEqualTo(person.path("extension"));
        assertThat(shown.toString()).contains("http://fhir.nhs.net/Id/sds-role-profile-id");
    }

    /** Section 6.5: the code tells which sections are core; section 10.3: only these are shown to those who keep back the rest. */
    @Test
    default void codesOfSectionsTellWhatIsCore() {
        String number = patient("");
        String scrId = Summary.newId();
        ObjectNode document = Summary.of(number, scrId);
        ArrayNode sections = Summary.composition(document).putArray("section");
        List<String> all = new ArrayList<>(ADDITIONAL);
        all.addAll(CORE);
        for (String code : all) {
            ObjectNode section = sections.addObject().put("title", code + " (12 months)");
            section.putObject("code").putArray("coding").addObject().put("code", code);
            section.putObject("text")
                    .put("status", "generated")
                    .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>%s</p></div>".formatted(code));
        }
        assertThat(upload(document).statusCode()).isEqualTo(201);
        assertThat(codes(number, scrId)).containsExactlyElementsOf(all);
        assertThat(sending(ConsentContract.consent(number, "scr-additional-information", "\"type\": \"deny\"")
                                .toString())
                        .post("/Consent")
                        .statusCode())
                .isEqualTo(201);
        assertThat(codes(number, scrId)).containsExactlyElementsOf(CORE);
        String next = uploaded(number);
        assertThat(ok(read(number, next)).toString()).doesNotContain(Summary.additional(number));
    }

    private List<String> codes(String number, String scrId) {
        List<String> codes = new ArrayList<>();
        ok(read(number, scrId))
                .at("/entry/0/resource/section")
                .forEach(section -> codes.add(section.at("/code/coding/0/code").asText()));
        return codes;
    }

    /** Section 7.3: an upload is recorded with its ending. */
    @Test
    default void eachUploadIsRecordedWithItsEnding() {
        String number = patient("");
        ObjectNode document = Summary.of(number, Summary.newId());
        assertThat(upload(document).statusCode()).isEqualTo(201);
        assertThat(upload(document).statusCode()).isEqualTo(400);
        setPermission(number, "No");
        assertThat(upload(Summary.of(number, Summary.newId())).statusCode()).isEqualTo(403);
        List<String> uploads = new ArrayList<>();
        get("AuditEvent?entity=Patient/" + number + "&action=C")
                .path("entry")
                .forEach(entry -> uploads.add(entry.at("/resource/subtype/0/code")
                                .asText() + " " + entry.at("/resource/outcome").asText()));
        assertThat(uploads).containsExactlyInAnyOrder("create 0", "create 4", "create 8");
    }

    /** Section 8, 413. */
    @Test
    default void bodiesThatAreTooLargeAreRefused() {
        ObjectNode document = Summary.of(Numbers.next(), Summary.newId());
        ArrayNode entries = entries(document);
        String text = "x".repeat(900_000);
        for (int i = 0; i < 7; i++) {
            ObjectNode large = entries.addObject().putObject("resource");
            large.put("resourceType", "Communication").put("id", "M" + i).put("status", "completed");
            large.putArray("payload").addObject().put("contentString", text);
        }
        var refused = upload(document);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.path("issue[0].code").toString()).isEqualTo("invalid");
    }

    private static ObjectNode relationship(ObjectNode document) {
        return (ObjectNode) Summary.resource(document, "RelatedPerson").at("/relationship/0/coding/0");
    }

    private static ObjectNode at(ObjectNode node, String place) {
        return (ObjectNode) node.at(place);
    }

    private static ArrayNode entries(ObjectNode document) {
        return (ArrayNode) document.path("entry");
    }

    private static ObjectNode add(ObjectNode document, String resource) {
        ObjectNode added = (ObjectNode) ServedBase.tree(resource);
        entries(document).addObject().set("resource", added);
        return added;
    }
}
