// Finds out whether Escape is meant for the banner. It decides, so it counts only if it can mean nothing else.

import { atMiddle, doc, queryAll } from "./dom.js";

// Layers that browsers close by themselves. Inside ":is" a browser skips selectors that it does not know.
const CLOSED_BY_BROWSER = ":is(:modal,:popover-open:not([popover=manual]))";
// Those, and layers that scripts of the page close.
const OPEN_LAYERS =
  ":is(dialog,:popover-open,:fullscreen,[role$=dialog],[role=menu],[aria-expanded=true]):not(#consent-banner)";

/** @param {Element} node */
const isVisible = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });

/**
 * Return whether the visitor sees *banner*: a filter list may hide it, and the page may cover it.
 * @param {Element} banner
 */
const isInSight = (banner) => isVisible(banner) && banner.contains(atMiddle(banner));

/**
 * Return whether the focus is in *banner*, or nowhere while no layer of the page is open.
 * @param {KeyboardEvent} event @param {Element} banner
 */
export const isMeantFor = ({ key, repeat, isTrusted, defaultPrevented }, banner) => {
  if (key !== "Escape" || repeat || !isTrusted || defaultPrevented || !isInSight(banner)) return false;
  const { activeElement } = doc;
  const inside = banner.contains(activeElement);
  if (!inside && activeElement && activeElement !== doc.body) return false;
  return !queryAll(inside ? CLOSED_BY_BROWSER : OPEN_LAYERS).some(isVisible);
};
