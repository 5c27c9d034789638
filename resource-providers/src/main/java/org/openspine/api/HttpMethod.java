package org.openspine.api;

/** The methods FHIR gives a meaning. */
public enum HttpMethod {
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE
}
