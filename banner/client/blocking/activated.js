// What runs stands beside what is blocked, or in it, and is ours: it is marked, and no text of the page brings it back.

/** The mark of what runs. Whoever bears it and is not known comes from a text or a copy of the page, and is nothing. */
export const MARK = "data-consent-activated";

// What stays blocked takes no room where what runs stands beside it, and what a template holds takes its own.
const CSS = `
iframe[data-service][hidden] { display: none !important }
template:is([data-service], [${MARK}]):not(:empty) { display: contents !important }`;

/** @type {CSSStyleSheet | undefined} */
let sheet;

/** Has the tree of *element* show what runs in it. @param {Element} element */
export const dress = (element) => {
  const tree = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  if (!tree.adoptedStyleSheets?.includes(sheet)) tree.adoptedStyleSheets?.push(sheet);
};
