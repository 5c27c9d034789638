/** One definition: the element tree of a profile, the codes of a value set or code system, the parameters of an operation. */
import { queryValue, read } from "/api.js";
import { titleOf } from "/definitions.js";
import { breakable, el, fill, outward, scroller, table } from "/dom.js";
import { RequestPanel } from "/request-panel.js";

const DEEPEST = 6;
const PAGE = 200;

/** Fills the article. Returns its heading, to be focused. */
export async function showDefinition(article, { type, id }, { basePath, back }) {
  const path = `${basePath}/${type}/${id}`;
  const resource = await read(path);
  const heading = el("h1", { tabindex: "-1" }, titleOf(resource));
  fill(
    article,
    el("p", { class: "crumbs" }, back),
    el("div", { class: "heading" }, heading, el("span", { class: "tag" }, kindOf(resource))),
    resource.description && el("p", { class: "lead" }, resource.description),
    el("p", { class: "small canonical" }, resource.url && breakable(resource.url), resource.version && ` · version ${resource.version}`, " · ", el("a", { href: path }, "JSON")),
    await content(resource, basePath, path),
  );
  return heading;
}

/** A value set by its canonical, loaded or R4's own. */
export async function showCodes(article, canonical, { basePath, back }) {
  const heading = el("h1", { tabindex: "-1" }, canonical.replace(/\|.*/, "").replace(/.*\//, ""));
  fill(
    article,
    el("p", { class: "crumbs" }, back),
    el("div", { class: "heading" }, heading, el("span", { class: "tag" }, "Value set")),
    el("p", { class: "small canonical" }, outward(canonical.replace(/\|.*/, ""))),
    await expansion(`${basePath}/ValueSet/$expand?url=${queryValue(canonical)}`),
  );
  return heading;
}

function kindOf({ resourceType, type }) {
  const kinds = {
    StructureDefinition: type === "Extension" ? "Extension" : `Profile of ${type}`,
    ValueSet: "Value set",
    CodeSystem: "Code system",
    OperationDefinition: "Operation",
    MessageDefinition: "Message",
  };
  return kinds[resourceType] ?? resourceType;
}

async function content(resource, basePath, path) {
  switch (resource.resourceType) {
    case "StructureDefinition":
      return profile(await read(`${path}/$snapshot`), resource, basePath);
    case "ValueSet":
      return expansion(`${path}/$expand?`);
    case "CodeSystem":
      return codes(flat(resource.concept ?? []), resource.content === "complete" ? "" : `The codes that are known here (${resource.content}).`);
    case "OperationDefinition":
      return operation(resource);
    default:
      return section("Content", el("p", {}, el("a", { href: path }, "The resource as JSON")));
  }
}

/** Elements the profile speaks of, or all that the type has. */
function profile(snapshot, resource, basePath) {
  const said = spokenOf(resource.differential?.element ?? []);
  const elements = snapshot.snapshot.element;
  const body = el("tbody");
  const status = el("p", { class: "found", role: "status" });
  const all = el("input", { id: "all-elements", type: "checkbox", onchange: show });
  function show() {
    const shown = all.checked ? elements : elements.filter(({ id }) => said.has(id));
    fill(body, shown.map((element) => row(element, resource.differential?.element ?? [])));
    fill(status, `${shown.length} of ${elements.length} elements`);
  }
  show();
  const tree = el(
    "table",
    { class: "tree" },
    el("caption", { class: "hidden" }, `Elements of ${titleOf(resource)}`),
    el("thead", {}, el("tr", {}, ["Element", "Cardinality", "Type", "Values and rules"].map((text) => el("th", { scope: "col" }, text)))),
    body,
  );
  const parts = [
    section(
      "Elements",
      el("div", { class: "filter" }, el("label", { class: "check" }, all, " Also elements that the profile leaves as they are"), status),
      scroller("Elements", tree),
    ),
  ];
  if (resource.kind === "resource") {
    const panel = new RequestPanel({ path: `${basePath}/${resource.type}?_count=1` }, { basePath });
    parts.push(section("Example", el("p", {}, "A resource of this type that is stored here."), panel.element));
    panel.run();
  }
  return parts;
}

/** Ids in the differential, and those above them. */
function spokenOf(differential) {
  const ids = new Set();
  for (const { id = "" } of differential) {
    const steps = id.split(".");
    steps.forEach((_, index) => {
      const above = steps.slice(0, index + 1).join(".");
      ids.add(above);
      ids.add(above.replace(/:[^.]*$/, ""));
    });
  }
  return ids;
}

function row(element, differential) {
  const depth = Math.min(element.id.split(/[.:]/).length - 1, DEEPEST);
  const name = element.sliceName ? `${element.path.replace(/.*\./, "")}:${element.sliceName}` : element.path.replace(/.*\./, "");
  const own = differential.find(({ id }) => id === element.id);
  return el(
    "tr",
    { class: own ? "own" : null },
    el("th", { scope: "row", class: `depth-${depth}` }, el("code", {}, name), element.mustSupport && el("abbr", { title: "must be supported" }, "S")),
    el("td", {}, `${element.min}..${element.max}`),
    el("td", {}, types(element.type ?? [])),
    el("td", {}, element.short && el("p", {}, element.short), fixed(element), binding(element.binding), slicing(element.slicing), rules(own?.constraint ?? [])),
  );
}

function types(all) {
  return all.map((type, index) => {
    const targets = [...(type.targetProfile ?? []), ...(type.profile ?? [])].map((canonical) => canonical.replace(/.*\//, ""));
    const code = type.code.replace("http://hl7.org/fhirpath/System.", "").toLowerCase() === "string" ? "string" : type.code.replace(/.*[/.]/, "");
    return [index > 0 && ", ", code, targets.length > 0 && ` (${targets.join(", ")})`];
  });
}

function fixed(element) {
  return Object.entries(element)
    .filter(([key]) => /^(fixed|pattern)[A-Z]/.test(key))
    .map(([key, value]) =>
      el("p", {}, key.startsWith("fixed") ? "always " : "at least ", el("code", {}, breakable(typeof value === "object" ? JSON.stringify(value) : String(value)))),
    );
}

function binding(bound) {
  return (
    bound?.valueSet &&
    el(
      "p",
      {},
      `${bound.strength} binding: `,
      el("a", { href: `#codes/${encodeURIComponent(bound.valueSet)}` }, bound.valueSet.replace(/\|.*/, "").replace(/.*\//, "")),
    )
  );
}

function slicing(sliced) {
  const by = (sliced?.discriminator ?? []).map(({ type, path }) => `${type} of ${path}`);
  return by.length > 0 && el("p", {}, `sliced by ${by.join(", ")} (${sliced.rules})`);
}

function rules(constraints) {
  return constraints.map(({ key, severity, human, expression }) =>
    el("p", { class: "rule" }, el("strong", {}, key), ` ${severity}: ${human} `, expression && el("code", {}, expression)),
  );
}

async function expansion(path) {
  let bundle;
  try {
    bundle = await read(`${path}${path.endsWith("?") ? "" : "&"}count=${PAGE}`);
  } catch (failure) {
    return section("Codes", el("p", { class: "none" }, `The codes cannot be listed here: ${reason(failure)}`));
  }
  const { contains = [], total } = bundle.expansion;
  return codes(contains, total > contains.length ? `The first ${contains.length} of ${total} codes.` : "");
}

function reason(failure) {
  try {
    const { issue } = JSON.parse(failure.answer.text);
    return issue[0].diagnostics ?? issue[0].details?.text ?? failure.message;
  } catch {
    return failure.message;
  }
}

function flat(concepts, depth = 0) {
  return concepts.flatMap((concept) => [{ ...concept, depth }, ...flat(concept.concept ?? [], depth + 1)]);
}

function codes(all, note) {
  const rows = all.map(({ code, display, definition, system, depth = 0 }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", class: `depth-${Math.min(depth, DEEPEST)}` }, el("code", {}, code)),
      el("td", {}, display ?? ""),
      el("td", { class: "canonical" }, definition ?? (system ? breakable(system) : "")),
    ),
  );
  return section(
    "Codes",
    note && el("p", {}, note),
    rows.length > 0 ? scroller("Codes", table("Codes", ["Code", "Display", "Definition or system"], rows)) : el("p", { class: "none" }, "None."),
  );
}

function operation({ code, parameter = [], system, type, instance, resource = [], affectsState }) {
  const rows = parameter.flatMap((one) => [one, ...(one.part ?? []).map((part) => ({ ...part, name: `${one.name}.${part.name}` }))]).map((one) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, el("code", {}, one.name)),
      el("td", {}, one.use),
      el("td", {}, `${one.min}..${one.max}`),
      el("td", {}, one.type ?? "parts"),
      el("td", {}, one.documentation ?? ""),
    ),
  );
  const places = [
    system && `/$${code}`,
    ...resource.flatMap((name) => [type && `/${name}/$${code}`, instance && `/${name}/{id}/$${code}`]),
  ].filter(Boolean);
  return [
    section("Called at", el("ul", {}, places.map((place) => el("li", {}, el("code", {}, place)))), affectsState && el("p", {}, "It changes the record, so it is called by POST.")),
    section("Parameters", scroller("Parameters", table("Parameters", ["Name", "Use", "Cardinality", "Type", "Meaning"], rows))),
  ];
}

function section(title, ...children) {
  return el("section", { class: "part" }, el("h2", {}, title), children);
}
