// Whether something stands in a page that the visitor has entered before anybody could hear of it: while the page was
// loading, or before the browser brought the page back from its history. What is entered later is heard.

import { all, attempt } from "../dom.js";

const OURS = "[id^=consent-],[class^=consent-]";
/** What scripts of pages set as they like, and what a press of a button says. */
const NO_TEXT = /^(hidden|checkbox|radio|range|color|button|submit|reset|image)$/;

/** @param {Document | ShadowRoot} root @returns {boolean} */
export const entered = (root) => all("*", root).some((element) => written(element) || inside(element));

/** @param {any} element */
const written = (element) =>
  element.matches("input,textarea") &&
  !NO_TEXT.test(element.type) &&
  !element.readOnly &&
  element.value !== element.defaultValue &&
  element.getClientRects().length > 0 &&
  !element.closest(OURS);

/** @param {any} element a shadow tree, or a page of the same site in a frame */
const inside = (element) => {
  if (element.shadowRoot) return entered(element.shadowRoot);
  const page = /^i?frame$/.test(element.localName) && attempt(() => element.contentDocument);
  return page ? editor(page) || entered(page) : false;
};

/** A whole page that can be edited, as the editors of many sites are, holds a text. @param {Document} page */
const editor = ({ designMode, body }) =>
  (designMode === "on" || !!body?.isContentEditable) && !!body?.textContent?.trim();
