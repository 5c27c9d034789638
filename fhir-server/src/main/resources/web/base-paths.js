/** The sections about base paths, made from the records of services.js. */
import { el, fill, scroller, table } from "/dom.js";
import { RequestPanel } from "/request-panel.js";
import { HEALTH, nationalServices, UNIFIED_BASE } from "/services.js";

/** Fills the list: first what the page knows, then the national APIs once the server has told them. */
export async function showBasePaths(list) {
  fill(list, service(UNIFIED_BASE), health());
  const services = await nationalServices();
  fill(list, service(UNIFIED_BASE), services.map(service), health());
}

function service(record) {
  const title = `${record.id}-title`;
  return el(
    "section",
    { class: "service", id: record.id, "aria-labelledby": title },
    el(
      "div",
      {},
      el("h3", { id: title }, record.name),
      el("p", { class: "path" }, el("code", {}, record.basePath)),
      el("p", {}, record.summary),
      record.statement && el("p", {}, el("a", { href: record.statement }, "Capability statement")),
    ),
    el("div", {}, example(record), examples(record), endpoints(record), headers(record), errors(record)),
  );
}

function endpoints({ name, endpoints: all }) {
  const rows = all?.map(({ method, path, meaning }) =>
    el("tr", {}, el("td", {}, el("span", { class: "method" }, method)), el("td", {}, el("code", {}, path)), el("td", {}, meaning)),
  );
  return folded("Endpoints", rows, ["Method", "Path", "Meaning"], name);
}

function headers({ name, headers: all }) {
  const rows = all?.map((header) => el("tr", {}, el("th", { scope: "row" }, el("code", {}, header.name)), el("td", {}, header.required ? "Required. " : "", header.meaning)));
  return folded("Request headers", rows, ["Header", "Meaning"], name);
}

function errors({ name, errors: all }) {
  const rows = all?.map(({ status, code, meaning }) =>
    el("tr", {}, el("th", { scope: "row" }, String(status)), el("td", {}, el("code", {}, code)), el("td", {}, meaning)),
  );
  return folded("Errors", rows, ["Status", "Code in the OperationOutcome", "When"], name);
}

function example(record) {
  if (!record.example) {
    return null;
  }
  const panel = new RequestPanel(record.example, { basePath: record.basePath });
  return el("details", {}, el("summary", {}, "Try it"), panel.element);
}

/** Several requests in their order; one that comes after another may need what the other made. */
function examples(record) {
  if (!record.examples?.length) {
    return null;
  }
  const items = record.examples.map((request) => {
    const panel = new RequestPanel(request, { basePath: record.basePath, editable: request.method === "GET" });
    return el("li", {}, el("p", {}, request.title), panel.element);
  });
  return el("details", {}, el("summary", {}, `Try it (${items.length})`), el("ol", { class: "requests" }, items));
}

function folded(title, rows, headings, service) {
  return (
    rows?.length > 0 &&
    el(
      "details",
      {},
      el("summary", {}, `${title} (${rows.length})`),
      scroller(`${title}: ${service}`, table(`${title}: ${service}`, headings, rows)),
    )
  );
}

function health() {
  return el(
    "section",
    { class: "service", id: "operations", "aria-labelledby": "operations-title" },
    el("h3", { id: "operations-title" }, "Health, for whoever runs it"),
    el("ul", { class: "plain" }, HEALTH.map(({ path, meaning }) => el("li", {}, el("a", { href: path }, el("code", {}, path)), ` ${meaning}`))),
  );
}
