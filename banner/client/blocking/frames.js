// Frames that run. The page has an empty one, and what runs is in a frame inside of that: so no text of the page, no
// copy of an element and no history of the browser, which goes back to where the frames of a page were, has its address.

import { attempt } from "../dom.js";
import { webAddress } from "./web_address.js";
import { MARK, dress } from "./activated.js";

// What the frame outside is for, and the one inside.
const OUTSIDE = /^(id|class|style|width|height|hidden|slot|part|tabindex|srcdoc|on.*|data-.*)$/;
const INSIDE = ["data-src", "src", "hidden", "sandbox", "name", "loading", "credentialless"];
const SIZE = { position: "fixed", inset: "0", width: "100%", height: "100%", border: "0" };

/**
 * Has *outer*, a frame that is empty yet, run what is at *address*, wherever it comes into the page, and be for the
 * page's scripts what runs in it. *like* has the attributes.
 * @param {HTMLIFrameElement} outer @param {string} address @param {Trust} trust @param {Element} [like]
 */
export const fill = (outer, address, trust, like = outer) => {
  /** @type {HTMLIFrameElement} */
  let inner;
  const attributes = [...like.attributes].filter(({ name }) => !OUTSIDE.test(name) && !/^(data-)?src$/.test(name));
  for (const name of INSIDE) outer.removeAttribute(name);
  outer.setAttribute(MARK, "");
  outer.srcdoc = trust.createHTML("");

  const begin = () => {
    const page = /** @type {Document} */ (outer.contentDocument);
    inner = page.createElement("iframe");
    for (const { name, value } of attributes) inner.setAttribute(name, value);
    Object.assign(inner.style, SIZE);
    inner.onload = () => outer.dispatchEvent(new Event("load"));
    inner.src = address;
    page.body.append(inner);
    // Its parent is the page, as far as it can tell.
    page.defaultView?.addEventListener("message", (/** @type {any} */ event) =>
      dispatchEvent(new MessageEvent("message", event)),
    );
    const root = /** @type {Document | ShadowRoot} */ (outer.getRootNode());
    if (root.activeElement === outer) inner.focus();
  };
  outer.addEventListener(
    "load",
    (event) => {
      if (!event.isTrusted) return;
      // Nobody has waited for the empty page.
      event.stopImmediatePropagation();
      attempt(begin);
    },
    true,
  );
  Object.defineProperties(outer, {
    contentWindow: { configurable: true, get: () => inner?.contentWindow },
    src: {
      configurable: true,
      get: () => inner?.src ?? address,
      set: (text) => {
        address = text;
        if (inner) inner.src = text;
      },
    },
  });
};

/** @param {Host} host @returns {(item: HTMLIFrameElement) => HTMLIFrameElement | undefined} runs a blocked frame, once at a time */
export default ({ share, trust }) => {
  const pairs = share("pairs", () => new WeakMap());

  /** @param {HTMLIFrameElement} item */
  const run = (item) => {
    const before = pairs.get(item);
    if (before?.parentNode && before.parentNode === item.parentNode) return before;
    before?.remove();
    const address = webAddress(item, "data-src", item.dataset.src || "");
    if (!address || !item.parentNode) return;
    const outer = /** @type {HTMLIFrameElement} */ (item.cloneNode());
    fill(outer, address, trust, item);
    pairs.set(item, outer).set(outer, item);
    dress(item);
    item.hidden = true;
    item.before(outer);
    together.observe(item.parentNode, { childList: true });
    return outer;
  };

  /** What runs goes where the blocked one goes, and whoever makes a page like another one may take it out. */
  const together = new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => /** @type {any[]} */ ([...change.removedNodes]))) {
      const other = pairs.get(node);
      if (node.localName !== "iframe" || !other || other.parentNode === node.parentNode) continue;
      if (!node.hasAttribute(MARK)) other.remove();
      else if (pairs.get(other) === node) setTimeout(() => other.isConnected && run(other));
    }
  });

  return run;
};
