package org.openspine.conformance.capability;

/** Interactions on a condition instead of an id, and what else a client may leave to the server. */
public enum ConditionalInteraction {
    CREATE,
    /** If-None-Match and If-Modified-Since. */
    READ,
    UPDATE,
    DELETE_SINGLE,
    DELETE_MULTIPLE,
    /** PUT to an id that does not exist creates it. */
    UPDATE_AS_CREATE
}
