package org.openspine.repository;

/** The HTTP verb that made a version, as history tells it. */
public enum Verb {
    POST,
    PUT,
    PATCH,
    DELETE
}
