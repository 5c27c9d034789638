/** A place for an access token, and what it says of its bearer. */
import { useToken } from "/api.js";
import { el, fill } from "/dom.js";

/** @param onChange called when requests are sent with another token, or with none again */
export function tokenBox(onChange) {
  const told = el("div", { role: "status" });
  const input = el("input", { id: "access-token", type: "password", autocomplete: "off", spellcheck: "false" });
  const form = el(
    "form",
    {
      class: "address",
      onsubmit: (event) => {
        event.preventDefault();
        const token = input.value.trim().replace(/^Bearer\s+/i, "");
        useToken(token);
        fill(told, token ? bearer(token) : null);
        onChange();
      },
    },
    el("label", { for: "access-token" }, "Access token"),
    input,
    el("button", { class: "primary" }, "Use it"),
  );
  return el(
    "details",
    {},
    el("summary", {}, "Access token, for a server that asks for one"),
    el("p", { class: "small" }, "It stays in this page and is sent with every request of it. Empty: none is sent."),
    form,
    told,
  );
}

/** The claims of the token as the server will read them; whether it is good only the server can tell. */
function bearer(token) {
  const claims = claimsOf(token);
  if (!claims) {
    return el("p", {}, "This is no access token of three parts; it is sent as it is.");
  }
  const roles = (claims.roles ?? []).map((role) => `${role.role_code} at ${role.ods}: ${(role.activity_codes ?? []).join(", ") || "no activities"}`);
  const expires = new Date(claims.exp * 1000);
  return el(
    "dl",
    { class: "whole" },
    row("Who", [claims.mode?.replace("_", " "), claims.uid ?? claims.nhs_number ?? claims.client_id].filter(Boolean).join(" ")),
    row("Application", claims.client_id ?? "not said"),
    roles.length > 0 && row("Roles", roles.join("; ")),
    row("May", permissions(claims.scope)),
    row("Until", `${expires.toLocaleTimeString("en-GB")}${expires < new Date() ? ", which has passed" : ""}`),
  );
}

const WORDS = { c: "create", r: "read", u: "update", d: "delete", s: "search" };

function permissions(scope = "") {
  const lines = scope.split(" ").map((one) => {
    const [, type, letters] = one.match(/^\w+\/([A-Za-z*]+)\.([cruds]+)$/) ?? [];
    return type ? `${[...letters].map((letter) => WORDS[letter]).join(", ")} ${type === "*" ? "everything" : type}` : one;
  });
  return el("ul", {}, lines.map((line) => el("li", {}, line)));
}

function row(name, value) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value));
}

function claimsOf(token) {
  try {
    const [, claims, signature] = token.split(".");
    const bytes = Uint8Array.from(atob(claims.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    return signature ? JSON.parse(new TextDecoder().decode(bytes)) : null;
  } catch {
    return null;
  }
}
