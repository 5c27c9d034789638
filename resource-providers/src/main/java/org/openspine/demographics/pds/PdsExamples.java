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
            Example.get("People related to a patient", "/Patient/9000000009/RelatedPerson", REQUEST_ID));

    private PdsExamples() {}
}
