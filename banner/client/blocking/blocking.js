// Activates blocked elements once their service is active: each once. The blocked element itself stays in the page.

import { attempt, doc, whenParsed } from "../dom.js";
import { namedHost } from "../named_host.js";
import vendorCalls from "../stub_calls.js";
import { webAddress } from "./web_address.js";
import elementAdder from "./elements.js";
import frameRunner from "./frames.js";
import { ACTIVATED } from "./activated.js";
import loadEvents from "./load_events.js";
import executionOrder from "./order.js";
import reruns from "./rerun.js";
import { loadResource, RESOURCES } from "./resources.js";
import scriptRunner from "./run.js";
import { runnable, asJob, timing } from "./script.js";
import fillTemplate from "./templates.js";
import shadowTrees from "./shadow_trees.js";
import currentScript from "./current_script.js";

/** @param {import("../named_host.js").HostList} list @returns {Blocking} */
export default (list) => {
  const host = namedHost(list);
  const calls = vendorCalls(host);
  /** @type {Blocking["scan"] | undefined} */
  let scan;
  const begin = async () => {
    await whenParsed();
    scan = scanner(host, calls);
    scan(doc.documentElement);
  };
  begin();
  return { scan: (part) => scan?.(part) };
};

/** @param {Host} host @param {Calls} calls @returns {Blocking["scan"]} */
const scanner = (host, calls) => {
  const { data, nonce, trust } = host;
  const activated = new WeakSet();
  /** Those of them whose script has come into the page, and at which address. @type {WeakMap<Element, string>} */
  const started = new WeakMap();
  const current = currentScript();
  const schedule = executionOrder(scriptRunner(current, trust), current, loadEvents(current), host);
  const addElement = elementAdder(host);
  const runFrame = frameRunner(host);
  const counterparts = host.share("counterparts", () => new WeakMap());
  const rerun = reruns(started);

  /** @param {HTMLScriptElement} blocked */
  const activate = (blocked) => {
    const { src, type } = blocked.dataset;
    const address = src ?? blocked.getAttribute("src");
    if (address && !webAddress(blocked, "data-src", address)) return;
    const script = runnable(blocked, trust, nonce);
    for (const name of ["type", "data-type", "data-src"]) script.removeAttribute(name);
    if (type) script.type = type;
    if (src !== undefined) script.src = trust.createScriptURL(src);
    script.setAttribute(ACTIVATED, "");
    if (timing(script) !== "data" && rerun.isSpent(blocked, script)) return;
    const insert = () => {
      // If it was taken out of the page, it may be put back later.
      if (!blocked.isConnected) return !activated.delete(blocked);
      started.set(blocked, location.href);
      rerun.note(script);
      counterparts.set(script, blocked).set(blocked, script);
      blocked.before(script);
      // The script may have defined a vendor whose calls are waiting.
      queueMicrotask(calls.deliver);
      return true;
    };
    schedule({ ...asJob(script, insert), place: blocked });
  };

  /** @param {any} element */
  const visit = (element) => {
    const { localName, dataset, type } = element;
    if (!/^(script|iframe|template)$/.test(localName) && !RESOURCES.test(localName)) return;
    if (element.hasAttribute(ACTIVATED)) return counterparts.has(element) || element.remove();
    if (!active.includes(dataset?.service)) return;
    if (localName === "iframe" && dataset.src !== undefined) runFrame(element);
    if (activated.has(element)) return;
    if (RESOURCES.test(localName)) {
      activated.add(element);
      attempt(() => loadResource(element, trust));
    } else if (localName === "iframe" && dataset.srcdoc !== undefined) {
      activated.add(element);
      element.srcdoc = trust.createHTML(dataset.srcdoc);
    }
    if (localName === "template") {
      activated.add(element);
      fillTemplate(element, trust);
      // What it holds comes before what stands behind it.
      walk(element);
    } else if (localName === "script" && /^text\/plain$/i.test(type)) {
      activated.add(element);
      attempt(() => activate(element));
    }
  };

  /**
   * Follows elements that are taken out. Routers replace each script that they have brought by a copy, since it would
   * not run otherwise: such a copy of a started script must not start again. If there is no copy, what runs goes too.
   * @param {MutationRecord[]} changes
   */
  const followChanges = (changes) => {
    for (const { removedNodes, target } of changes) {
      for (const old of /** @type {any} */ (removedNodes)) {
        if (!started.has(old) || old.isConnected) continue;
        const beside = changes.filter((change) => change.target === target);
        const added = beside.flatMap((change) => /** @type {any[]} */ ([...change.addedNodes]));
        const copy = added.find((node) => !activated.has(node) && node.isEqualNode(old));
        const twin = counterparts.get(old);
        if (!copy) twin?.remove();
        else activated.add(copy) && started.set(copy, location.href) && counterparts.set(copy, twin);
      }
    }
  };

  /** @type {string[]} */
  let active = [];
  const removals = new MutationObserver(followChanges);
  const watch = (/** @type {Node} */ root) => {
    host.observe(root);
    removals.observe(root, { childList: true, subtree: true });
  };
  const walk = shadowTrees(visit, watch);
  /** The services whose deferred scripts have been added to the page. */
  const withDeferred = new Set();
  /** Adds what services load beyond their steps. Scripts among it must find no stub where they define their names. */
  const addDeferred = () => {
    for (const id of active.filter((id) => !withDeferred.has(id))) {
      withDeferred.add(id);
      for (const element of data.services[id]?.deferred || []) addElement(element, id);
    }
  };
  watch(document);
  return (part) => {
    active = host.state().active;
    const changes = removals.takeRecords();
    followChanges(changes);
    rerun.follow(changes);
    addDeferred();
    walk(part);
  };
};
