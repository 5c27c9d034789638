package org.openspine.demographics.pds;

import java.util.List;
import org.openspine.api.ApiDescription.Example;
import org.openspine.api.ApiDescription.Header;

/** What developers are told of the service: headers, and requests that work with the sample people. */
final class PdsExamples {
    private static final String REQUEST_ID = "X-Request-ID: 60e0b220-8136-4ca5-ae46-1d97ef59d068";

    static final List<Header> HEADERS = List.of(
            new Header("X-Request-ID", true, "a UUID of the request; every answer mirrors it"),
            new Header("X-Correlation-ID", false, "any text; mirrored"),
            new Header("If-Match", false, "the version to be changed, for PATCH and POST Coverage: W/\"2\""),
            new Header("NHSD-Session-URID", false, "the role of the healthcare worker: digits"),
            new Header("NHSD-NHSLogin-User", false, "acts as a patient: P9:9912003071"),
            new Header(
                    "OpenSpine-Access-Mode",
                    false,
                    "acts as user-restricted, application-restricted or privileged-application-restricted"));

    static final List<Example> REQUESTS = List.of(
            Example.get("Read a patient", "/Patient/9000000009", REQUEST_ID),
            Example.get(
                    "Trace by name and birth date", "/Patient?family=Smith&birthdate=eq2010-10-22", REQUEST_ID),
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
            Example.get("People related to a patient", "/Patient/9000000009/RelatedPerson", REQUEST_ID));

    private PdsExamples() {}
}
