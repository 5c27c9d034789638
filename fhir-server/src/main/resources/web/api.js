/** Requests to this server, and only to this one. */

const FHIR_JSON = "application/fhir+json";
const PATIENCE_MS = 30_000;

let accessToken = "";

/** Sends this token with every request from now on; kept in this page only, and gone with it. */
export function useToken(token) {
  accessToken = token;
}

/** The server gave no answer at all. */
export class Unreachable extends Error {}

/** The server answered something else than success. */
export class Refused extends Error {
  constructor(answer) {
    super(`${answer.status} ${answer.reason}`.trim());
    this.answer = answer;
  }
}

/**
 * Sends { method, path, headers, body } and resolves to { status, reason, ok, ms, size, headers, text }. Rejects with
 * Unreachable if there is no answer, and with the signal's AbortError if the caller gave up.
 */
export async function send(request, signal) {
  const url = new URL(request.path, location.origin);
  if (url.origin !== location.origin) {
    throw new Unreachable(`This page sends requests only to ${location.origin}.`);
  }
  const started = performance.now();
  try {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, {
      method: request.method ?? "GET",
      headers: sent(request.headers),
      body: request.body,
      cache: "no-store",
      signal: signal ? anyOf(signal, patience) : patience,
    });
    const bytes = await response.arrayBuffer();
    return {
      status: response.status,
      reason: response.statusText,
      ok: response.ok,
      ms: performance.now() - started,
      size: bytes.byteLength,
      headers: [...response.headers],
      text: new TextDecoder().decode(bytes),
    };
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new Unreachable(`No answer from ${location.origin}. Is the server still running?`, { cause: failure });
  }
}

/** A request id is for one request: a new one each time. The token in the box counts more than one in an example. */
function sent(headers = {}) {
  const all = { Accept: FHIR_JSON, ...headers };
  for (const name of Object.keys(all)) {
    if (name.toLowerCase() === "x-request-id") {
      all[name] = crypto.randomUUID();
    }
  }
  return accessToken ? { ...all, Authorization: `Bearer ${accessToken}` } : all;
}

/** The JSON that a GET of the path answers. Rejects with Refused for anything but success. */
export async function read(path, signal) {
  const answer = await send({ path }, signal);
  if (!answer.ok) {
    throw new Refused(answer);
  }
  return JSON.parse(answer.text);
}

/** The same request for a shell. */
export function curl({ method = "GET", path, headers = {}, body }) {
  const words = ["curl"];
  if (method !== "GET") {
    words.push("-X", method);
  }
  for (const [name, value] of Object.entries(headers)) {
    words.push("-H", quoted(`${name}: ${value}`));
  }
  words.push(quoted(new URL(path, location.origin).href));
  const command = words.join(" ");
  return body === undefined ? command : `${command} \\\n  -d ${quoted(body)}`;
}

/** A value for a query string: what FHIR and URLs read as more than text is escaped, the rest stays readable. */
export function queryValue(text) {
  return encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%2F", "/");
}

/** system|code, escaped for a query string. */
export function token({ system, value }) {
  const parts = system ? [system, value] : [value];
  return queryValue(parts.map((part) => part.replace(/[\\,$|]/g, "\\$&")).join("|"));
}

function quoted(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function anyOf(...signals) {
  const either = new AbortController();
  for (const signal of signals) {
    signal.addEventListener("abort", () => either.abort(signal.reason), { once: true });
  }
  return either.signal;
}
