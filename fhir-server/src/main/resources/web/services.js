import { read } from "/api.js";

/**
 * What this server has mounted, a record per base path. The page makes a section of each and leaves out what a record does
 * not have:
 *
 *   id, name, basePath, summary
 *   statement     path of the capability statement, if it has one
 *   endpoints     [{ method, path, meaning }]
 *   headers       [{ name, meaning }]  that a client may or must send
 *   example       { method, path, headers, body }  with a live answer
 *   examples      [{ title, method, path, headers, body }]  the same, several in the order in which they make sense
 *   errors        [{ status, code, meaning }]
 */
export const UNIFIED_BASE = {
  id: "unified-base",
  name: "Everything, as plain FHIR R4",
  basePath: "/FHIR/R4",
  summary: "All resource types of FHIR R4 over the whole record, by the rules of the standard.",
  statement: "/FHIR/R4/metadata",
  endpoints: [
    { method: "GET", path: "/FHIR/R4/metadata", meaning: "The capability statement" },
    { method: "GET", path: "/FHIR/R4/{type}", meaning: "Search; POST to {type}/_search when the query is long or private" },
    { method: "GET", path: "/FHIR/R4?_type=…", meaning: "Search over several types" },
    { method: "GET", path: "/FHIR/R4/Patient/{id}/{type}", meaning: "Search inside a compartment" },
    { method: "POST", path: "/FHIR/R4/{type}", meaning: "Create; with If-None-Exist only if there is none yet" },
    { method: "GET", path: "/FHIR/R4/{type}/{id}", meaning: "Read the current version" },
    { method: "GET", path: "/FHIR/R4/{type}/{id}/_history/{version}", meaning: "Read one version" },
    { method: "PUT", path: "/FHIR/R4/{type}/{id}", meaning: "Update, or create under an id of your own" },
    { method: "PATCH", path: "/FHIR/R4/{type}/{id}", meaning: "Change parts of it with a JSON Patch" },
    { method: "DELETE", path: "/FHIR/R4/{type}/{id}", meaning: "Delete; the history stays" },
    { method: "GET", path: "/FHIR/R4/{type}/{id}/_history", meaning: "All versions; also of a type, or of everything" },
    { method: "POST", path: "/FHIR/R4", meaning: "A Bundle of type batch or transaction" },
  ],
  headers: [
    { name: "Accept", meaning: "application/fhir+json, or application/fhir+xml" },
    { name: "Content-Type", meaning: "The format of the body; application/json-patch+json for a JSON Patch" },
    { name: "If-Match", meaning: "Change only the version with this ETag" },
    { name: "If-None-Match", meaning: "304 if the client has this version already" },
    { name: "If-Modified-Since", meaning: "304 if nothing changed since" },
    { name: "If-None-Exist", meaning: "Create only if this search finds nothing" },
    { name: "Prefer", meaning: "return=minimal, return=representation or return=OperationOutcome; handling=strict or handling=lenient" },
  ],
  example: { method: "GET", path: "/FHIR/R4?_type=Patient,Organization&_count=2" },
  errors: [
    { status: 400, code: "structure, invalid, value, not-supported, too-costly", meaning: "The body or the query cannot be understood, or asks too much" },
    { status: 404, code: "not-found, not-supported", meaning: "No such resource, or no such type" },
    { status: 405, code: "not-supported", meaning: "The method has no meaning for this path" },
    { status: 406, code: "not-supported", meaning: "No format of the Accept header is served" },
    { status: 409, code: "duplicate", meaning: "A business identifier is taken" },
    { status: 410, code: "deleted", meaning: "The resource was deleted; its history tells when" },
    { status: 412, code: "conflict, multiple-matches", meaning: "The version is not the current one, or a condition matches several" },
    { status: 413, code: "too-long", meaning: "The body is larger than allowed" },
    { status: 414, code: "too-long", meaning: "The URL is longer than allowed" },
    { status: 415, code: "not-supported", meaning: "The format of the body is not served" },
    { status: 422, code: "business-rule", meaning: "Well formed, but against a rule of the record" },
    { status: 503, code: "transient", meaning: "Too busy; try again after Retry-After seconds" },
  ],
};

/** The national APIs, as the server describes them. */
export function nationalServices() {
  return read("/services.json");
}

/** Paths for whoever runs the server. */
export const HEALTH = [
  { path: "/health/ready", meaning: "Ready to serve" },
  { path: "/health/live", meaning: "The process answers" },
];
