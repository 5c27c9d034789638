/** How much is stored. Asked sparingly: a count over a large store is work. */
import { read, send } from "/api.js";

const AT_A_TIME = 2;
const TYPES_PER_BATCH = 40;

/** Counts and presence of types at one base path. */
export class Population {
  #basePath;
  #counts = new Map();
  #waiting = [];
  #running = 0;

  constructor(basePath) {
    this.#basePath = basePath;
  }

  /** The number of resources of the type; asked once, unless forgotten. Rejects as api.js does. */
  count(type) {
    if (!this.#counts.has(type)) {
      this.#counts.set(type, this.#inTurn(async () => (await read(`${this.#basePath}/${type}?_summary=count`)).total));
    }
    return this.#counts.get(type);
  }

  /** The number of resources of all types. */
  async countAll() {
    return (await read(`${this.#basePath}?_summary=count`)).total;
  }

  forget(type) {
    this.#counts.delete(type);
  }

  /** Those of the types that have at least one resource: one cheap look per type, many looks per request. */
  async present(types) {
    const present = [];
    for (let start = 0; start < types.length; start += TYPES_PER_BATCH) {
      const some = types.slice(start, start + TYPES_PER_BATCH);
      const answers = await this.#batch(some.map((type) => `${type}?_count=1&_elements=id`));
      present.push(...some.filter((_, index) => answers[index]?.resource?.entry?.length > 0));
    }
    return present;
  }

  async #batch(urls) {
    const answer = await send({
      method: "POST",
      path: this.#basePath,
      headers: { "Content-Type": "application/fhir+json" },
      body: JSON.stringify({
        resourceType: "Bundle",
        type: "batch",
        entry: urls.map((url) => ({ request: { method: "GET", url } })),
      }),
    });
    return answer.ok ? (JSON.parse(answer.text).entry ?? []) : [];
  }

  #inTurn(task) {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => task().then(resolve, reject));
      this.#next();
    });
  }

  async #next() {
    if (this.#running >= AT_A_TIME || this.#waiting.length === 0) {
      return;
    }
    this.#running++;
    await this.#waiting.shift()();
    this.#running--;
    this.#next();
  }
}

/** Calls the listener once for each element that comes near the visible part of the page. */
export class WhenSeen {
  #listeners = new WeakMap();
  #observer = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: "200px" });

  watch(element, listener) {
    this.#listeners.set(element, listener);
    this.#observer.observe(element);
  }

  #seen(entries) {
    for (const entry of entries.filter((candidate) => candidate.isIntersecting)) {
      this.#observer.unobserve(entry.target);
      this.#listeners.get(entry.target)?.();
    }
  }
}
