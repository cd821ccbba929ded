// Hands over what pages have called: once the vendor is there, and behind what it has to be told first; or drops it,
// where the visitor has answered and did not allow it.

import { attempt, bare, doc } from "./dom.js";

const MOST = 99; // calls that wait

const page = /** @type {any} */ (window);

/** @param {Host} host */
export default (host) => host.share("calls", () => told(host));

/** @param {Host} host @returns {Calls} */
const told = (host) => {
  const { calls } = host.data;
  if (!calls.length) return { handOver: () => {}, around: (_, open) => open() };
  /** To tell it says whether it has to wait. @type {(() => any)[]} */
  const waiting = [];
  /** The services whose steps run. @type {string[]} */
  let inside = [];

  /** @param {Call} call */
  const hold = ([root, method, args]) => {
    const { 2: ids, 3: command, stub } = /** @type {Data["calls"][0]} */ (calls.find(([name]) => name === root));
    // What is allowed is for us to say, and for nobody else.
    if (waiting.length >= MOST || (command && [args[0], args[0]?.[0]].includes(command))) return;
    waiting.push(() => {
      const now = page[root];
      if (!host.state().active.some((id) => ids.includes(id))) return !host.state().consent.at;
      if (!now || now === stub) return true;
      if (method) now[method](...args);
      else now(...args);
    });
  };

  /** Tells, in its order, what somebody is there for by now. */
  const handOver = () => waiting.push(...waiting.splice(0).filter((call) => attempt(call)));

  /** Stands in for a vendor, and steps back from its own scripts: they find nothing, and so make what they need. */
  const stand = (/** @type {Data["calls"][0]} */ { 0: root, 2: ids, stub }) => {
    if (!stub || (page[root] || stub) !== stub) return;
    const hides = () => {
      const { service, dataset } = /** @type {any} */ (doc.currentScript) || {};
      return ids.some((id) => inside.includes(id) || id === (service || dataset?.service));
    };
    const property = bare({
      configurable: true,
      get: () => (hides() ? undefined : stub),
      set: (/** @type {any} */ value) => {
        if (value === stub) return;
        delete page[root];
        page[root] = value;
        // Once its maker has said what comes first.
        queueMicrotask(handOver);
      },
    });
    Object.defineProperty(page, root, property);
  };

  /** What stands in a list of the page's own waits like the rest. @param {string[]} services */
  const empty = (services) => {
    for (const [root, methods, ids] of calls) {
      const own = page[root];
      const begins = ids.some((id) => services.includes(id)) && !ids.some((id) => host.state().active.includes(id));
      if (!begins || !methods.includes("push") || own?.push !== [].push) continue;
      for (const entry of own.splice(0)) hold([root, "push", [entry]]);
    }
  };

  // Whoever has kept a stub speaks through it to whoever has come since.
  const held = host.calls((call) => {
    hold(call);
    handOver();
  });
  held.forEach(hold);
  calls.forEach(stand);
  // Scripts that have come may have brought somebody.
  doc.addEventListener("load", handOver, true);
  handOver();
  return {
    handOver,
    around: (ids, open) => {
      empty(ids);
      inside = ids;
      attempt(open);
      inside = [];
      calls.forEach(stand);
      handOver();
    },
  };
};
