/** One resource type: a live example, its interactions, search parameters, includes, operations and profiles. */
import { breakable, el, fill, outward, table } from "/dom.js";
import { examplesFrom, firstOf } from "/examples.js";
import { RequestPanel } from "/request-panel.js";
import { CORE_TYPES, INTERACTIONS } from "/statement.js";

/** Fills the article with the type. Returns its heading, to be focused, and what to do once it is on the page. */
export function showType(article, type, { basePath, population, back }) {
  const heading = el("h1", { tabindex: "-1" }, type.name);
  const stored = el("span", { class: "stored" });
  const panel = new RequestPanel({ path: firstOf(basePath, type.name) }, { basePath });
  fill(
    article,
    el("p", { class: "crumbs" }, back),
    el("div", { class: "heading" }, heading, CORE_TYPES.has(type.name) && el("span", { class: "tag" }, CORE_TYPES.get(type.name)), stored),
    el("p", { class: "small" }, "Defined by ", outward(`https://hl7.org/fhir/R4/${type.lowerName}.html`, `FHIR R4 ${type.name}`), "."),
    example(type, basePath, panel),
    interactions(type, basePath),
    parameters(type, basePath, panel),
    includes(type),
    operations(type, basePath),
    profiles(type),
  );
  panel.run();
  showCount(stored, population, type.name);
  return heading;
}

async function showCount(element, population, type) {
  population.forget(type);
  try {
    const count = await population.count(type);
    fill(element, count === 0 ? "none stored" : `${count.toLocaleString("en-GB")} stored`);
  } catch {
    fill(element);
  }
}

function example(type, basePath, panel) {
  const more = el("div", { class: "presets" });
  panel.onAnswer((answer) => {
    const resource = more.childElementCount === 0 && answer.ok ? firstResource(answer.text, type.name) : null;
    if (resource) {
      const all = [{ label: "first one", path: firstOf(basePath, type.name) }, ...examplesFrom(basePath, type, resource)];
      fill(
        more,
        el("span", { id: "presets-label" }, "More to try:"),
        el(
          "ul",
          { "aria-labelledby": "presets-label" },
          all.map(({ label, path }) => el("li", {}, el("button", { type: "button", title: path, onclick: () => panel.open(path) }, label))),
        ),
      );
    } else if (more.childElementCount === 0 && answer.ok) {
      fill(more, el("p", { class: "small" }, `No ${type.name} is stored yet, so a search finds an empty Bundle.`));
    }
  });
  return section("Example", more, panel.element);
}

function firstResource(text, type) {
  try {
    const bundle = JSON.parse(text);
    return bundle.entry?.map((entry) => entry.resource).find((resource) => resource?.resourceType === type) ?? null;
  } catch {
    return null;
  }
}

function interactions(type, basePath) {
  const rows = INTERACTIONS.filter(({ code }) => type.interactions.has(code)).map(({ label, request, meaning }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, label),
      el("td", {}, el("code", {}, breakable(request.replace("{type}", `${basePath}/${type.name}`)))),
      el("td", {}, meaning),
    ),
  );
  return section(
    "Interactions",
    rows.length > 0 ? el("div", { class: "stacks" }, table(`Interactions with ${type.name}`, ["Interaction", "Request", "Meaning"], rows)) : none(),
    type.rules.length > 0 && el("p", {}, el("strong", {}, "Also: "), `${type.rules.join("; ")}.`),
  );
}

function parameters(type, basePath, panel) {
  const rows = type.parameters.map((parameter) =>
    el(
      "tr",
      { id: `${type.name}/${parameter.name}`, tabindex: "-1" },
      el(
        "th",
        { scope: "row" },
        el(
          "button",
          {
            type: "button",
            class: "link",
            title: "Put it into the request above",
            onclick: () => panel.edit(`${basePath}/${type.name}?${parameter.name}=`),
          },
          parameter.name,
        ),
      ),
      el("td", {}, el("span", { class: "kind" }, parameter.type)),
      el(
        "td",
        {},
        parameter.meaning,
        parameter.definition && el("div", { class: "canonical" }, outward(parameter.definition)),
      ),
    ),
  );
  return section(
    "Search parameters",
    rows.length > 0
      ? [
          el("p", { class: "small" }, "Choose a name to put it into the request above."),
          el("div", { class: "parameters" }, table(`Search parameters of ${type.name}`, ["Name", "Type", "Meaning and definition"], rows)),
        ]
      : none(),
  );
}

function includes(type) {
  const list = (parameter, meaning, values) =>
    values.length > 0 &&
    el(
      "details",
      {},
      el("summary", {}, el("code", {}, parameter), ` ${meaning} (${values.length})`),
      el("ul", { class: "columns" }, values.map((value) => el("li", {}, el("code", {}, value)))),
    );
  const lists = [
    list("_include", `what a ${type.name} refers to`, type.includes),
    list("_revinclude", `what refers to a ${type.name}`, type.revIncludes),
  ].filter(Boolean);
  return section("Includes", lists.length > 0 ? lists : none());
}

function operations(type, basePath) {
  const rows = type.operations.map((operation) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, el("code", {}, `$${operation.name}`)),
      el("td", {}, el("code", {}, `${basePath}/${type.name}/$${operation.name}`)),
      el("td", { class: "canonical" }, operation.definition && outward(operation.definition)),
    ),
  );
  return section(
    "Operations",
    rows.length > 0
      ? el("div", { class: "stacks" }, table(`Operations on ${type.name}`, ["Operation", "Path", "Definition"], rows))
      : none(),
  );
}

function profiles(type) {
  const all = [type.profile, ...type.profiles].filter(Boolean);
  return section(
    "Profiles",
    all.length > 0 ? el("ul", { class: "canonicals" }, all.map((canonical) => el("li", { class: "canonical" }, profileLink(canonical)))) : none(),
  );
}

/** Profiles of this program are browsed here. */
function profileLink(canonical) {
  const own = canonical.match(/^https:\/\/openspine\.org\/fhir\/StructureDefinition\/([A-Za-z0-9.-]+)$/);
  return own ? el("a", { href: `#definition/StructureDefinition/${own[1]}` }, canonical) : outward(canonical);
}

function section(title, ...children) {
  return el("section", { class: "part" }, el("h2", {}, title), children);
}

function none() {
  return el("p", { class: "none" }, "None declared.");
}
