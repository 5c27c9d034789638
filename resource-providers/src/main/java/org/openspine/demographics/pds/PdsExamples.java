package org.openspine.demographics.pds;

import java.util.List;
import org.openspine.access.AccessMode;
import org.openspine.api.ApiDescription.ErrorRow;
import org.openspine.api.ApiDescription.Example;
import org.openspine.api.ApiDescription.Header;
import org.openspine.api.HttpMethod;

/** What developers are told of the service: headers, and requests that work with the sample people. */
final class PdsExamples {
    private static final String REQUEST_ID = "X-Request-ID: 60e0b220-8136-4ca5-ae46-1d97ef59d068";

    static final List<Header> HEADERS = List.of(
            new Header("X-Request-ID", true, "a UUID of the request; every answer mirrors it"),
            new Header("X-Correlation-ID", false, "any text; mirrored"),
            new Header("If-Match", false, "the version to be changed, for PATCH and POST Coverage: W/\"2\""),
            new Header("X-Sync-Wait", false, "seconds to wait for other requests to the record: 0.25 to 29, else 10"),
            new Header("NHSD-Session-URID", false, "the role of the healthcare worker: digits"),
            new Header("NHSD-NHSLogin-User", false, "acts as a patient: P9:9912003071"),
            new Header(
                    Entitlement.ATTRIBUTES,
                    false,
                    "what else a gateway grants the application: {\"return-empty-address-lines\": true}; also"
                            + " return-confidential-reason-for-removal and return-nhs-record-sharing-consent"),
            new Header(
                    "OpenSpine-Access-Mode",
                    false,
                    "acts as user-restricted, application-restricted or privileged-application-restricted"));

    static final List<Example> REQUESTS = List.of(
            Example.get("Read a patient", "/Patient/9000000009", REQUEST_ID),
            Example.get("Trace by name and birth date", "/Patient?family=Smith&birthdate=eq2010-10-22", REQUEST_ID),
            Example.get(
                    "Trace with wildcards and a range",
                    "/Patient?family=Sm*&gender=female&birthdate=ge2010-10-01&birthdate=le2010-10-31",
                    REQUEST_ID),
            Example.get(
                    "Fuzzy trace: a former name, and a familiar forename",
                    "/Patient?_fuzzy-match=true&family=Blocks&given=Joe&birthdate=eq1955-11-05",
                    REQUEST_ID),
            Example.get(
                    "A former email, with history",
                    "/Patient?family=Smith&birthdate=eq2000-05-05&email=Historic@historic.com&_history=true",
                    REQUEST_ID),
            Example.get("People related to a patient", "/Patient/9000000009/RelatedPerson", REQUEST_ID),
            new Example(
                    "Change a name: the item is named by its id",
                    HttpMethod.PATCH,
                    "/Patient/9000000009",
                    List.of(REQUEST_ID, "If-Match: W/\"2\"", "Content-Type: application/json-patch+json"),
                    """
                    {"patches": [
                      {"op": "replace", "path": "/name/0/id", "value": "123"},
                      {"op": "replace", "path": "/name/0/prefix/0", "value": "Dr"}
                    ]}"""),
            new Example(
                    "Register a patient",
                    HttpMethod.POST,
                    "/Patient",
                    List.of(REQUEST_ID, "Content-Type: application/json"),
                    """
                    {"resourceType": "Patient",
                     "name": [{"use": "usual", "family": "Larkspur", "given": ["Ada"], "period": {"start": "1990-05-01"}}],
                     "gender": "female", "birthDate": "1990-04-30",
                     "address": [{"use": "home", "line": ["7 Mill Row", "", "", "Wharfebridge", ""], "postalCode": "LS98 1AB",
                       "period": {"start": "2020-01-01"}}],
                     "extension": [{"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-RegisteringAuthority",
                       "extension": [
                         {"url": "registeringAuthorityType", "valueCodeableConcept": {"coding": [
                           {"system": "https://fhir.nhs.uk/CodeSystem/UKCore-RegisteringAuthorityType", "code": "x"}]}},
                         {"url": "organisationIdentifier", "valueString": "A99981"}]}]}"""),
            Example.get("A European health insurance card", "/Coverage?subscriber:identifier=9000000009", REQUEST_ID),
            Example.get(
                    "Mini service: is this the number of that person?",
                    "/Patient/$verify-nhs-number?nhsNumber=9000000009&birthDate=2010-10-22&family=Smith",
                    REQUEST_ID),
            Example.get(
                    "Mini service: the number of a person",
                    "/Patient/$get-nhs-number?family=Massam&gender=female&birthDate=1920-08-11",
                    REQUEST_ID));

    /** Rows whose display names the access mode of the caller; here for one of them. */
    static final List<ErrorRow> MODE_ROWS = List.of(
            row(ModeRefusal.method("update", AccessMode.APPLICATION_RESTRICTED)),
            row(ModeRefusal.operation("GET", AccessMode.USER_RESTRICTED)),
            row(ModeRefusal.moreThanOne(AccessMode.APPLICATION_RESTRICTED)));

    private static ErrorRow row(ModeRefusal refusal) {
        return new ErrorRow(
                refusal.code(),
                refusal.status(),
                refusal.issueType().toCode(),
                refusal.severity().toCode(),
                refusal.display());
    }

    private PdsExamples() {}
}
