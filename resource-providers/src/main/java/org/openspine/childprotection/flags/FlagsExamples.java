package org.openspine.childprotection.flags;

import java.util.List;
import org.openspine.api.ApiDescription.Example;
import org.openspine.api.ApiDescription.Header;
import org.openspine.api.HttpMethod;

/** What developers are told of the service: headers, and requests that work with the sample people. */
final class FlagsExamples {
    private static final String JSON = "Content-Type: application/fhir+json";

    static final List<Header> HEADERS = List.of(
            new Header("X-Request-ID", false, "a UUID of the request; mirrored"),
            new Header("X-Correlation-ID", false, "any text; mirrored"),
            new Header(
                    "IsUnscheduledAccessEvent",
                    false,
                    "for the child protection kind: false for a silent read; absent: true"),
            new Header("NHSD-Session-URID", false, "the role of the healthcare worker, as the directory knows it"),
            new Header("NHSD-NHSLogin-User", false, "acts as a patient: P9:9700000281"),
            new Header("OpenSpine-Access-Mode", false, "acts as user-restricted or application-restricted"));

    static final List<Example> REQUESTS = List.of(
            Example.get("Flags of a patient", "/PatientFlag?patient=9700000281"),
            Example.get("Reasonable adjustments in full", "/PatientFlag?patient=9700000281&code=NRAF"),
            Example.get(
                    "Child protection, silently",
                    "/PatientFlag?patient=9700000257&code=CPIS",
                    "IsUnscheduledAccessEvent: false"),
            Example.get(
                    "Family history of FGM", "/Flag?patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C9700000265"),
            new Example("Add an adjustment", HttpMethod.POST, "/Flag", List.of(JSON), """
                    {"resourceType": "Flag", "status": "active",
                     "category": [
                       {"coding": [{"system": "https://fhir.nhs.uk/England/CodeSystem/England-FlagCategoryPatient",
                                    "code": "national-reasonable-adjustment-flag"}]},
                       {"coding": [{"system": "https://fhir.nhs.uk/England/CodeSystem/England-FlagCategoryRA",
                                    "code": "requires-specific-contact-method"}]}],
                     "code": {"coding": [{"system": "http://snomed.info/sct", "code": "719369003"}]},
                     "subject": {"reference": "Patient/9700000281"}}"""));

    private FlagsExamples() {}
}
