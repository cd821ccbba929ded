// Shows what Python rendered: the banner. The preferences are a feature of their own, which loads when they are wanted.

import { all, announce, doc, html, make, on } from "./dom.js";
import { sites } from "./urls.js";
import { said } from "./state.js";
import { trust } from "./trusted_types.js";

export const OURS = "#consent-banner,#consent-preferences,.consent-section";

/** @returns {HTMLElement | undefined} */
const banner = () => all("#consent-banner")[0];
/** Where the reader was before one of ours took the focus. @type {HTMLElement | undefined} */
let reader;

/** @type {CSSStyleSheet | undefined} */
let sheet;
/** @type {(value?: any) => void} */
let showing;
/** Kept once something of ours is in the page. */
export const shows = new Promise((done) => (showing = done));

/** @param {string} text @returns {any} */
export const render = (text) => {
  // A page that shows nothing of ours need not read our style.
  if (!sheet) {
    // In front of what features bring, which goes on from it.
    doc.adoptedStyleSheets.unshift((sheet = new CSSStyleSheet()));
    sheet.replaceSync(DATA.css);
    showing();
  }
  const { content } = make("template", { innerHTML: trust.createHTML(text) });
  for (const link of all("a", content)) link.href = sites(link.getAttribute("href"));
  for (const line of all("[hidden]", content)) line.hidden = !navigator.globalPrivacyControl;
  return content.firstElementChild;
};

export const asks = () => banner()?.hidden === false;

export const showBanner = () => {
  if (asks()) return;
  let bar = /** @type {any} */ (banner());
  if (!bar) {
    doc.body.prepend((bar = render(said.banner)));
    // In pixels. The whole page is styled again then, which can wait until the banner has been painted.
    const measure = () => html.style.setProperty("--consent-height", bar.offsetHeight);
    new ResizeObserver(() => setTimeout(measure)).observe(bar);
  }
  bar.hidden = false;
  // Above whatever the page has, where the browser can do that.
  bar.togglePopover?.(true);
  announce("consent:open", { view: "banner" });
};

export const hideBanner = () => {
  // Even to look for it costs a page something that has nothing of ours.
  if (sheet) for (const bar of all("#consent-banner")) bar.hidden = true;
};

/** Both layers go at once, and the reader is put back to where the reading was. */
export const hide = () => {
  const inside = doc.activeElement?.closest("#consent-banner,dialog");
  all("#consent-preferences")[0]?.close();
  hideBanner();
  if (inside) reader?.focus({ preventScroll: true });
};

on("focusin", ({ target }) => {
  if (target.closest(OURS)) return;
  reader = target;
  // What the keyboard reaches comes out from under the banner; the style sheet says how far.
  if (asks() && target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest" });
});
