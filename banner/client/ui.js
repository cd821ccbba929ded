// Creates and shows the banner, from HTML that Python has rendered. The preferences are a feature, loaded when wanted.

import { hasFocus, resize, stand } from "./container.js";
import { attempt, queryAll, announce, doc, html, createElement, on } from "./dom.js";
import { loadFeature } from "./features.js";
import { siteUrl } from "./urls.js";
import { said } from "./state.js";
import { trust } from "./trusted_types.js";

export const OWN_LAYERS = "#consent-banner,#consent-preferences,.consent-section";

/** @type {any} */
export let banner;
/** The element that had the focus before the banner or the preferences took it. @type {HTMLElement | undefined} */
let lastFocused;

/** Our style sheets. A page that shows nothing of ours need not parse them. @type {CSSStyleSheet[]} */
const sheets = [];
/** Return whether something of ours is in the page. */
export const isStyled = () => sheets[0];

/** Takes back a place among the document's style sheets, whose list the page may have replaced. */
const adopt = () => {
  for (const sheet of sheets) if (!doc.adoptedStyleSheets.includes(sheet)) doc.adoptedStyleSheets.push(sheet);
};

/** Adds style sheets of ours, after that of the banner, which they override. @param {string[]} texts */
export const addStyles = (...texts) => {
  for (const css of sheets[0] ? texts : [DATA.css, ...texts]) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.push(sheet);
  }
  adopt();
};

const measure = () => {
  adopt();
  // In pixels. Setting it makes the browser style the whole page again, so it waits until the banner is painted.
  if (banner) html().style.setProperty("--consent-height", banner.offsetHeight);
};

/** An element that loses its style changes its size, and so does a banner in another language, or where a page zooms. */
const sizes = new ResizeObserver(() => {
  resize();
  setTimeout(measure);
});

/** @param {string} text @returns {any} */
export const render = (text) => {
  if (!sheets[0]) addStyles();
  const { content } = createElement("template", { innerHTML: trust.createHTML(text) });
  for (const link of queryAll("a", content)) link.href = siteUrl(link.getAttribute("href"));
  for (const line of queryAll("[hidden]", content)) line.hidden = !navigator.globalPrivacyControl;
  const element = content.firstElementChild;
  sizes.observe(element);
  return element;
};

export const isAsking = () => banner && !banner.hidden;

/** While a dialog of the page is modal, a feature lets the visitor decide in there. */
const followDialogs = () => isAsking() && queryAll("dialog:modal")[0] && loadFeature("extras");

/** Return the elements of the page around this one, if this is a frame of the site: that page asks for both. */
const outer = () => (window === top ? undefined : attempt(() => /** @type {any} */ (top).customElements));

export const showBanner = () => {
  const around = outer();
  if (isAsking() || around?.get("consent-ui")) return;
  // The script of the page around may come later than ours.
  around?.whenDefined("consent-ui").then(hideBanner);
  banner ||= render(said.banner);
  banner.hidden = false;
  stand(banner);
  // Brings it to the top layer where the browser can.
  banner.togglePopover?.(true);
  announce("consent:open", { view: "banner" });
  followDialogs();
};

export const hideBanner = () => {
  if (banner) banner.hidden = true;
};

/** Hides the banner and the preferences, and gives the focus back to the element that had it before. */
export const hide = () => {
  const inside = hasFocus();
  queryAll("#consent-preferences")[0]?.close();
  hideBanner();
  if (inside) lastFocused?.focus({ preventScroll: true });
};

on("focusin", ({ target }) => {
  followDialogs();
  if (target.closest(OWN_LAYERS)) return;
  lastFocused = target;
  // Scrolls what the keyboard reaches clear of the banner; the style sheet sets how far.
  if (isAsking() && target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest" });
});

/** Moves a focus that is nowhere into the banner, which stands last and comes first. @param {KeyboardEvent} event */
export const enter = (event) => {
  if (event.key !== "Tab" || doc.activeElement !== doc.body) return;
  banner.querySelector("select,button").focus();
  // Under a layer that is modal it takes no focus.
  if (hasFocus()) event.preventDefault();
};
