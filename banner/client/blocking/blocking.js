// Blocking elements: what waits in the page for a service that is open now. Each is woken once, and stays what it is.

import { attempt, doc, make, parsed } from "../dom.js";
import told from "../stub_calls.js";
import { webAddress } from "./web_address.js";
import frames from "./frames.js";
import { MARK } from "./activated.js";
import moments from "./load_events.js";
import order from "./order.js";
import run from "./run.js";
import { fresh, once } from "./script.js";
import template from "./templates.js";
import trees from "./shadow_trees.js";
import whoRuns from "./current_script.js";

/** @param {Host} host @returns {Blocking} */
export default (host) => {
  const calls = told(host);
  /** @type {Blocking["look"] | undefined} */
  let look;
  const begin = async () => {
    await parsed();
    look = activator(host, calls);
    look(doc.documentElement);
  };
  begin();
  return { look: (part) => look?.(part) };
};

/** @param {Host} host @param {Calls} calls @returns {Blocking["look"]} */
const activator = (host, calls) => {
  const { data, nonce, sites, trust } = host;
  const woken = new WeakSet();
  /** Those of them that have come to their turn. */
  const begun = new WeakSet();
  const who = whoRuns();
  const take = order(run(who, trust), who, moments(who), host);
  const frame = frames(host);
  const pairs = host.share("pairs", () => new WeakMap());

  /** @param {HTMLScriptElement} gated */
  const revive = (gated) => {
    const { src, type } = gated.dataset;
    const address = src ?? gated.getAttribute("src");
    if (address && !webAddress(gated, "data-src", address)) return;
    const script = fresh(gated, trust, nonce);
    for (const name of ["type", "data-type", "data-src"]) script.removeAttribute(name);
    if (type) script.type = type;
    if (src !== undefined) script.src = trust.createScriptURL(src);
    script.setAttribute(MARK, "");
    const put = () => {
      // Whoever has taken it out may put it back.
      if (!gated.isConnected) return !woken.delete(gated);
      begun.add(gated);
      pairs.set(script, gated).set(gated, script);
      gated.before(script);
      // Whoever has come with it hears what has waited.
      queueMicrotask(calls.handOver);
      return true;
    };
    take({ ...once(script, put), place: gated });
  };

  /** @param {any} element */
  const visit = (element) => {
    const { localName, dataset, type } = element;
    if (!/^(script|iframe|template)$/.test(localName)) return;
    if (element.hasAttribute(MARK)) return pairs.has(element) || element.remove();
    if (!opened.includes(dataset?.service)) return;
    if (localName === "iframe" && dataset.src !== undefined) frame(element);
    if (woken.has(element)) return;
    if (localName === "template") {
      woken.add(element);
      template(element);
    } else if (localName === "script" && /^text\/plain$/i.test(type)) {
      woken.add(element);
      attempt(() => revive(element));
    }
  };

  /**
   * Routers put a copy in the place of each script that they have brought, as it would not run otherwise: the copy
   * of one that has begun is no other one. What runs of one that is taken out goes with it.
   * @param {MutationRecord[]} changes
   */
  const follow = (changes) => {
    for (const { removedNodes, target } of changes) {
      for (const old of /** @type {any} */ (removedNodes)) {
        if (!begun.has(old) || old.isConnected) continue;
        const beside = changes.filter((change) => change.target === target);
        const added = beside.flatMap((change) => /** @type {any[]} */ ([...change.addedNodes]));
        const copy = added.find((node) => !woken.has(node) && node.isEqualNode(old));
        const twin = pairs.get(old);
        if (!copy) twin.remove();
        else woken.add(copy) && begun.add(copy) && pairs.set(copy, twin);
      }
    }
  };

  /** @type {string[]} */
  let opened = [];
  const followed = new MutationObserver(follow);
  const watch = (/** @type {Node} */ root) => {
    host.observe(root);
    followed.observe(root, { childList: true, subtree: true });
  };
  const walk = trees(visit, watch);
  /** The services whose late scripts have been put into the page. */
  const come = new Set();
  /** What has no step that makes a name for what pages call: nothing of ours may be found there when it comes. */
  const lateOnes = () => {
    for (const id of opened.filter((id) => !come.has(id))) {
      come.add(id);
      for (const { src, ...more } of data.services[id]?.deferred || []) {
        doc.head.append(make("script", { ...more, nonce, service: id, src: trust.createScriptURL(sites(src)) }));
      }
    }
  };
  watch(document);
  return (part) => {
    opened = host.state().active;
    follow(followed.takeRecords());
    lateOnes();
    walk(part);
  };
};
