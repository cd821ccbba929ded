// Creates and shows the banner, from HTML that Python has rendered. The preferences are a feature, loaded when wanted.

import { queryAll, announce, doc, html, createElement, on } from "./dom.js";
import { siteUrl } from "./urls.js";
import { said } from "./state.js";
import { trust } from "./trusted_types.js";

export const OWN_LAYERS = "#consent-banner,#consent-preferences,.consent-section";

/** @returns {HTMLElement | undefined} */
const banner = () => queryAll("#consent-banner")[0];
/** The element that had the focus before the banner or the preferences took it. @type {HTMLElement | undefined} */
let lastFocused;

/** @type {CSSStyleSheet | undefined} */
let sheet;
/** @type {(value?: any) => void} */
let markShown;
/** Resolves once something of the banner's is in the page. */
export const whenShown = new Promise((done) => (markShown = done));

/** @param {string} text @returns {any} */
export const render = (text) => {
  // A page that shows nothing of the banner need not parse its style sheet.
  if (!sheet) {
    // Before the style sheets of features, which override it.
    doc.adoptedStyleSheets.unshift((sheet = new CSSStyleSheet()));
    sheet.replaceSync(DATA.css);
    markShown();
  }
  const { content } = createElement("template", { innerHTML: trust.createHTML(text) });
  for (const link of queryAll("a", content)) link.href = siteUrl(link.getAttribute("href"));
  for (const line of queryAll("[hidden]", content)) line.hidden = !navigator.globalPrivacyControl;
  return content.firstElementChild;
};

export const isAsking = () => banner()?.hidden === false;

export const showBanner = () => {
  if (isAsking()) return;
  let element = /** @type {any} */ (banner());
  if (!element) {
    doc.body.prepend((element = render(said.banner)));
    // In pixels. Setting it makes the browser style the whole page again, so it waits until the banner is painted.
    const measure = () => html.style.setProperty("--consent-height", element.offsetHeight);
    new ResizeObserver(() => setTimeout(measure)).observe(element);
  }
  element.hidden = false;
  // Brings it to the top layer where the browser can.
  element.togglePopover?.(true);
  announce("consent:open", { view: "banner" });
};

export const hideBanner = () => {
  // The search costs time, so it is skipped on pages that never showed anything.
  if (sheet) for (const shown of queryAll("#consent-banner")) shown.hidden = true;
};

/** Hides the banner and the preferences, and gives the focus back to the element that had it before. */
export const hide = () => {
  const inside = doc.activeElement?.closest("#consent-banner,dialog");
  queryAll("#consent-preferences")[0]?.close();
  hideBanner();
  if (inside) lastFocused?.focus({ preventScroll: true });
};

on("focusin", ({ target }) => {
  if (target.closest(OWN_LAYERS)) return;
  lastFocused = target;
  // Scrolls what the keyboard reaches clear of the banner; the style sheet sets how far.
  if (isAsking() && target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest" });
});
