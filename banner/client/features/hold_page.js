// The page behind the open dialog does not scroll. Its own styles stay as they are: without its scroll bar a page would
// be wider, and with another overflow what sticks in it would let go. So what would scroll it is stopped instead.

import { doc } from "../dom.js";

const KEYS = /^(Page(Up|Down)|Home|End|Arrow(Up|Down|Left|Right)| )$/;
// Controls that take such a key for themselves.
const TAKE_SPACE = "button,input,summary,select";
const TAKE_ALL = "select";

/** @param {Element} node */
const overflows = (node) => node.scrollHeight > node.clientHeight;

/**
 * Return whether a gesture or key at *target* scrolls something in *dialog*, which keeps it from the page by its style.
 * @param {any} target @param {HTMLDialogElement} dialog
 */
const scrollsInside = (target, dialog) => {
  const text = target.closest(".consent-text");
  return dialog.contains(target) && (overflows(dialog) || (text && overflows(text)));
};

/** Holds the page for as long as *dialog*, which opens now, is open. @param {HTMLDialogElement} dialog */
export const holdPage = (dialog) => {
  /** @param {any} event */
  const stop = (event) => {
    const zooms = event.ctrlKey || event.touches?.length > 1;
    // A page may have taken it away without closing it.
    if (dialog.matches(":modal") && !zooms && !scrollsInside(event.target, dialog)) event.preventDefault();
  };
  /** @param {KeyboardEvent} event */
  const stopKey = (event) => {
    const takes = event.key === " " ? TAKE_SPACE : TAKE_ALL;
    if (KEYS.test(event.key) && !(/** @type {Element} */ (event.target).matches(takes))) stop(event);
  };
  const open = new AbortController();
  dialog.addEventListener("close", () => open.abort(), { once: true });
  const { signal } = open;
  // At the document, since what lies over the page beside a dialog is none of its own to some browsers.
  for (const gesture of ["wheel", "touchmove"]) doc.addEventListener(gesture, stop, { passive: false, signal });
  doc.addEventListener("keydown", stopKey, { signal });
};
