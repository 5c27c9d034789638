/** The capability statement as this page uses it. */
import { read } from "/api.js";

/** What FHIR calls the things one can do with a type, in the order people meet them. */
export const INTERACTIONS = [
  { code: "read", label: "read", request: "GET {type}/{id}", meaning: "The current version of one resource" },
  { code: "vread", label: "vread", request: "GET {type}/{id}/_history/{version}", meaning: "One version of it" },
  { code: "search-type", label: "search", request: "GET {type}?…", meaning: "Resources of the type that match" },
  { code: "create", label: "create", request: "POST {type}", meaning: "Store a new one; the server chooses its id" },
  { code: "update", label: "update", request: "PUT {type}/{id}", meaning: "Store its next version" },
  { code: "patch", label: "patch", request: "PATCH {type}/{id}", meaning: "Change parts of it" },
  { code: "delete", label: "delete", request: "DELETE {type}/{id}", meaning: "Delete it" },
  { code: "history-instance", label: "history", request: "GET {type}/{id}/_history", meaning: "All its versions" },
  { code: "history-type", label: "type history", request: "GET {type}/_history", meaning: "All versions of all of the type" },
];

export const SYSTEM_INTERACTIONS = [
  { code: "search-system", request: "GET ?_type=…", meaning: "Resources of several types that match" },
  { code: "history-system", request: "GET _history", meaning: "All versions of everything" },
  { code: "batch", request: "POST", meaning: "A Bundle of requests, each on its own" },
  { code: "transaction", request: "POST", meaning: "A Bundle of requests, all or none" },
];

/** The types that the national services turn on, and for what. */
export const CORE_TYPES = new Map([
  ["Patient", "demographics"],
  ["Consent", "care records"],
  ["MedicationRequest", "prescriptions"],
  ["ServiceRequest", "referrals"],
  ["Flag", "child protection"],
]);

/** Reads the statement. Rejects as api.js does. */
export async function readStatement(path) {
  const statement = await read(path);
  const rest = statement.rest?.find((candidate) => candidate.mode === "server") ?? {};
  return {
    title: statement.title ?? statement.name ?? "",
    version: statement.software?.version ?? "",
    fhirVersion: statement.fhirVersion ?? "",
    formats: statement.format ?? [],
    patchFormats: statement.patchFormat ?? [],
    interactions: codes(rest.interaction),
    operations: rest.operation ?? [],
    compartments: (rest.compartment ?? []).map(lastSegment),
    types: new Map((rest.resource ?? []).map((resource) => [resource.type, typeOf(resource)])),
  };
}

/**
 * The types that have to do with the words typed, best first, each with the search parameters and operations that match:
 * [{ type, parameters, operations }]. Every word must occur in the type's name, or in its name together with the name and
 * meaning of one parameter or operation.
 */
export function find(statement, text, order = [...statement.types.keys()]) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const ranked = [[], [], []];
  for (const name of order) {
    const type = statement.types.get(name);
    const inName = words.every((word) => type.lowerName.includes(word));
    const matching = (list) => list.filter((item) => isMatch(words, type, item));
    const parameters = words.length > 0 ? matching(type.parameters) : [];
    const operations = words.length > 0 ? matching(type.operations) : [];
    const rank = inName ? 0 : [...parameters, ...operations].some((item) => words.includes(item.lowerName)) ? 1 : 2;
    if (inName || parameters.length + operations.length > 0) {
      ranked[rank].push({ type, parameters: inName ? [] : parameters, operations: inName ? [] : operations });
    }
  }
  return ranked.flat();
}

function isMatch(words, type, item) {
  const own = `${item.lowerName} ${item.lowerMeaning}`;
  return words.every((word) => own.includes(word) || type.lowerName.includes(word)) && words.some((word) => own.includes(word));
}

function typeOf(resource) {
  return {
    name: resource.type,
    lowerName: resource.type.toLowerCase(),
    interactions: new Set(codes(resource.interaction)),
    parameters: (resource.searchParam ?? []).map((parameter) => ({
      name: parameter.name,
      type: parameter.type,
      definition: parameter.definition,
      meaning: parameter.documentation ?? "",
      lowerName: parameter.name.toLowerCase(),
      lowerMeaning: (parameter.documentation ?? "").toLowerCase(),
    })),
    operations: (resource.operation ?? []).map((operation) => ({
      name: operation.name,
      definition: operation.definition,
      lowerName: `$${operation.name.toLowerCase()}`,
      lowerMeaning: "",
    })),
    profile: resource.profile,
    profiles: resource.supportedProfile ?? [],
    includes: resource.searchInclude ?? [],
    revIncludes: resource.searchRevInclude ?? [],
    rules: rulesOf(resource),
  };
}

/** What the flags of the statement allow, in words. */
function rulesOf(resource) {
  const deletes = { single: "conditional delete of one match", multiple: "conditional delete of all matches" };
  return [
    resource.versioning && resource.versioning !== "no-version" && "versions are kept and checked with If-Match",
    resource.updateCreate && "update may create under an id of your own",
    resource.conditionalCreate && "conditional create",
    resource.conditionalRead && resource.conditionalRead !== "not-supported" && "conditional read",
    resource.conditionalUpdate && "conditional update",
    deletes[resource.conditionalDelete],
  ].filter(Boolean);
}

function codes(interactions = []) {
  return interactions.map((interaction) => interaction.code);
}

function lastSegment(canonical) {
  return canonical.slice(canonical.lastIndexOf("/") + 1);
}
