// Short words about the answer, each of which goes when it is answered or closed.

import { doc, make, on } from "../dom.js";

/**
 * Gives what shows one more.
 * @param {Host} host @param {() => Promise<void>} dress @returns {(text: string) => Promise<HTMLElement>}
 */
export default (host, dress) => {
  // A live region speaks of what changes in it, so it is there before.
  const region = make("div", { className: "consent-toasts", role: "status" });
  /** Where the reader was before. @type {HTMLElement | null} */
  let reader = null;
  region.addEventListener("focusin", (/** @type {FocusEvent} */ { relatedTarget }) => {
    if (!region.contains(relatedTarget)) reader = /** @type {HTMLElement | null} */ (relatedTarget);
  });

  /** @param {string} text */
  const put = async (text) => {
    doc.body.append(region);
    // What it says counts, with its style or without.
    await dress().catch(console.error);
    const toast = host.render(text);
    region.append(toast);
    return toast;
  };

  on("click", ({ target }) => {
    const button = target.closest("[data-consent-action=allow],[data-consent-action=close]");
    if (!button || !region.contains(button)) return;
    button.closest(".consent-toast").remove();
    reader?.focus({ preventScroll: true });
    if (button.value) host.decide("allow", button.value.split(" "), "toast");
  });

  return put;
};
