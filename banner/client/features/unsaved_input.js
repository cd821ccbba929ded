// Finds input that the visitor has entered while the page was loading, or before the browser brought the page back from
// its history. Later input is noticed by its event.

import { queryAll, attempt } from "../dom.js";

const OWN_ELEMENTS = "[id^=consent-],[class^=consent-]";
/** Types of input that scripts often set, and buttons. */
const NOT_TYPED = /^(hidden|checkbox|radio|range|color|button|submit|reset|image)$/;

/** @param {Document | ShadowRoot} root @returns {boolean} */
export const hasUnsavedInput = (root) =>
  queryAll("*", root).some((element) => isChanged(element) || hasInputInside(element));

/** @param {any} element */
const isChanged = (element) =>
  element.matches("input,textarea") &&
  !NOT_TYPED.test(element.type) &&
  !element.readOnly &&
  element.value !== element.defaultValue &&
  element.getClientRects().length > 0 &&
  !element.closest(OWN_ELEMENTS);

/** @param {any} element that may have a shadow tree, or hold a page of the same site in a frame */
const hasInputInside = (element) => {
  if (element.shadowRoot) return hasUnsavedInput(element.shadowRoot);
  const page = /^i?frame$/.test(element.localName) && attempt(() => element.contentDocument);
  return page ? isFilledEditor(page) || hasUnsavedInput(page) : false;
};

/**
 * Return whether *page* is editable as a whole, as in the editors of many sites, and has text.
 * @param {Document} page
 */
const isFilledEditor = ({ designMode, body }) =>
  (designMode === "on" || !!body?.isContentEditable) && !!body?.textContent?.trim();
