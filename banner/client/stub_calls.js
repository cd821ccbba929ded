// Delivers the calls that pages have made to stubs, once the vendor is there and after what it has to be told first.
// If the visitor has decided and not allowed the vendor, the calls are dropped.

import { attempt, nullProto, doc } from "./dom.js";

const MAX_CALLS = 99; // calls that wait

const page = /** @type {any} */ (window);

/** @param {Host} host */
export default (host) => host.share("calls", () => vendorCalls(host));

/** @param {Host} host @returns {Calls} */
const vendorCalls = (host) => {
  const { calls } = host.data;
  if (!calls.length) return { deliver: () => {}, during: (_, open) => open() };
  /** Functions that deliver a call each; they return whether it has to wait. @type {(() => any)[]} */
  const waiting = [];
  /** The services whose steps are running. @type {string[]} */
  let activating = [];

  /** @param {Call} call */
  const keep = ([root, method, args]) => {
    const { 2: ids, 3: command, stub } = /** @type {Data["calls"][0]} */ (calls.find(([name]) => name === root));
    // Pages may not tell a vendor what is allowed: only the banner does.
    if (waiting.length >= MAX_CALLS || (command && [args[0], args[0]?.[0]].includes(command))) return;
    waiting.push(() => {
      const now = page[root];
      if (!host.state().active.some((id) => ids.includes(id))) return !host.state().consent.at;
      if (!now || now === stub) return true;
      if (method) now[method](...args);
      else now(...args);
    });
  };

  /** Delivers, in their order, the calls whose vendor is there by now. */
  const deliver = () => waiting.push(...waiting.splice(0).filter((call) => attempt(call)));

  /** Installs a stub. The vendor's own scripts do not see it, so that they define what they need. */
  const install = (/** @type {Data["calls"][0]} */ { 0: root, 2: ids, stub }) => {
    if (!stub || (page[root] || stub) !== stub) return;
    const isHidden = () => {
      const { service, dataset } = /** @type {any} */ (doc.currentScript) || {};
      return ids.some((id) => activating.includes(id) || id === (service || dataset?.service));
    };
    const property = nullProto({
      configurable: true,
      get: () => (isHidden() ? undefined : stub),
      set: (/** @type {any} */ value) => {
        if (value === stub) return;
        delete page[root];
        page[root] = value;
        // After the script that has defined it has told the vendor what comes first.
        queueMicrotask(deliver);
      },
    });
    Object.defineProperty(page, root, property);
  };

  /**
   * Takes calls that the page has queued in an array of its own, so that they wait like the others.
   * @param {string[]} services
   */
  const takeQueued = (services) => {
    for (const [root, methods, ids] of calls) {
      const own = page[root];
      const begins = ids.some((id) => services.includes(id)) && !ids.some((id) => host.state().active.includes(id));
      if (!begins || !methods.includes("push") || own?.push !== [].push) continue;
      for (const entry of own.splice(0)) keep([root, "push", [entry]]);
    }
  };

  // A script that has kept a reference to a stub reaches whoever has come since.
  const earlier = host.onCall((call) => {
    keep(call);
    deliver();
  });
  earlier.forEach(keep);
  calls.forEach(install);
  // A script that has loaded may have defined the vendor.
  doc.addEventListener("load", deliver, true);
  deliver();
  return {
    deliver,
    during: (ids, step) => {
      takeQueued(ids);
      activating = ids;
      attempt(step);
      activating = [];
      calls.forEach(install);
      deliver();
    },
  };
};
