// The mark and the styles of activated elements. What runs is an element of ours, beside or inside the blocked one. It
// is marked, so that a copy of the page's HTML does not bring it back.

/** The mark. An element that bears it and is not known comes from a copy of the page's HTML, and is removed. */
export const ACTIVATED = "data-consent-activated";

// A blocked frame takes no room beside the one that runs; the content of a template takes its own.
const CSS = `
iframe[data-service][hidden] { display: none !important }
template:is([data-service], [${ACTIVATED}]):not(:empty) { display: contents !important }`;

/** @type {CSSStyleSheet | undefined} */
let sheet;

/** Adds the styles to the document or shadow tree of *element*. @param {Element} element */
export const addStyles = (element) => {
  const tree = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  if (!tree.adoptedStyleSheets?.includes(sheet)) tree.adoptedStyleSheets?.push(sheet);
};
