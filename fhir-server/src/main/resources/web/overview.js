/** The table of types and interactions, with its filter. */
import { el, fill, scroller } from "/dom.js";
import { WhenSeen } from "/population.js";
import { CORE_TYPES, find, INTERACTIONS } from "/statement.js";

const MOST_MATCHES = 30;
const MOST_PARAMETERS = 6;

export class Overview {
  #statement;
  #population;
  #present = [];
  #showsAll = false;
  #seen = new WhenSeen();
  #filter;
  #found = el("p", { class: "found", role: "status" });
  #result = el("div");

  constructor(statement, population) {
    this.#statement = statement;
    this.#population = population;
    this.#filter = el("input", {
      id: "filter",
      type: "search",
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      placeholder: "birthdate, Flag, nhs …",
      "aria-describedby": "filter-hint",
      oninput: () => this.#show(),
    });
    this.element = el(
      "div",
      {},
      el(
        "div",
        { class: "filter" },
        el("label", { for: "filter" }, "Filter types, search parameters and operations"),
        this.#filter,
        el("p", { id: "filter-hint", class: "small" }, "Several words narrow it down: ", el("kbd", {}, "appointment date")),
        this.#found,
      ),
      this.#result,
    );
    this.#show();
  }

  /** Names the types that have data, so that they come before those that have none. */
  showPresent(types) {
    this.#present = types.filter((type) => !CORE_TYPES.has(type));
    this.#show();
  }

  #show() {
    const text = this.#filter.value.trim();
    return text ? this.#showMatches(text) : this.#showGroups();
  }

  #showGroups() {
    const { types } = this.#statement;
    const core = [...CORE_TYPES.keys()].filter((type) => types.has(type));
    const rest = [...types.keys()].filter((type) => !CORE_TYPES.has(type) && !this.#present.includes(type));
    const more = this.#showsAll
      ? null
      : el("button", { type: "button", onclick: () => this.#showAll() }, `Show the other ${rest.length} types`);
    fill(this.#found, `${types.size} types`);
    fill(
      this.#result,
      this.#matrix([
        this.#group("At the centre of a national service", core),
        this.#group("Also stored here", this.#present),
        this.#group("Nothing stored yet", this.#showsAll ? rest : []),
      ]),
      rest.length > 0 && more,
    );
  }

  #showAll() {
    this.#showsAll = true;
    const before = new Set([...this.#result.querySelectorAll("tbody a")].map((link) => link.hash));
    this.#show();
    [...this.#result.querySelectorAll("tbody a")].find((link) => !before.has(link.hash))?.focus();
  }

  #showMatches(text) {
    const { types } = this.#statement;
    const order = [...new Set([...CORE_TYPES.keys(), ...this.#present, ...types.keys()])].filter((type) => types.has(type));
    const matches = find(this.#statement, text, order);
    fill(this.#found, found(matches));
    fill(
      this.#result,
      matches.length > 0 &&
        this.#matrix([el("tbody", {}, matches.slice(0, MOST_MATCHES).map((match) => [this.#row(match.type), matchRow(match)]))]),
      matches.length > MOST_MATCHES && el("p", { class: "small" }, `The first ${MOST_MATCHES} are shown; another word narrows it down.`),
    );
  }

  #matrix(bodies) {
    const heading = ({ label, meaning }) => el("th", { scope: "col", title: meaning }, label);
    return scroller(
      "Types and interactions",
      el(
        "table",
        { class: "matrix" },
        el("caption", { class: "hidden" }, "Resource types, how many are stored, and the interactions each allows"),
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            el("th", { scope: "col" }, "Type"),
            el("th", { scope: "col", class: "number" }, "Stored"),
            INTERACTIONS.map(heading),
            el("th", { scope: "col", class: "number" }, el("span", { class: "hidden" }, "Search "), "parameters"),
          ),
        ),
        bodies,
      ),
    );
  }

  #group(title, names) {
    return (
      names.length > 0 &&
      el(
        "tbody",
        {},
        el("tr", { class: "group" }, el("th", { scope: "rowgroup", colspan: INTERACTIONS.length + 3 }, el("span", {}, title))),
        names.map((name) => this.#row(this.#statement.types.get(name))),
      )
    );
  }

  #row(type) {
    const stored = el("td", { class: "number" }, el("span", { class: "pending" }, "…"));
    this.#seen.watch(stored, () => this.#showCount(stored, type.name));
    return el(
      "tr",
      {},
      el(
        "th",
        { scope: "row" },
        el("a", { href: `#${type.name}` }, type.name),
        CORE_TYPES.has(type.name) && el("span", { class: "tag" }, CORE_TYPES.get(type.name)),
      ),
      stored,
      INTERACTIONS.map(({ code }) => (type.interactions.has(code) ? yes() : no())),
      el("td", { class: "number" }, String(type.parameters.length)),
    );
  }

  async #showCount(cell, type) {
    try {
      const count = await this.#population.count(type);
      cell.classList.toggle("none", count === 0);
      fill(cell, count.toLocaleString("en-GB"));
    } catch {
      this.#population.forget(type);
      fill(cell, el("span", { title: "The server did not say" }, "?"));
    }
  }
}

function found(matches) {
  if (matches.length === 0) {
    return "Nothing matches. Fewer letters find more.";
  }
  const sum = (list) => matches.reduce((total, match) => total + match[list].length, 0);
  return [
    numbered(matches.length, "type"),
    numbered(sum("parameters"), "search parameter"),
    numbered(sum("operations"), "operation"),
  ]
    .filter((text) => !text.startsWith("0 "))
    .join(", ");
}

function numbered(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function matchRow({ type, parameters, operations }) {
  const items = [
    ...operations.map((operation) => ({ label: `$${operation.name}`, href: `#${type.name}`, meaning: "operation" })),
    ...parameters.map((parameter) => ({ label: parameter.name, href: `#${type.name}/${parameter.name}`, meaning: parameter.meaning })),
  ];
  const more = items.length - MOST_PARAMETERS;
  return (
    items.length > 0 &&
    el(
      "tr",
      { class: "matches" },
      el(
        "td",
        { colspan: INTERACTIONS.length + 3 },
        el(
          "ul",
          {},
          items.slice(0, MOST_PARAMETERS).map(({ label, href, meaning }) => el("li", {}, el("a", { href }, label), " ", meaning)),
          more > 0 && el("li", {}, `and ${more} more`),
        ),
      ),
    )
  );
}

function yes() {
  return el("td", { class: "yes" }, el("span", { class: "hidden" }, "yes"));
}

function no() {
  return el("td", { class: "no" }, el("span", { class: "hidden" }, "no"));
}
