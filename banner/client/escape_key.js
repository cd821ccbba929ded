// Whether Escape is meant for the banner. It is an answer, so it counts only where it can be meant for nothing else.

import { all, doc } from "./dom.js";

// What browsers close themselves; a selector that one does not know is passed over inside of ":is".
const NATIVE = ":is(:modal,:popover-open:not([popover=manual]))";
// That, and what pages close.
const OTHERS =
  ":is(dialog,:popover-open,:fullscreen,[role$=dialog],[role=menu],[aria-expanded=true]):not(#consent-banner)";

/** @param {Element} node */
const shows = (node) => node.checkVisibility?.({ checkOpacity: true, checkVisibilityCSS: true }) !== false;

/** Whether the visitor sees *banner*: a filter list may hide it, and a page cover it. @param {Element} banner */
const seen = (banner) => {
  const box = banner.getBoundingClientRect();
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  // Firefox may find what is outside of the window, too.
  const within = x > 0 && x < innerWidth && y > 0 && y < innerHeight;
  return within && shows(banner) && banner.contains(doc.elementFromPoint(x, y));
};

/**
 * The focus is in *banner*, or nowhere while nothing else of the page is open.
 * @param {KeyboardEvent} event @param {Element} banner
 */
export const meant = ({ key, repeat, isTrusted, defaultPrevented }, banner) => {
  if (key !== "Escape" || repeat || !isTrusted || defaultPrevented || !seen(banner)) return false;
  const focused = doc.activeElement;
  const inside = banner.contains(focused);
  return (inside || !focused || focused === doc.body) && !all(inside ? NATIVE : OTHERS).some(shows);
};
