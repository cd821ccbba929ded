// Toasts: short messages, each with buttons that close it.

import { createElement, on } from "../dom.js";

/**
 * Return a function that shows a toast.
 * @param {Host} host @param {() => Promise<void>} addStyles @returns {(text: string) => Promise<HTMLElement>}
 */
export default (host, addStyles) => {
  // A live region has to be there before its content changes.
  const region = createElement("div", { className: "consent-toasts", role: "status" });
  /** The element that had the focus before a toast took it. @type {HTMLElement | null} */
  let lastFocused = null;
  region.addEventListener("focusin", (/** @type {FocusEvent} */ { relatedTarget }) => {
    if (!region.contains(relatedTarget)) lastFocused = /** @type {HTMLElement | null} */ (relatedTarget);
  });

  /** @param {string} text */
  const show = async (text) => {
    host.stand(region);
    // The message matters more than its style.
    await addStyles().catch(console.error);
    const toast = host.render(text);
    region.append(toast);
    return toast;
  };

  on("click", ({ target }) => {
    const button = target.closest("[data-consent-action=allow],[data-consent-action=close]");
    if (!button || !region.contains(button)) return;
    button.closest(".consent-toast").remove();
    lastFocused?.focus({ preventScroll: true });
    if (button.value) host.decide("allow", button.value.split(" "), "toast");
  });

  return show;
};
