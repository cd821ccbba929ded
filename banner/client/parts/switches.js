// The switches of the preferences, and the ways to leave them beside the buttons.

import { all, on } from "../dom.js";

/** @param {Element} group @param {string} name @returns {HTMLInputElement[]} */
const boxes = (group, name) => all(`input[name=${name}]`, group);

/** A purpose is on, off, or mixed as its services are. @param {Element} group */
const mix = (group) => {
  const on = boxes(group, "service").map((service) => service.checked);
  for (const purpose of boxes(group, "purpose")) {
    purpose.checked = !on.includes(false);
    purpose.indeterminate = on.includes(true) && on.includes(false);
  }
};

/** @param {any} node */
const isDialog = (node) => node.id === "consent-preferences";

/** @param {Kit} kit */
export default (kit) => {
  on("change", ({ target }) => {
    const group = target.closest(":is(#consent-preferences,.consent-section) fieldset");
    if (!group) return;
    if (target.name === "purpose") for (const box of boxes(group, "service")) box.checked = target.checked;
    mix(group);
  });
  // Elsewhere the browser does it, and asks as it does for the Escape key.
  if (!("closedBy" in HTMLDialogElement.prototype)) besideIsOut(kit);

  // It does not bubble, so it is caught on its way down.
  on(
    "cancel",
    (event) => {
      if (!isDialog(event.target)) return;
      event.preventDefault();
      kit.dismiss("preferences");
    },
    true,
  );
};

/** A click beside the dialog is a way out. @param {Kit} kit */
const besideIsOut = (kit) => {
  /** A text that is marked from the inside to the outside must not count as one. */
  let pressed = /** @type {Element | null} */ (null);
  on("pointerdown", ({ target }) => (pressed = target));
  on("click", ({ target }) => {
    if (isDialog(target) && pressed === target) kit.dismiss("preferences");
  });
};
