// Tells of a blocked script that comes again whether it has run for good: so it is where one that is not blocked would
// not run again. All others run each time that they come.

import { doc } from "../dom.js";

/** What React calls the property by which it finds its own work from an element. */
const MADE = "__reactFiber$";

/** Whether React has made *element*, or what it stands in. @param {Node | null} element @returns {boolean} */
const isReacts = (element) =>
  !!element && (Object.keys(element).some((name) => name.startsWith(MADE)) || isReacts(element.parentNode));

/** @param {WeakMap<Element, string>} started the blocked scripts that have started, and at which address */
export default (started) => {
  /** What has left the page in the present step of it. @type {any[]} */
  let left = [];
  const isAstros = doc.querySelector("meta[name=astro-view-transitions-enabled]");
  /** What has run since Astro's document came: addresses, and the text of inline code. */
  const ran = new Set();

  /** @param {MutationRecord[]} changes */
  const follow = (changes) => {
    if (!changes.length) return;
    left = changes.flatMap(({ removedNodes }) => [...removedNodes]);
    queueMicrotask(() => (left = []));
  };

  /**
   * React draws anew what its server has sent where the page is not quite that any more (a banner behind the body, a
   * placeholder, an element of an extension), and no script that it makes runs. So the same script has left the page
   * in the same step, and had started at the same address: at another one it belongs to another page.
   * @param {HTMLScriptElement} blocked
   */
  const isRedrawn = (blocked) => {
    const scripts = left.flatMap((one) => [one, ...(one.querySelectorAll?.("script") || [])]);
    const old = scripts.find(
      (one) => started.get(one) === location.href && !one.isConnected && one.isEqualNode(blocked),
    );
    if (!old || !isReacts(blocked)) return false;
    // Two that are the same have run twice.
    started.delete(old);
    started.set(blocked, location.href);
    return true;
  };

  /** Astro's router brings another body, and runs once what each page has. @param {HTMLScriptElement} script */
  const isKnownToAstro = (script) =>
    ran.has(script.src || script.text) &&
    !script.hasAttribute("data-astro-rerun") &&
    left.some((one) => one.localName === "body");

  return {
    follow,
    /** @param {HTMLScriptElement} blocked @param {HTMLScriptElement} script what would run */
    isSpent: (blocked, script) => isRedrawn(blocked) || isKnownToAstro(script),
    /** @param {HTMLScriptElement} script */
    note: (script) => isAstros && ran.add(script.src || script.text),
  };
};
