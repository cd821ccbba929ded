// Where nobody was in the page before us, there is no place to go back to: the keyboard goes on from there.

import { all, doc, on } from "../dom.js";

const LAYERS = "#consent-banner,#consent-preferences";
const STOPS = "a[href],button,input,select,textarea,summary,iframe,[tabindex]";

/** @param {Host} host */
export default ({ state }) => {
  let within = false;
  const follow = () => {
    const now = doc.activeElement;
    within = !!now?.closest(LAYERS) && now.matches(":focus-visible");
  };
  const goOn = () => {
    if (within && nowhere()) all(STOPS).find(reachable)?.focus({ preventScroll: true });
  };
  follow();
  on("focusin", follow);
  on("click", goOn);
  on("keyup", goOn);
  if (state().pending.length && nowhere()) {
    // An answer that was faster than this module; the browser remembers whether it came from the keyboard.
    new PerformanceObserver((list) => {
      within = list.getEntries()[0].name.startsWith("key");
      goOn();
    }).observe({ type: "first-input", buffered: true });
  }
};

const nowhere = () => {
  const now = doc.activeElement;
  return !now || now === doc.body || !now.checkVisibility();
};

/** What the keyboard would reach next: in sight, or below. @param {HTMLElement} node */
const reachable = (node) =>
  node.tabIndex >= 0 &&
  !(/** @type {any} */ (node).disabled) &&
  !node.closest(`[inert],${LAYERS}`) &&
  node.checkVisibility() &&
  node.getBoundingClientRect().bottom > 0;
