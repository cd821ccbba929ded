// Walks all trees of the page: that of the document, and shadow trees, which selectors and observers do not reach.

import { attempt } from "../dom.js";

/**
 * Return a function that walks a part of the page.
 * @param {(element: any) => void} visit called with each element, again at each walk
 * @param {(root: Node) => void} watch called with each shadow tree
 * @returns {(part: any) => void}
 */
export default (visit, watch) => {
  /** @type {WeakMap<Element, ShadowRoot>} */
  const closedRoots = new WeakMap();

  /** @param {any} part a tree, or part of one */
  const walk = (part) => {
    for (const element of [...(part.host ? [] : [part]), ...part.querySelectorAll("*")]) {
      attempt(() => visit(element));
      const shadow = element.shadowRoot || closedRoots.get(element);
      if (!shadow) continue;
      watch(shadow);
      walk(shadow);
    }
  };

  const { attachShadow } = Element.prototype;
  /** @param {ShadowRootInit} init */
  Element.prototype.attachShadow = function (init) {
    const shadow = attachShadow.call(this, init);
    closedRoots.set(this, shadow);
    watch(shadow);
    return shadow;
  };

  return walk;
};
