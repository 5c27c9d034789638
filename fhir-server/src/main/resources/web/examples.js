/** Requests that find something, made from what is stored. */
import { queryValue, read, token } from "/api.js";

const FHIR_JSON = { "Content-Type": "application/fhir+json" };

/** Where a value for a search parameter is found in a resource: the first parameter that has one is a good example. */
const SAMPLES = [
  ["identifier", (resource) => identifier(resource.identifier)],
  ["family", (resource) => queried(first(resource.name)?.family)],
  ["birthdate", (resource) => queried(resource.birthDate)],
  ["name", (resource) => (typeof resource.name === "string" ? queried(resource.name) : null)],
  ["patient", (resource) => reference(resource.patient ?? resource.subject ?? resource.beneficiary ?? resource.for, "Patient/")],
  ["code", (resource) => coding(resource.code)],
  ["service-type", (resource) => coding(first(resource.serviceType))],
  ["status", (resource) => queried(resource.status)],
  ["type", (resource) => coding(first(resource.type)) ?? (typeof resource.type === "string" ? queried(resource.type) : null)],
  ["_lastUpdated", (resource) => (resource.meta?.lastUpdated ? `ge${queryValue(resource.meta.lastUpdated)}` : null)],
];
const MOST_SEARCHES = 3;

/** The request that every type has: its first resource. */
export function firstOf(basePath, type) {
  return `${basePath}/${type}?_count=1`;
}

/** More requests about the same resource: [{ label, path }]. */
export function examplesFrom(basePath, type, resource) {
  const path = `${basePath}/${type.name}`;
  const known = new Set(type.parameters.map((parameter) => parameter.name));
  const searches = SAMPLES.filter(([name]) => known.has(name))
    .map(([name, valueIn]) => ({ label: `by ${name}`, name, value: valueIn(resource) }))
    .filter((search) => search.value)
    .slice(0, MOST_SEARCHES)
    .map(({ label, name, value }) => ({ label, path: `${path}?${name}=${value}` }));
  const can = (code) => type.interactions.has(code);
  return [
    can("read") && { label: "read it", path: `${path}/${resource.id}` },
    ...(can("search-type") ? searches : []),
    can("history-instance") && { label: "its history", path: `${path}/${resource.id}/_history` },
  ].filter(Boolean);
}

/** Three requests for the top of the page: one reads, one searches across types, one writes. */
export async function threeRequests(basePath) {
  const patient = await somePatient(basePath);
  if (!patient) {
    return [createPatient(basePath), searchAll(basePath), changes(basePath)];
  }
  const family = first(patient.name)?.family;
  return [
    {
      title: "Read a patient",
      meaning: "The stored JSON as it is, with its version in the ETag.",
      request: { path: `${basePath}/Patient/${patient.id}` },
    },
    {
      title: "Search across types",
      meaning: "Prescriptions by their patient’s name, and the patient with them.",
      request: {
        path: `${basePath}/MedicationRequest?${family ? `patient.family=${queryValue(family)}` : `patient=${patient.id}`}`
          + "&_include=MedicationRequest:patient",
      },
    },
    {
      title: "Store something",
      meaning: "A flag for that patient. It stays, with a history, until you delete it.",
      runLabel: "Run: stores a Flag",
      writes: "Flag",
      request: {
        method: "POST",
        path: `${basePath}/Flag`,
        headers: FHIR_JSON,
        body: JSON.stringify({
          resourceType: "Flag",
          status: "active",
          code: { text: "Uses a hearing loop" },
          subject: { reference: `Patient/${patient.id}` },
        }),
      },
    },
  ];
}

/** One with a prescription if there is one, so that the search across types finds something. */
async function somePatient(basePath) {
  const queries = ["MedicationRequest?status=active&_count=1&_include=MedicationRequest:patient", "Patient?_count=1"];
  for (const query of queries) {
    const bundle = await read(`${basePath}/${query}`);
    const patient = bundle.entry?.map((entry) => entry.resource).find((resource) => resource.resourceType === "Patient");
    if (patient) {
      return patient;
    }
  }
  return null;
}

function createPatient(basePath) {
  return {
    title: "Store a patient",
    meaning: "Nobody is stored yet. This one stays, with a history, until you delete it.",
    runLabel: "Run: stores a Patient",
    writes: "Patient",
    request: {
      method: "POST",
      path: `${basePath}/Patient`,
      headers: FHIR_JSON,
      body: JSON.stringify({
        resourceType: "Patient",
        name: [{ family: "Moss", given: ["Gareth"] }],
        birthDate: "1995-10-05",
      }),
    },
  };
}

function searchAll(basePath) {
  return { title: "Search", meaning: "Everybody of that name.", request: { path: `${basePath}/Patient?family=moss` } };
}

function changes(basePath) {
  return { title: "See what happened", meaning: "Every version, newest first.", request: { path: `${basePath}/_history?_count=5` } };
}

function first(value) {
  return Array.isArray(value) ? value[0] : value;
}

function queried(text) {
  return text ? queryValue(text.replace(/[\\,$|]/g, "\\$&")) : null;
}

function identifier(value) {
  const found = first(value);
  return found?.value ? token(found) : null;
}

function coding(concept) {
  const found = concept?.coding?.[0];
  return found?.code ? token({ system: found.system, value: found.code }) : null;
}

function reference(value, prefix) {
  return value?.reference?.startsWith(prefix) ? queryValue(value.reference) : null;
}
