package org.openspine.carerecords.scr;

import java.util.List;
import org.openspine.api.ApiDescription.Example;
import org.openspine.api.ApiDescription.Header;
import org.openspine.api.HttpMethod;

/** What developers are told of the service: headers, and requests that work with the sample people. */
final class ScrExamples {
    private static final String SUBJECT =
            "&composition.subject:Patient.identifier=https://fhir.nhs.uk/Id/nhs-number%7C9700000125";
    private static final String CONTENT = "Content-Type: application/fhir+json";

    static final List<Header> HEADERS = List.of(
            new Header("X-Request-ID", false, "a UUID of the request; the same one marks a request sent again"),
            new Header("X-Correlation-ID", false, "a UUID; every answer mirrors it"),
            new Header("Content-Type", true, "application/fhir+json, for POST"),
            new Header("NHSD-Session-URID", false, "the role of the healthcare worker: digits"),
            new Header("NHSD-End-User-Organisation-ODS", false, "on whose behalf: an ODS code"),
            new Header("OpenSpine-Access-Mode", false, "acts as user-restricted or application-restricted"));

    static final List<Example> REQUESTS = List.of(
            Example.get(
                    "Find the newest summary",
                    "/DocumentReference?patient=https://fhir.nhs.uk/Id/nhs-number%7C9700000125&_sort=date&_count=1"),
            Example.get("Read it", "/Bundle?composition.identifier=1BDB9C22-0884-5636-83F8-2286630494CF" + SUBJECT),
            Example.get(
                    "A patient who said No",
                    "/DocumentReference?patient=https://fhir.nhs.uk/Id/nhs-number%7C9700000141"),
            new Example(
                    "Upload a summary; with the same request id, once more is no duplicate",
                    HttpMethod.POST,
                    "/Bundle",
                    List.of(CONTENT, "X-Request-ID: 5B1B3C1E-6F2B-4D0E-9C55-0D5D2B7F9A01"),
                    """
                    {"resourceType": "Bundle", "type": "document", "timestamp": "2026-11-26T10:00:00Z",
                     "identifier": {"system": "https://tools.ietf.org/html/rfc4122", "value": "0E8E4C52-1F0B-4C6B-8C7C-6B8F7E1D2A01"},
                     "entry": [
                      {"fullUrl": "Composition/C1", "resource": {"resourceType": "Composition", "id": "C1", "status": "final",
                        "identifier": {"system": "https://tools.ietf.org/html/rfc4122", "value": "7A1F0C44-93F5-4E62-A6F1-3D5C9B0E1A01"},
                        "type": {"coding": [{"system": "http://snomed.info/sct", "code": "196981000000101",
                          "display": "General Practice Summary"}]},
                        "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "163171000000105",
                          "display": "Care Professional Documentation"}]}],
                        "subject": {"reference": "Patient/P1"}, "date": "2026-11-26T10:00:00Z",
                        "author": [{"reference": "Organization/O1"}], "title": "General Practice Summary",
                        "section": [{"title": "Allergies and Adverse Reactions", "code": {"coding": [{"code": "AllergiesHeader"}]},
                          "text": {"status": "generated",
                            "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>No known allergies</p></div>"}}]}},
                      {"fullUrl": "Patient/P1", "resource": {"resourceType": "Patient", "id": "P1",
                        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9700000036"}]}},
                      {"fullUrl": "Organization/O1", "resource": {"resourceType": "Organization", "id": "O1",
                        "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "A99981"}]}}]}"""),
            new Example("Set the permission", HttpMethod.POST, "/$setPermission", List.of(CONTENT), """
                    {"resourceType": "Parameters", "parameter": [{"name": "setPermissions", "part": [
                      {"name": "nhsNumber", "valueString": "9700000125"},
                      {"name": "permissionCode", "valueCoding": {
                        "system": "https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission", "code": "Ask"}}]}]}"""),
            new Example("Raise an alert", HttpMethod.POST, "/AuditEvent", List.of(CONTENT), """
                    {"resourceType": "AuditEvent", "id": "alert",
                     "extension": [{"url": "https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage",
                       "valueString": "Opened without permission to view"}],
                     "type": {"system": "https://fhir.nhs.uk/CodeSystem/SCR-AlertType", "code": "2", "display": "Access Alert"},
                     "subtype": [{"system": "https://fhir.nhs.uk/CodeSystem/SCR-AlertReason", "code": "5",
                       "display": "Access made in an Emergency"}],
                     "recorded": "2026-11-26T10:00:00Z",
                     "agent": [
                       {"who": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9700000125"}},
                        "requestor": false},
                       {"who": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "A99981"}},
                        "requestor": false},
                       {"who": {"identifier": {"system": "https://fhir.nhs.uk/Id/sds-user-id", "value": "999000000022"}},
                        "role": [{"text": "General Practitioner"}], "requestor": false}],
                     "source": {"observer": {"display": "Practice system"}},
                     "entity": [{"what": {"identifier": {"value": "1C03CF4F-D404-4D76-B192-4F81727059F6"}}}]}"""));

    private ScrExamples() {}
}
