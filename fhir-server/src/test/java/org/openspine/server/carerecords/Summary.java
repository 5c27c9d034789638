package org.openspine.server.carerecords;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.UUID;
import org.openspine.server.http.ServedBase;

/** Uploads for tests: a core section, one of additional information with a diagnosis, and the people these refer to. */
public final class Summary {
    private Summary() {}

    /** Text that only the section of additional information, or what only it refers to, holds. */
    static String additional(String number) {
        return "Hypertension of " + number;
    }

    /** Text that the core sections hold. */
    static String core(String number) {
        return "Penicillin for " + number;
    }

    public static String newId() {
        return UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    }

    public static ObjectNode of(String number, String scrId) {
        return (ObjectNode) ServedBase.tree("""
                {"resourceType": "Bundle",
                 "identifier": {"system": "https://tools.ietf.org/html/rfc4122", "value": "%3$s"},
                 "type": "document", "timestamp": "2026-11-02T10:15:00+00:00",
                 "entry": [
                  {"fullUrl": "https://gp.example/Composition/%1$s", "resource": {
                    "resourceType": "Composition", "id": "%1$s", "meta": {"lastUpdated": "2026-11-02T10:14:00+00:00"},
                    "identifier": {"system": "https://tools.ietf.org/html/rfc4122", "value": "%1$s"},
                    "status": "final",
                    "type": {"coding": [{"system": "http://snomed.info/sct", "code": "196981000000101",
                      "display": "General Practice Summary"}]},
                    "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "163171000000105",
                      "display": "Care Professional Documentation"}]}],
                    "subject": {"reference": "Patient/P1"}, "date": "2026-11-02T10:14:00+00:00",
                    "author": [{"reference": "PractitionerRole/R1"}],
                    "section": [
                     {"title": "General Practice Summary", "code": {"coding": [{"code": "Title"}]},
                      "text": {"status": "generated", "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p id=\\"Author\\">Dr Ash</p></div>"}},
                     {"title": "Allergies and Adverse Reactions", "code": {"coding": [{"code": "AllergiesHeader"}]},
                      "text": {"status": "generated", "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><table><tr><td>Penicillin for %2$s</td><td/><td class=\\"a/b\\" /></tr></table></div>"}},
                     {"title": "Diagnoses", "code": {"coding": [{"code": "DiagnosesHeader"}]},
                      "text": {"status": "generated", "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>Hypertension of %2$s</p></div>"},
                      "entry": [{"reference": "Condition/C1"}]}]}},
                  {"fullUrl": "https://gp.example/Patient/P1", "resource": {"resourceType": "Patient", "id": "P1",
                    "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%2$s"}],
                    "name": [{"family": "Thorne"}]}},
                  {"fullUrl": "https://gp.example/Condition/C1", "resource": {"resourceType": "Condition", "id": "C1",
                    "identifier": [{"value": "C1"}],
                    "clinicalStatus": {"coding": [{"system": "http://hl7.org/fhir/ValueSet/condition-clinical", "code": "active"}]},
                    "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "163001000000103", "display": "Diagnoses"}]}],
                    "code": {"text": "Hypertension of %2$s"}, "subject": {"reference": "Patient/P1"},
                    "encounter": {"reference": "Encounter/E1"}, "onsetDateTime": "2014-05"}},
                  {"fullUrl": "https://gp.example/Encounter/E1", "resource": {"resourceType": "Encounter", "id": "E1",
                    "status": "finished", "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "code": "UNK"},
                    "participant": [
                     {"type": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "AUT"}]}],
                      "period": {"start": "2014-05-06"}, "individual": {"reference": "PractitionerRole/R1"}},
                     {"type": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "INF"}]}],
                      "individual": {"reference": "RelatedPerson/L1"}}]}},
                  {"fullUrl": "https://gp.example/RelatedPerson/L1", "resource": {"resourceType": "RelatedPerson", "id": "L1",
                    "patient": {"reference": "Patient/P1"},
                    "relationship": [{"coding": [{"system": "https://fhir.nhs.uk/STU3/ValueSet/PersonRelationshipType-1",
                      "code": "01", "display": "Spouse"}]}], "name": [{"text": "Lee Thorne"}]}},
                  {"fullUrl": "https://gp.example/PractitionerRole/R1", "resource": {"resourceType": "PractitionerRole", "id": "R1",
                    "identifier": [{"system": "http://fhir.nhs.net/Id/sds-role-profile-id", "value": "673836492727"}],
                    "practitioner": {"reference": "Practitioner/D1"}, "organization": {"reference": "Organization/O1"}}},
                  {"fullUrl": "https://gp.example/Practitioner/D1", "resource": {"resourceType": "Practitioner", "id": "D1",
                    "name": [{"text": "Dr Ash 👩🏽‍⚕️"}]}},
                  {"fullUrl": "https://gp.example/Organization/O1", "resource": {"resourceType": "Organization", "id": "O1",
                    "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "A83027"}]}}]}""".formatted(scrId, number, newId()));
    }

    static ObjectNode composition(ObjectNode document) {
        return resource(document, "Composition");
    }

    static ObjectNode resource(ObjectNode document, String type) {
        for (var entry : document.path("entry")) {
            if (entry.path("resource").path("resourceType").asText().equals(type)) {
                return (ObjectNode) entry.path("resource");
            }
        }
        throw new AssertionError("no " + type);
    }

    static void remove(ObjectNode document, String type) {
        ArrayNode entries = (ArrayNode) document.path("entry");
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).path("resource").path("resourceType").asText().equals(type)) {
                entries.remove(i);
            }
        }
    }
}
