// The switches of the preferences: that of a purpose and those of its services.

import { queryAll, on } from "../dom.js";

const GROUP = ":is(#consent-preferences,.consent-section) .consent-purpose";

/** @param {Element} group @param {string} name @returns {HTMLInputElement[]} */
const checkboxes = (group, name) => queryAll(`input[name=${name}]`, group);

/** Sets the switch of a purpose: on, off, or mixed, as those of its services are. @param {Element} group */
const updatePurpose = (group) => {
  const on = checkboxes(group, "service").map((service) => service.checked);
  for (const purpose of checkboxes(group, "purpose")) {
    purpose.checked = !on.includes(false);
    purpose.indeterminate = on.includes(true) && on.includes(false);
  }
};

/** Sets the switches of all purposes in *root*. @param {Element} root */
export const updatePurposes = (root) => queryAll(".consent-purpose", root).forEach(updatePurpose);

export default () => {
  on("change", ({ target }) => {
    const group = target.closest(GROUP);
    if (!group) return;
    if (target.name === "purpose") for (const box of checkboxes(group, "service")) box.checked = target.checked;
    updatePurpose(group);
  });
};
