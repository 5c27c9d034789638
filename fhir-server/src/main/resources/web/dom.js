/** Small helpers to build the page. Text is only ever set as text: nothing here parses HTML. */

/**
 * An element. Attributes whose name begins with "on" are listeners; true sets an attribute without a value; false, null
 * and undefined leave it out. Children are nodes, text, or lists of them.
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  append(element, children);
  return element;
}

/** Replaces what is in the element. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/** A table with a caption and column headings; rows are elements. */
export function table(caption, headings, rows) {
  return el(
    "table",
    {},
    el("caption", { class: "hidden" }, caption),
    el("thead", {}, el("tr", {}, headings.map((heading) => el("th", { scope: "col" }, heading)))),
    el("tbody", {}, rows),
  );
}

/** Lets a wide thing scroll inside the page; reachable by keyboard. */
export function scroller(label, ...children) {
  return el("div", { class: "scroller", role: "region", "aria-label": label, tabindex: "0" }, children);
}

/** Text that may break after the signs that divide an address. */
export function breakable(text) {
  return text.split(/(?<=[/?&])(?=[^/?&])/).flatMap((part) => [part, document.createElement("wbr")]);
}

/** A link to another site, which learns nothing about this page. */
export function outward(url, text = breakable(url)) {
  return el("a", { href: url, rel: "noopener noreferrer external" }, text);
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child);
    }
  }
}
