package org.openspine.childprotection.cpis;

import java.util.List;
import org.openspine.api.ApiDescription.Example;
import org.openspine.api.ApiDescription.Header;
import org.openspine.api.HttpMethod;

/** What developers are told of the service: headers, and requests that work with the sample people. */
final class CpisExamples {
    private static final String BY_NUMBER = "?patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C";
    private static final String PARAMEDIC = "NHSD-Session-URID: 999100000077";
    private static final String SILENT = "IsUnscheduledAccessEvent: false";

    static final List<Header> HEADERS = List.of(
            new Header(
                    "IsUnscheduledAccessEvent",
                    false,
                    "true: unscheduled care, which is recorded and told to the council; false: a silent read. Absent: true"),
            new Header("TraceID", false, "a UUID; mirrored, and kept in the audit record"),
            new Header("X-Request-ID", false, "a UUID of the request; mirrored"),
            new Header("X-Correlation-ID", false, "any text; mirrored"),
            new Header("NHSD-Session-URID", false, "the role of the healthcare worker, as the directory knows it"),
            new Header("NHSD-Identity-UUID", false, "the healthcare worker, where no role is named"),
            new Header("NHSD-End-User-Organisation-ODS", false, "the organisation on whose behalf the request is made"),
            new Header("OpenSpine-Access-Mode", false, "acts as user-restricted or application-restricted"));

    static final List<Example> REQUESTS = List.of(
            Example.get("Plans of a child, from an ambulance", "/CareTeam" + BY_NUMBER + "9700000257", PARAMEDIC),
            Example.get("The same, silently", "/CareTeam" + BY_NUMBER + "9700000257", SILENT),
            Example.get("A looked-after child", "/CareTeam" + BY_NUMBER + "9700000265", SILENT),
            Example.get("An unborn child, under its mother's number", "/CareTeam" + BY_NUMBER + "9700000273", SILENT),
            new Example(
                    "Upload a plan, as a council does",
                    HttpMethod.POST,
                    "",
                    List.of("Content-Type: application/fhir+json"),
                    """
                    {"resourceType": "Bundle", "type": "transaction", "entry": [
                     {"fullUrl": "CarePlan/plan", "resource": {"resourceType": "CarePlan", "status": "active", "intent": "plan",
                       "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "764841000000100",
                         "display": "Looked after child"}]}],
                       "subject": {"reference": "Patient/9700000281"}, "period": {"start": "2026-11-01"},
                       "careTeam": [{"reference": "CareTeam/team"}]}, "request": {"method": "POST", "url": "CarePlan"}},
                     {"fullUrl": "CareTeam/team", "resource": {"resourceType": "CareTeam", "id": "team", "status": "active",
                       "name": "991 - WHARFEDALE COUNCIL", "telecom": [
                        {"system": "phone", "value": "0113 496 0101", "use": "work"},
                        {"system": "phone", "value": "07700 900101", "use": "mobile"}]},
                      "request": {"method": "POST", "url": "CareTeam"}}]}"""),
            Example.get("Who asked before", "/AuditEvent" + BY_NUMBER + "9700000257", SILENT));

    private CpisExamples() {}
}
