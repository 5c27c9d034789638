/** Starts the page: fills its sections from the server and follows the address. */
import { Refused, send } from "/api.js";
import { showBasePaths } from "/base-paths.js";
import { showCodes, showDefinition } from "/definition-page.js";
import { showDefinitions } from "/definitions.js";
import { el, fill } from "/dom.js";
import { threeRequests } from "/examples.js";
import { Overview } from "/overview.js";
import { Population } from "/population.js";
import { RequestPanel } from "/request-panel.js";
import { UNIFIED_BASE } from "/services.js";
import { CORE_TYPES, readStatement, SYSTEM_INTERACTIONS } from "/statement.js";
import { tokenBox } from "/token-box.js";
import { showType } from "/type-page.js";

const { basePath } = UNIFIED_BASE;
const population = new Population(basePath);
const main = document.getElementById("main");
const overview = document.getElementById("overview");
const article = document.getElementById("type");
let statement = null;
let cameFrom = { hash: "#capabilities", y: 0, type: null };

history.scrollRestoration = "manual";
document.querySelector(".skip").addEventListener("click", skip);
addEventListener("hashchange", route);
showBasePaths(document.getElementById("service-list")).catch(() => {}); // what the page knows itself stays
fill(document.getElementById("token"), tokenBox(start));
showHealth();
start();

async function start() {
  fill(document.getElementById("alert"));
  try {
    statement = await readStatement(UNIFIED_BASE.statement);
  } catch (failure) {
    showFailure(failure);
    return;
  }
  const table = new Overview(statement, population);
  fill(document.getElementById("capability-browser"), wholeServer(), table.element);
  showFacts();
  route();
  await Promise.allSettled([showRequests(), showTotal(), showPresent(table), showLoaded()]);
}

function showFailure(failure) {
  const refused = failure instanceof Refused;
  const isClosed = refused && [401, 403].includes(failure.answer.status);
  const message = isClosed
    ? "This server asks for a token first: paste one under Access token."
    : refused
      ? `The server answered ${failure.message} when asked for its capability statement.`
      : `${failure.message} This page shows nothing without it.`;
  fill(
    document.getElementById("alert"),
    el("div", { class: "notice" }, el("p", {}, message), el("button", { type: "button", onclick: start }, "Try again")),
  );
  fill(document.getElementById("request-list"), unknown());
  fill(document.getElementById("capability-browser"), unknown());
}

function unknown() {
  return el("p", { class: "waiting" }, "Not known while the server does not answer.");
}

async function showHealth() {
  const link = document.getElementById("health");
  try {
    const { ok } = await send({ path: "/health/ready", headers: { Accept: "application/json" } });
    link.classList.add(ok ? "good" : "bad");
    link.textContent = ok ? "Ready" : "Not ready";
  } catch {
    link.classList.add("bad");
    link.textContent = "No answer";
  }
}

function showFacts() {
  const operations = statement.operations.length + [...statement.types.values()].reduce((sum, type) => sum + type.operations.length, 0);
  const parameters = [...statement.types.values()].reduce((sum, type) => sum + type.parameters.length, 0);
  fill(
    document.getElementById("facts"),
    fact("FHIR", statement.fhirVersion),
    fact("Resource types", statement.types.size),
    fact("Search parameters", parameters),
    operations > 0 && fact("Operations", operations),
    fact("Stored resources", el("span", { id: "total" }, "…")),
  );
  fill(document.getElementById("version"), `${statement.title} ${statement.version}.`);
}

async function showTotal() {
  const total = document.getElementById("total");
  try {
    fill(total, (await population.countAll()).toLocaleString("en-GB"));
  } catch {
    fill(total, "not told");
  }
}

async function showPresent(table) {
  table.showPresent(await population.present([...statement.types.keys()].filter((type) => !CORE_TYPES.has(type))));
}

async function showLoaded() {
  const list = document.getElementById("definition-list");
  try {
    await showDefinitions(list, basePath);
  } catch (failure) {
    fill(list, el("p", { class: "waiting" }, absence(failure)));
  }
}

function fact(name, value) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, typeof value === "number" ? value.toLocaleString("en-GB") : value));
}

function absence(failure) {
  return failure.answer?.status === 401
    ? "This server tells nothing without an access token: there is a place for one at the top."
    : `Nothing to show: ${failure.message}`;
}

async function showRequests() {
  const list = document.getElementById("request-list");
  try {
    const requests = await threeRequests(basePath);
    fill(list, el("ol", { class: "requests" }, requests.map(requestItem)));
  } catch (failure) {
    fill(list, el("p", { class: "waiting" }, absence(failure)));
  }
}

function requestItem({ title, meaning, request, runLabel, writes }) {
  const panel = new RequestPanel(request, { basePath, editable: false, runLabel });
  panel.onAnswer(() => writes && population.forget(writes));
  return el("li", {}, el("div", {}, el("h3", {}, title), el("p", {}, meaning)), panel.element);
}

/** What the statement says about the server as a whole. */
function wholeServer() {
  const interactions = SYSTEM_INTERACTIONS.filter(({ code }) => statement.interactions.includes(code));
  const item = (name, ...values) => el("div", {}, el("dt", {}, name), el("dd", {}, values));
  return el(
    "dl",
    { class: "whole" },
    item(
      "On everything",
      interactions.length > 0
        ? el("ul", {}, interactions.map(({ code, request, meaning }) => el("li", { title: meaning }, `${code} `, el("code", {}, request))))
        : "none declared",
    ),
    item("Operations", statement.operations.length > 0 ? statement.operations.map(({ name }) => `$${name}`).join(", ") : "none declared"),
    item("Formats", statement.formats.join(", ")),
    item("Patch formats", statement.patchFormats.join(", ") || "none declared"),
    item("Compartments", statement.compartments.join(", ") || "none declared"),
  );
}

/**
 * #Patient is a type, #Patient/birthdate one of its search parameters, #definition/ValueSet/x a definition, #codes/url the codes of a
 * value set, anything else a place on the overview.
 */
function route() {
  const parts = location.hash.slice(1).split("/").map(decodeURIComponent);
  if (statement && parts[0] === "definition" && parts.length === 3) {
    openDefinition((back) => showDefinition(article, { type: parts[1], id: parts[2] }, { basePath, back }));
    return;
  }
  if (statement && parts[0] === "codes" && parts.length === 2) {
    openDefinition((back) => showCodes(article, parts[1], { basePath, back }));
    return;
  }
  const [name, parameter] = parts;
  const type = statement?.types.get(name);
  if (type) {
    openType(type, parameter);
  } else {
    openOverview(name);
  }
}

function openType(type, parameter) {
  if (!overview.hidden) {
    cameFrom = { ...cameFrom, y: scrollY, type: type.name };
  }
  cameFrom.type = type.name;
  overview.hidden = true;
  article.hidden = false;
  document.title = `${type.name} · OpenSpine`;
  const back = el("a", { href: cameFrom.hash }, "← All types");
  const heading = showType(article, type, { basePath, population, back });
  const row = parameter ? document.getElementById(`${type.name}/${parameter}`) : null;
  if (row) {
    row.classList.add("chosen");
    row.scrollIntoView({ block: "center" });
    row.focus({ preventScroll: true });
  } else {
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }
}

async function openDefinition(show) {
  const asked = location.hash;
  if (!overview.hidden) {
    cameFrom = { hash: "#profiles", y: scrollY, type: null };
  }
  overview.hidden = true;
  article.hidden = false;
  fill(article, el("p", { class: "waiting" }, "Reading the definition …"));
  const back = el("a", { href: "#profiles" }, "← All profiles and codes");
  try {
    const heading = await show(back);
    if (location.hash === asked) {
      document.title = `${heading.textContent} · OpenSpine`;
      scrollTo(0, 0);
      heading.focus({ preventScroll: true });
    }
  } catch (failure) {
    fill(article, el("p", { class: "crumbs" }, back), el("p", { class: "notice", role: "alert" }, `It cannot be shown: ${failure.message}`));
  }
}

function openOverview(place) {
  const returning = overview.hidden && location.hash === cameFrom.hash;
  overview.hidden = false;
  article.hidden = true;
  article.replaceChildren();
  document.title = "OpenSpine";
  if (returning && cameFrom.y > 0) {
    scrollTo(0, cameFrom.y);
    overview.querySelector(`a[href="#${cameFrom.type}"]`)?.focus({ preventScroll: true });
  } else if (place) {
    document.getElementById(place)?.scrollIntoView();
  }
  cameFrom = { hash: location.hash || "#capabilities", y: 0, type: null };
}

function skip(event) {
  event.preventDefault();
  main.focus();
}
