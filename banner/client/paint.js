// Shows what Python rendered: the banner, the dialog of preferences, and the same preferences in a page.

export const OURS = "#consent-banner,#consent-preferences,.consent-section";

/** @param {Data} data @param {string} site the folder that links are relative to */
export const painter = (data, site) => {
  /** @type {HTMLElement | undefined} */
  let banner;
  /** @type {HTMLDialogElement | undefined} */
  let dialog;
  /** Where the reader was before one of ours took the focus. @type {HTMLElement | undefined} */
  let reader;
  /** @type {string[]} */
  let ticked = [];
  let note = "";

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(data.css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  /** @param {string} html @returns {any} */
  const make = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    for (const link of template.content.querySelectorAll("a")) {
      link.href = new URL(link.getAttribute("href") || "", site).href;
    }
    return template.content.firstElementChild;
  };

  /** @param {string} view */
  const opened = (view) =>
    document.dispatchEvent(new CustomEvent("consent:open", { detail: { view } }));

  const showBanner = () => {
    if (banner?.hidden === false) return;
    if (!banner) {
      banner = /** @type {HTMLElement} */ (make(data.banner));
      document.body.prepend(banner);
      const bar = banner;
      new ResizeObserver(() =>
        document.documentElement.style.setProperty("--consent-height", bar.offsetHeight + "px"),
      ).observe(bar);
    }
    banner.hidden = false;
    opened("banner");
  };

  const hideBanner = () => {
    if (banner) banner.hidden = true;
  };

  /** Both layers go at once, and the reader is put back to where the reading was. */
  const hide = () => {
    const inside = document.activeElement?.closest("#consent-banner,dialog");
    dialog?.close();
    hideBanner();
    if (inside) reader?.focus({ preventScroll: true });
  };

  const showDialog = () => {
    if (!dialog) {
      dialog = /** @type {HTMLDialogElement} */ (make(data.dialog));
      document.body.append(dialog);
    }
    reflect(ticked, note);
    if (!dialog.open) dialog.showModal();
    opened("preferences");
  };

  /** @param {Element} place */
  const fill = (place) => {
    if (place.querySelector(".consent-section")) return;
    place.replaceChildren(make(data.section));
    reflect(ticked, note);
  };

  /** Shows the present answer in every place. @param {string[]} ids @param {string} text */
  const reflect = (ids, text) => {
    ticked = ids;
    note = text;
    for (const box of boxes(document, "service")) {
      box.checked = ids.includes(box.value);
      mix(box);
    }
    if (!text) return;
    for (const line of document.querySelectorAll(".consent-note")) line.textContent = text;
  };

  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.closest(OURS)) return;
    if (target.name === "purpose") {
      for (const box of boxes(target.closest("fieldset"), "service")) box.checked = target.checked;
    }
    mix(target);
  });

  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement && !target.closest(OURS)) reader = target;
  });

  return {
    showBanner,
    hideBanner,
    hide,
    showDialog,
    fill,
    reflect,
    asks: () => banner?.hidden === false,
    dialog: () => dialog,
  };
};

/** The services whose switch is on in *root*. @param {Element | null} root */
export const ticked = (root) =>
  boxes(root, "service")
    .filter((box) => box.checked)
    .map((box) => box.value);

/** @param {ParentNode | null} root @param {string} name @returns {HTMLInputElement[]} */
const boxes = (root, name) => [
  .../** @type {any} */ (root?.querySelectorAll(`:is(${OURS}) input[name=${name}]`) || []),
];

/** A purpose is on, off, or mixed as its services are. @param {HTMLInputElement} box */
const mix = (box) => {
  const group = box.closest("fieldset");
  const on = boxes(group, "service").map((service) => service.checked);
  for (const purpose of boxes(group, "purpose")) {
    purpose.checked = !on.includes(false);
    purpose.indeterminate = on.includes(true) && on.includes(false);
  }
};
