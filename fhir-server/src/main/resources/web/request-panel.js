/** A request that can be edited, copied and run, with its live answer below. */
import { curl, send, Unreachable } from "/api.js";
import { breakable, el, fill } from "/dom.js";
import { highlighted } from "/json.js";

const TOLD_FIRST = ["etag", "last-modified", "location", "content-type"];
const SPELLING = { etag: "ETag" };
/** Characters of a body from which on its request scrolls, by keyboard too. */
const LONG = 600;
let panels = 0;

export class RequestPanel {
  #request;
  #basePath;
  #editable;
  #input;
  #command;
  #status;
  #answer;
  #running;
  #listeners = [];

  /**
   * @param request { method, path, headers, body }
   * @param options.basePath where relative references in answers point
   * @param options.editable whether the address can be changed and references in answers followed
   * @param options.runLabel what the button says
   */
  constructor(request, { basePath, editable = true, runLabel = "Run" }) {
    const id = `request-${++panels}`;
    this.#request = request;
    this.#basePath = basePath;
    this.#editable = editable;
    this.#input = el("input", {
      id,
      type: "text",
      value: request.path,
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
    });
    this.#command = el("code");
    this.#status = el("p", { class: "status", role: "status" });
    this.#answer = el("div", { class: "answer" });
    const form = el(
      "form",
      { class: "address", onsubmit: (event) => this.#submit(event) },
      el("label", { for: id }, el("span", { class: "method" }, request.method ?? "GET"), el("span", { class: "hidden" }, " address")),
      this.#input,
      el("button", { class: "primary" }, runLabel),
    );
    this.#input.addEventListener("input", () => this.#edited());
    const run = editable ? null : el("button", { class: "primary", type: "button", onclick: () => this.run() }, runLabel);
    this.element = el(
      "div",
      { class: "panel" },
      editable && form,
      el("div", { class: "command" }, el("pre", request.body?.length > LONG ? { tabindex: "0" } : {}, this.#command), el("div", { class: "buttons" }, copyButton(() => this.#command.textContent), run)),
      this.#status,
      this.#answer,
    );
    this.#answer.addEventListener("click", (event) => this.#follow(event));
    this.#showCommand();
  }

  /** Calls the listener with every answer. */
  onAnswer(listener) {
    this.#listeners.push(listener);
    return this;
  }

  /** Another address in the field, not yet asked. */
  edit(path) {
    this.#input.value = path;
    this.#edited();
    this.#input.focus();
    this.#input.setSelectionRange(path.length, path.length);
  }

  open(path) {
    this.#input.value = path;
    this.#edited();
    return this.run();
  }

  async run() {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#status.className = "status";
    fill(this.#status, "Asking …");
    this.#answer.setAttribute("aria-busy", "true");
    try {
      const answer = await send(this.#request, running.signal);
      this.#show(answer);
      this.#listeners.forEach((listener) => listener(answer));
    } catch (failure) {
      if (running.signal.aborted) {
        return;
      }
      if (!(failure instanceof Unreachable)) {
        throw failure;
      }
      this.#status.className = "status bad";
      fill(this.#status, failure.message);
      fill(this.#answer);
    } finally {
      if (this.#running === running) {
        this.#answer.removeAttribute("aria-busy");
      }
    }
  }

  #submit(event) {
    event.preventDefault();
    this.#edited();
    this.run();
  }

  #edited() {
    const typed = this.#input.value.trim().replace(/^(GET\s+)/i, "");
    this.#request = { ...this.#request, path: typed || "/" };
    this.#showCommand();
  }

  #showCommand() {
    try {
      fill(this.#command, breakable(curl(this.#request)));
    } catch {
      fill(this.#command, "# this is no address");
    }
  }

  #show(answer) {
    this.#status.className = answer.ok ? "status good" : "status bad";
    fill(
      this.#status,
      el("strong", {}, `${answer.status} ${answer.reason}`.trim()),
      ` in ${milliseconds(answer.ms)}, ${bytes(answer.size)}`,
    );
    const told = TOLD_FIRST.flatMap((name) => answer.headers.filter((header) => header[0] === name));
    const rest = answer.headers.filter((header) => !TOLD_FIRST.includes(header[0]));
    const body = el("pre", { class: "body", tabindex: "0", role: "region", "aria-label": "Body of the answer" });
    body.append(...highlighted(answer.text, (key, value) => this.#linkFor(key, value)));
    fill(
      this.#answer,
      told.length > 0 && headerList(told),
      rest.length > 0 && el("details", {}, el("summary", {}, `${rest.length} more headers`), headerList(rest)),
      answer.text && body,
    );
  }

  /** Only an address that can be edited can follow. */
  #linkFor(key, value) {
    if (!this.#editable) {
      return null;
    }
    if (key === "reference" && /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]+(\/_history\/\d+)?$/.test(value)) {
      return `${this.#basePath}/${value}`;
    }
    const isHere = value.startsWith(`${location.origin}${this.#basePath}/`) && !/[\\\s]/.test(value);
    return isHere && ["fullUrl", "url", "reference", "location"].includes(key) ? value.slice(location.origin.length) : null;
  }

  #follow(event) {
    const path = event.target.dataset?.follow;
    if (path && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.open(path);
      this.#input.focus();
    }
  }
}

function headerList(headers) {
  return el(
    "dl",
    { class: "headers" },
    headers.map(([name, value]) => el("div", {}, el("dt", {}, spelled(name)), el("dd", {}, value))),
  );
}

/** fetch gives names in small letters; people know them in capitals. */
function spelled(name) {
  return SPELLING[name] ?? name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

function copyButton(text) {
  const button = el("button", { type: "button", onclick: copy }, "Copy");
  const told = el("span", { class: "hidden", role: "status" });
  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
      told.textContent = "The command is on the clipboard";
    } catch {
      select(button.closest(".command").querySelector("code"));
      button.textContent = "Press Ctrl+C";
      told.textContent = "The command is selected; copy it with the keyboard";
    }
    setTimeout(() => {
      button.textContent = "Copy";
      told.textContent = "";
    }, 2500);
  }
  return [button, told];
}

function select(element) {
  getSelection().selectAllChildren(element);
}

function milliseconds(ms) {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

function bytes(size) {
  return size < 1024 ? `${size} bytes` : `${(size / 1024).toFixed(1)} KB`;
}
