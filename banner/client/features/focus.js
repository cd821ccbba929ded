// Keeps the keyboard going: the banner stands behind the page, and comes before it.

import { queryAll, doc, on } from "../dom.js";

const LAYERS = "#consent-banner,#consent-preferences,#consent-opt-out";
const STOPS = "a[href],button,input,select,textarea,summary,iframe,[tabindex]";

/** @param {Host} host */
export default ({ state }) => {
  let inLayer = false;
  const noteFocus = () => {
    const now = doc.activeElement;
    inLayer = !!now?.closest(LAYERS) && now.matches(":focus-visible");
  };
  // If nothing in the page had the focus before the banner, there is nothing to give it back to.
  const moveOn = () => {
    if (inLayer && isNowhere()) firstStop()?.focus({ preventScroll: true });
  };
  noteFocus();
  on("focusin", noteFocus);
  on("click", moveOn);
  on("keyup", moveOn);
  on("keydown", leave);
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

/** Return the first element of the page that the keyboard would reach. @returns {HTMLElement | undefined} */
const firstStop = () => queryAll(STOPS).find(isReachable);

/** Moves the focus from the banner's last button to the page. @param {KeyboardEvent} event */
const leave = (event) => {
  const banner = doc.activeElement?.closest("#consent-banner");
  if (event.key !== "Tab" || event.shiftKey || !banner) return;
  const next = doc.activeElement === queryAll("button", banner).pop() && firstStop();
  if (!next) return;
  event.preventDefault();
  next.focus();
};

/** Return whether the keyboard would reach *node* next: in sight or below. @param {HTMLElement} node */
const isReachable = (node) =>
  node.tabIndex >= 0 &&
  !(/** @type {any} */ (node).disabled) &&
  !node.closest(`[inert],${LAYERS}`) &&
  node.checkVisibility() &&
  node.getBoundingClientRect().bottom > 0;
