// Shows what Python rendered: the banner, the dialog of preferences, and the same preferences in a page.

import { all, announce, html, make, on, sites } from "./dom.js";

export const OURS = "#consent-banner,#consent-preferences,.consent-section";

/** @type {HTMLElement | undefined} */
let banner;
/** @type {HTMLDialogElement | undefined} */
let dialog;
/** Where the reader was before one of ours took the focus. @type {HTMLElement | undefined} */
let reader;
/** What the switches show, and the sentence about the answer. @type {[string[], string]} */
let shown = [[], ""];

const sheet = new CSSStyleSheet();
sheet.replaceSync(DATA.css);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** @param {string} text @returns {any} */
const render = (text) => {
  const { content } = Object.assign(make("template"), { innerHTML: text });
  for (const link of all("a", content)) link.href = sites(link.getAttribute("href"));
  return content.firstElementChild;
};

export const asks = () => banner?.hidden === false;

/** @param {unknown} node */
export const isDialog = (node) => !!dialog && node === dialog;

export const showBanner = () => {
  if (asks()) return;
  if (!banner) {
    const bar = (banner = /** @type {HTMLElement} */ (render(DATA.banner)));
    document.body.prepend(bar);
    new ResizeObserver(() => html.style.setProperty("--consent-height", bar.offsetHeight + "px")).observe(bar);
  }
  banner.hidden = false;
  announce("consent:open", { view: "banner" });
};

export const hideBanner = () => {
  if (banner) banner.hidden = true;
};

export const showDialog = () => {
  if (!dialog) document.body.append((dialog = render(DATA.dialog)));
  reflect(...shown);
  if (!dialog?.open) dialog?.showModal();
  announce("consent:open", { view: "preferences" });
};

export const closeDialog = () => dialog?.close();

/** Both layers go at once, and the reader is put back to where the reading was. */
export const hide = () => {
  const inside = document.activeElement?.closest("#consent-banner,dialog");
  closeDialog();
  hideBanner();
  if (inside) reader?.focus({ preventScroll: true });
};

/** @param {Element} place */
export const fill = (place) => {
  place.replaceChildren(render(DATA.section));
  reflect(...shown);
};

/** Shows the present answer in every place. @param {string[]} on @param {string} note */
export const reflect = (on, note) => {
  shown = [on, note];
  for (const box of boxes("service")) {
    box.checked = on.includes(box.value);
    mix(box);
  }
  if (note) for (const line of all(".consent-note")) line.textContent = note;
};

/** The services whose switch is on in *root*. @param {Element} root @returns {string[]} */
export const ticked = (root) =>
  boxes("service", root)
    .filter((box) => box.checked)
    .map((box) => box.value);

/** @param {string} name @param {Element} [root] @returns {HTMLInputElement[]} */
const boxes = (name, root) => all(`:is(${OURS}) input[name=${name}]`, root);

/** A purpose is on, off, or mixed as its services are. @param {Element} box */
const mix = (box) => {
  const group = /** @type {Element} */ (box.closest("fieldset"));
  const on = boxes("service", group).map((service) => service.checked);
  for (const purpose of boxes("purpose", group)) {
    purpose.checked = !on.includes(false);
    purpose.indeterminate = on.includes(true) && on.includes(false);
  }
};

on("change", ({ target }) => {
  if (!target.closest(OURS)) return;
  if (target.name === "purpose") {
    for (const box of boxes("service", target.closest("fieldset"))) box.checked = target.checked;
  }
  mix(target);
});

on("focusin", ({ target }) => {
  if (target.closest(OURS)) return;
  reader = target;
  // What the keyboard reaches comes out from under the banner; the style sheet says how far.
  if (asks() && target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest" });
});
