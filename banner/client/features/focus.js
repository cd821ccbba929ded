// Gives the keyboard a place to go on from, if nothing in the page had the focus before the banner.

import { queryAll, doc, on } from "../dom.js";

const LAYERS = "#consent-banner,#consent-preferences";
const STOPS = "a[href],button,input,select,textarea,summary,iframe,[tabindex]";

/** @param {Host} host */
export default ({ state }) => {
  let inLayer = false;
  const noteFocus = () => {
    const now = doc.activeElement;
    inLayer = !!now?.closest(LAYERS) && now.matches(":focus-visible");
  };
  const moveOn = () => {
    if (inLayer && isNowhere()) queryAll(STOPS).find(isReachable)?.focus({ preventScroll: true });
  };
  noteFocus();
  on("focusin", noteFocus);
  on("click", moveOn);
  on("keyup", moveOn);
  if (state().pending.length && isNowhere()) {
    // The visitor has decided before this module was there; the browser remembers whether that was by keyboard.
    new PerformanceObserver((list) => {
      inLayer = list.getEntries()[0].name.startsWith("key");
      moveOn();
    }).observe({ type: "first-input", buffered: true });
  }
};

const isNowhere = () => {
  const now = doc.activeElement;
  return !now || now === doc.body || !now.checkVisibility();
};

/** Return whether the keyboard would reach *node* next: in sight or below. @param {HTMLElement} node */
const isReachable = (node) =>
  node.tabIndex >= 0 &&
  !(/** @type {any} */ (node).disabled) &&
  !node.closest(`[inert],${LAYERS}`) &&
  node.checkVisibility() &&
  node.getBoundingClientRect().bottom > 0;
