// Activates frames. The page gets an empty frame, and the content is in a frame inside of that. So no copy of the
// page's HTML has its address, and neither has the browser's history, which brings frames back to where they were.

import { attempt } from "../dom.js";
import { webAddress } from "./web_address.js";
import { ACTIVATED, addStyles } from "./activated.js";

// Attributes that belong to the outer frame, and those that are removed from it.
const OUTSIDE = /^(id|class|style|width|height|hidden|slot|part|tabindex|srcdoc|on.*|data-.*)$/;
const INSIDE = ["data-src", "src", "hidden", "sandbox", "name", "loading", "credentialless"];
const SIZE = { position: "fixed", inset: "0", width: "100%", height: "100%", border: "0" };

/**
 * Has *outer*, an empty frame, show the page at *address* whenever it comes into the document; for scripts of the page
 * it behaves like the frame inside. The attributes are those of *like*.
 * @param {HTMLIFrameElement} outer @param {string} address @param {Trust} trust @param {Element} [like]
 */
export const fillFrame = (outer, address, trust, like = outer) => {
  /** @type {HTMLIFrameElement} */
  let inner;
  const attributes = [...like.attributes].filter(({ name }) => !OUTSIDE.test(name) && !/^(data-)?src$/.test(name));
  for (const name of INSIDE) outer.removeAttribute(name);
  outer.setAttribute(ACTIVATED, "");
  outer.srcdoc = trust.createHTML("");

  const begin = () => {
    const page = /** @type {Document} */ (outer.contentDocument);
    if (inner?.ownerDocument === page) return;
    // Opened again, it has loaded once the content has. Firefox loses the load event of the whole page where a frame
    // of another site comes into a frame that has loaded before the page has.
    page.open();
    const root = page.createElement("html");
    page.append(root);
    inner = page.createElement("iframe");
    for (const { name, value } of attributes) inner.setAttribute(name, value);
    Object.assign(inner.style, SIZE);
    inner.onload = () => outer.dispatchEvent(new Event("load"));
    inner.src = address;
    root.append(inner);
    page.close();
    // The content sends its messages to the outer frame, which it takes for the page.
    page.defaultView?.addEventListener("message", (/** @type {any} */ event) =>
      dispatchEvent(new MessageEvent("message", event)),
    );
    const tree = /** @type {Document | ShadowRoot} */ (outer.getRootNode());
    if (tree.activeElement === outer) inner.focus();
  };
  outer.addEventListener(
    "load",
    (event) => {
      if (!event.isTrusted) return;
      // The empty page that has loaded here means nothing to anybody.
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

/**
 * Return a function that activates a blocked frame and gives the frame that runs.
 * @param {Host} host
 * @returns {(item: HTMLIFrameElement) => HTMLIFrameElement | undefined}
 */
export default ({ share, trust }) => {
  const counterparts = share("counterparts", () => new WeakMap());

  /** @param {HTMLIFrameElement} item */
  const run = (item) => {
    const previous = counterparts.get(item);
    if (previous?.parentNode && previous.parentNode === item.parentNode) return previous;
    previous?.remove();
    const address = webAddress(item, "data-src", item.dataset.src || "");
    if (!address || !item.parentNode) return;
    const outer = /** @type {HTMLIFrameElement} */ (item.cloneNode());
    fillFrame(outer, address, trust, item);
    counterparts.set(item, outer).set(outer, item);
    addStyles(item);
    item.hidden = true;
    item.before(outer);
    followMoves.observe(item.parentNode, { childList: true });
    return outer;
  };

  /** Moves the running frame where the blocked one goes, and restores it if a router takes it out alone. */
  const followMoves = new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => /** @type {any[]} */ ([...change.removedNodes]))) {
      const other = counterparts.get(node);
      if (node.localName !== "iframe" || !other) continue;
      // WebKit tells of a frame that still loads before it is out of its place.
      if (node.hasAttribute(ACTIVATED)) {
        setTimeout(() => counterparts.get(other) === node && other.isConnected && run(other));
      } else if (other.parentNode !== node.parentNode) other.remove();
    }
  });

  return run;
};
