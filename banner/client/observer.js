// What becomes of the page later: its elements, its language, and what its root says of the consent.

import { nullProto } from "./dom.js";
import { scan } from "./features.js";
import { followLanguage } from "./page_language.js";
import { setState } from "./state.js";

/**
 * Elements that arrive later are treated like the first ones; only what is new is looked at, and once where it came in
 * many steps. A router may give the root the attributes of another page, or put another root in its place.
 */
const changesOfPage = new MutationObserver((changes) => {
  setState();
  followLanguage();
  const added = new Set(/** @type {any[]} */ (changes.flatMap((change) => [...change.addedNodes])));
  for (const one of added) if (!added.has(one.parentNode) && one.matches) scan(one);
});

/** From now on what changes in *root* is looked at. @param {Node} root */
export const observe = (root) =>
  changesOfPage.observe(root, nullProto({ childList: true, subtree: true, attributeFilter: ["data-consent", "lang"] }));
