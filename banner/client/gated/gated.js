// Gated elements: what waits in the page for a service that is open now. Each is woken once.

import { attempt, parsed } from "../dom.js";
import moments from "./moments.js";
import order from "./order.js";
import run from "./run.js";
import { fresh } from "./script.js";
import trees from "./trees.js";
import whoRuns from "./who.js";

/** @param {Kit} kit */
export default async (kit) => {
  await parsed();
  const woken = new WeakSet();
  const who = whoRuns();
  const take = order(run(who, kit.trust), who, moments(who), kit);

  /** @param {HTMLScriptElement} gated */
  const revive = (gated) => {
    const { src, type } = gated.dataset;
    const script = fresh(gated, kit.trust, kit.nonce);
    for (const name of ["type", "data-type", "data-src"]) script.removeAttribute(name);
    if (type) script.type = type;
    if (src !== undefined) script.src = kit.trust.createScriptURL(src);
    const insert = () => {
      // Whoever has taken it out may put it back.
      if (!gated.isConnected) return !woken.delete(gated);
      gated.replaceWith(script);
      return true;
    };
    take({ script, insert });
  };

  /** @param {any} element */
  const visit = (element) => {
    const { localName, dataset, type } = element;
    if (woken.has(element) || !opened.includes(dataset?.service)) return;
    if (localName === "iframe" && dataset.src !== undefined) load(element);
    if (localName !== "script" || !/^text\/plain$/i.test(type)) return;
    woken.add(element);
    attempt(() => revive(element));
  };

  let opened = kit.opened();
  const look = trees(visit);
  kit.awake[0] = () => {
    const now = kit.opened();
    if (now.length === opened.length) return;
    opened = now;
    look();
  };
  look();
};

/** @param {HTMLIFrameElement} frame */
const load = (frame) => {
  frame.src = frame.dataset.src || "";
  // It waits no longer.
  delete frame.dataset.src;
};
