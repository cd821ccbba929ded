// Where nobody was in the page before us, there is no place to go back to: the keyboard goes on from there.

import { all, on } from "../dom.js";

const LAYERS = "#consent-banner,#consent-preferences";
const STOPS = "a[href],button,input,select,textarea,summary,iframe,[tabindex]";

export default () => {
  let within = false;
  const follow = () => {
    const now = document.activeElement;
    within = !!now?.closest(LAYERS) && now.matches(":focus-visible");
  };
  const goOn = () => {
    const now = document.activeElement;
    if (!within || (now && now !== document.body && now.checkVisibility())) return;
    within = false;
    all(STOPS).find(reachable)?.focus({ preventScroll: true });
  };
  follow();
  on("focusin", follow);
  on("click", goOn);
  on("keyup", goOn);
};

/** What the keyboard would reach next: in sight, or below. @param {HTMLElement} node */
const reachable = (node) =>
  node.tabIndex >= 0 &&
  !(/** @type {any} */ (node).disabled) &&
  !node.closest(`[inert],${LAYERS}`) &&
  node.checkVisibility() &&
  node.getBoundingClientRect().bottom > 0;
