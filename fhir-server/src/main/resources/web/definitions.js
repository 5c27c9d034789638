/** The list of profiles, extensions, value sets, code systems, operations and messages that are loaded. */
import { read } from "/api.js";
import { el, fill } from "/dom.js";

const MOST = 500;
const FIELDS = "url,name,title,type,kind,status,description";
const GROUPS = [
  { title: "Profiles", type: "StructureDefinition", query: "kind=resource&derivation=constraint" },
  { title: "Extensions", type: "StructureDefinition", query: "type=Extension" },
  { title: "Value sets", type: "ValueSet" },
  { title: "Code systems", type: "CodeSystem" },
  { title: "Operations", type: "OperationDefinition" },
  { title: "Messages", type: "MessageDefinition" },
];

/** Fills the element with the groups and a filter over all of them. */
export async function showDefinitions(element, basePath) {
  const groups = await Promise.all(GROUPS.map((group) => readGroup(group, basePath)));
  const found = el("p", { class: "found", role: "status" });
  const result = el("div");
  const input = el("input", {
    id: "definition-filter",
    type: "search",
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    placeholder: "prescription, flag, status …",
    oninput: () => show(groups, input.value, found, result),
  });
  fill(
    element,
    el("div", { class: "filter" }, el("label", { for: "definition-filter" }, "Filter profiles and codes"), input, found),
    result,
  );
  show(groups, "", found, result);
}

async function readGroup(group, basePath) {
  const bundle = await read(`${basePath}/${group.type}?${group.query ? `${group.query}&` : ""}_elements=${FIELDS}&_count=${MOST}`);
  const all = (bundle.entry ?? []).map(({ resource }) => resource);
  all.sort((one, other) => titleOf(one).localeCompare(titleOf(other)));
  return { ...group, all, isWhole: !(bundle.link ?? []).some(({ relation }) => relation === "next") };
}

function show(groups, text, found, result) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = groups.map((group) => ({ ...group, all: group.all.filter((one) => matches(one, words)) }));
  const count = matching.reduce((sum, { all }) => sum + all.length, 0);
  fill(found, words.length > 0 ? (count > 0 ? `${count} found` : "Nothing matches. Fewer letters find more.") : `${count} loaded`);
  fill(
    result,
    matching.filter(({ all }) => all.length > 0).map((group, index) => section(group, words.length > 0 || index === 0)),
  );
}

function section({ title, all, isWhole }, open) {
  return el(
    "details",
    { class: "definitions", open },
    el("summary", {}, el("h3", {}, title), ` ${all.length}${isWhole ? "" : " and more"}`),
    el(
      "ul",
      {},
      all.map((one) => el("li", {}, el("a", { href: linkTo(one) }, titleOf(one)), one.description && el("span", {}, one.description))),
    ),
  );
}

function matches(one, words) {
  const text = `${titleOf(one)} ${one.id} ${one.type ?? ""} ${one.url ?? ""} ${one.description ?? ""}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

export function titleOf(resource) {
  return resource.title ?? resource.name ?? resource.id;
}

export function linkTo(resource) {
  return `#definition/${resource.resourceType}/${resource.id}`;
}
