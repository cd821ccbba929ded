// The switches of the preferences: a purpose and its services.

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

export default () => {
  on("change", ({ target }) => {
    const group = target.closest(":is(#consent-preferences,.consent-section) fieldset");
    if (!group) return;
    if (target.name === "purpose") for (const box of boxes(group, "service")) box.checked = target.checked;
    mix(group);
  });
};
