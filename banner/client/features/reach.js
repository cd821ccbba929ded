// The keyboard has to reach what scrolls in a dialog, and need not stop at what does not (WCAG 2.2, 2.1.1). The text of
// the banner needs no stop of its own: it ends with links.

/** So many pixels below the last words are empty. */
const END = 10;

/** Makes the text of *dialog* a stop of the keyboard wherever it scrolls. @param {Element} dialog */
export const reachText = (dialog) => {
  const text = /** @type {HTMLElement} */ (dialog.querySelector(".consent-text"));
  const sizes = new ResizeObserver(() => {
    text.tabIndex = text.scrollHeight - text.clientHeight > END ? 0 : -1;
  });
  for (const one of [text, ...text.children]) sizes.observe(one);
};
